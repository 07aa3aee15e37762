import { z } from 'zod';
import { ask, shaped } from '#tools/connectors/answer.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';

const BASE = '/api/1.0';
/** Asana's own maximum (developers.asana.com/docs/pagination). */
const PAGE_SIZE = 100;
/** A list whose page marks run out again and again is given up. */
const MAX_RESTARTS = 2;

const listAnswer = z.object({
  data: z.array(z.unknown()),
  next_page: z.object({ offset: z.string().nullish() }).nullish(),
});
type ListAnswer = z.infer<typeof listAnswer>;

export interface AsanaApi {
  readonly host: string;
  /** What stands under `data`. */
  get<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    fields: readonly string[],
    signal: AbortSignal,
  ): Promise<z.infer<Schema>>;
  /** Null for what was deleted, or may no longer be seen: Asana says 403 or 404. */
  find<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    fields: readonly string[],
    signal: AbortSignal,
  ): Promise<z.infer<Schema> | null>;
  pages(
    path: string,
    query: Record<string, string>,
    fields: readonly string[],
    signal: AbortSignal,
  ): AsyncIterable<unknown[]>;
  write(method: 'PUT' | 'POST', path: string, data: unknown, signal: AbortSignal): Promise<unknown>;
}

/** Answers are compact unless fields are asked for, so they always are (developers.asana.com/docs/inputoutput-options). */
const opt = (fields: readonly string[]) => ({ opt_fields: fields.join(',') });
const wrapped = z.object({ data: z.unknown() });

export const writePath = (path: string): string => `${BASE}${path}`;

export function makeAsanaApi(http: HttpClient): AsanaApi {
  /** One page; null where its mark has expired, which marks do (developers.asana.com/docs/pagination). */
  async function page(
    path: string,
    query: Record<string, string>,
    offset: string | null,
    signal: AbortSignal,
  ): Promise<ListAnswer | null> {
    const answer = await http.request({
      method: 'GET',
      path: `${BASE}${path}`,
      query: { ...query, ...(offset === null ? {} : { offset }) },
      ...(offset === null ? {} : { accept: [400] }),
      signal,
    });
    return answer.status === 400 ? null : shaped(http, listAnswer, path, answer.json);
  }

  return {
    host: http.host,
    async get(schema, path, fields, signal) {
      const request = { method: 'GET' as const, path: `${BASE}${path}`, query: opt(fields), signal };
      return shaped(http, schema, path, (await ask(http, wrapped, request)).data);
    },
    async find(schema, path, fields, signal) {
      const answer = await http.request({
        method: 'GET',
        path: `${BASE}${path}`,
        query: opt(fields),
        accept: [403, 404],
        signal,
      });
      if (answer.status !== 200) return null;
      return shaped(http, schema, path, shaped(http, wrapped, path, answer.json).data);
    },
    async *pages(path, query, fields, signal) {
      const whole = { ...query, ...opt(fields), limit: String(PAGE_SIZE) };
      const what = `${path} of ${http.host}`;
      let guard = makePageGuard(what);
      let repeats = makeRepeatGuard(what, ['gid']);
      let offset: string | null = null;
      for (let restarts = 0; ; ) {
        const answer: ListAnswer | null = await page(path, whole, offset, signal);
        if (answer === null) {
          // From the beginning: records that come twice are harmless. After the last restart the refusal is said.
          restarts += 1;
          if (restarts > MAX_RESTARTS)
            await http.request({
              method: 'GET',
              path: `${BASE}${path}`,
              query: { ...whole, offset: offset ?? '' },
              signal,
            });
          guard = makePageGuard(what);
          repeats = makeRepeatGuard(what, ['gid']);
          offset = null;
          continue;
        }
        repeats(answer.data);
        yield answer.data;
        // The only end is the mark of no next page; a short page is none.
        offset = answer.next_page?.offset ?? null;
        if (offset === null) return;
        guard.advance(offset);
      }
    },
    async write(method, path, data, signal) {
      return (await http.request({ method, path: `${BASE}${path}`, body: { data }, signal })).json;
    },
  };
}
