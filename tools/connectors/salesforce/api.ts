import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import { answerInvalid, shaped } from '#tools/connectors/answer.ts';
import { idOf } from '#tools/connectors/normalised.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient, LimitQuestion } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';

const BASE = '/services/data/v63.0';
const HOUR_MS = 3_600_000;
/** Share of the organisation's calls of a day that we leave to others: they are shared by every app there is. */
const LEFT_TO_OTHERS = 0.1;
/** A walk whose locator is refused so often, without getting further, is given up. */
const MAX_RESTARTS = 3;
/** Batches of 2,000 rows that are read twice at most where a read is cut off. */
const PORTION_BATCHES = 10;

const queryAnswer = z.object({
  totalSize: z.number().int().nullish(),
  done: z.boolean(),
  nextRecordsUrl: z.string().nullish(),
  records: z.array(z.unknown()),
});
type QueryAnswer = z.infer<typeof queryAnswer>;
const errors = z.array(z.object({ errorCode: z.string(), message: z.string().nullish() }));

/**
 * Salesforce's limits: 403 with REQUEST_LIMIT_EXCEEDED once the day's calls are used, and how many are in a header of
 * every answer (REST API Developer Guide, "Limit Info Header"). The day rolls, so an hour later there may be some.
 */
export function salesforceLimit({ status, headers, json }: LimitQuestion): number | undefined {
  const told = errors.safeParse(json);
  if (
    status === 403 &&
    told.success &&
    told.data.some(({ errorCode }) => errorCode === 'REQUEST_LIMIT_EXCEEDED')
  )
    return HOUR_MS;
  const [, used, max] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
  if (used === undefined || max === undefined || Number(max) === 0) return undefined;
  return Number(used) / Number(max) >= 1 - LEFT_TO_OTHERS ? HOUR_MS : undefined;
}

/** An order by which a walk can go on anywhere, deleted rows among the others. */
export const changedSince = (fields: readonly string[], object: string, since: string | null): string =>
  `SELECT ${fields.join(', ')} FROM ${object}${since === null ? '' : ` WHERE SystemModstamp >= ${since}`} ORDER BY SystemModstamp, Id`;

const isLocatorGone = (text: string): boolean => {
  try {
    const told = errors.safeParse(JSON.parse(text));
    return told.success && told.data.some(({ errorCode }) => errorCode === 'INVALID_QUERY_LOCATOR');
  } catch {
    return false;
  }
};

export interface SalesforceApi {
  readonly host: string;
  one(soql: string, signal: AbortSignal): Promise<unknown>;
  /**
   * Batches of the rows of an object that changed since, oldest change first. A locator belongs to its session: when
   * the token was renewed on the way, the walk goes on from the newest change that it saw. So it does after so many
   * batches, and compares what is left then with what should be: `reached` says until when all is sure to have come.
   */
  changes(
    question: { fields: readonly string[]; object: string; since: string | null },
    newestOf: (rows: readonly unknown[]) => string | null,
    signal: AbortSignal,
  ): AsyncIterable<{ rows: unknown[]; reached: string | null }>;
}

export function makeSalesforceApi(http: HttpClient): SalesforceApi {
  const first = async (kind: 'query' | 'queryAll', soql: string, signal: AbortSignal) => {
    const path = `${BASE}/${kind}`;
    const answer = await http.request({ method: 'GET', path, query: { q: soql }, signal });
    return shaped(http, queryAnswer, path, answer.json);
  };

  /** The next batch; null where the locator isn't known any more. */
  async function next(path: string, signal: AbortSignal): Promise<QueryAnswer | null> {
    const answer = await http.request({ method: 'GET', path, accept: [400], signal });
    if (answer.status !== 400) return shaped(http, queryAnswer, path, answer.json);
    if (isLocatorGone(answer.text)) return null;
    throw new SourceError('source-refused', `${http.host}: GET ${path}: refused (400).`, { host: http.host });
  }

  return {
    host: http.host,
    one: async (soql, signal) => (await first('query', soql, signal)).records[0] ?? null,
    async *changes({ fields, object, since }, newestOf, signal) {
      const what = `${object} of ${http.host}`;
      const seen = new Set<string>();
      let from = since;
      /** Rows from there on, as they were counted before. */
      let promised = 0;
      for (let restarts = 0; restarts <= MAX_RESTARTS; restarts += 1) {
        const guard = makePageGuard(what);
        const repeats = makeRepeatGuard(what, ['Id']);
        const begin = from;
        let answer: QueryAnswer | null = await first('queryAll', changedSince(fields, object, begin), signal);
        const total = answer.totalSize ?? null;
        if (total !== null && total < promised)
          throw answerInvalid(http, what, `${promised} rows were left and ${total} are announced`);
        const stamps: (string | null)[] = [];
        for (let batch = 1; answer !== null; batch += 1) {
          repeats(answer.records);
          const told = answer.records.map((row) => ({ row, at: newestOf([row]) }));
          stamps.push(...told.map(({ at }) => at));
          const rows = told.filter(({ row, at }) => {
            const key = `${idOf(row, ['Id'])} ${at}`;
            return !seen.has(key) && Boolean(seen.add(key));
          });
          const newest = newestOf(answer.records);
          // Getting further is no reason to give up.
          if (newest !== null && newest !== from) [from, restarts] = [newest, 0];
          const counted = batch === 1 && begin !== since && total !== null;
          yield { rows: rows.map(({ row }) => row), reached: counted ? begin : null };
          if (answer.done) {
            if (total !== null && stamps.length < total)
              throw answerInvalid(http, what, `${total} rows were announced and ${stamps.length} delivered`);
            return;
          }
          // More without a way to it must not look like the end.
          if (!answer.nextRecordsUrl)
            throw answerInvalid(http, what, 'more rows were announced without a link');
          guard.advance(answer.nextRecordsUrl);
          const isPortion = batch >= PORTION_BATCHES && from !== begin;
          if (isPortion) restarts = -1;
          answer = isPortion ? null : await next(answer.nextRecordsUrl, signal);
        }
        const border = from;
        const before = stamps.filter((at) => at === null || border === null || at < border).length;
        promised = total === null ? 0 : total - before;
      }
      throw answerInvalid(http, what, 'its query locators are gone again and again');
    },
  };
}
