import { z } from 'zod';
import { answerInvalid, ask, shaped } from '#tools/connectors/answer.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient, LimitQuestion } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { type GithubAccount, githubAccount } from './answers.ts';

/** GitHub's own maximum. */
const PAGE_SIZE = 100;
/** Without Retry-After a secondary limit wants a minute (docs.github.com/rest/using-the-rest-api/best-practices). */
const SECONDARY_WAIT_MS = 60_000;

export interface GithubApi {
  readonly host: string;
  get<Schema extends z.ZodType>(schema: Schema, path: string, signal: AbortSignal): Promise<z.infer<Schema>>;
  /** Null for what was deleted (410), is not there or may not be seen (404). */
  find<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    signal: AbortSignal,
  ): Promise<z.infer<Schema> | null>;
  /** Whose token it is; null for an app's installation, which is nobody (403). */
  viewer(signal: AbortSignal): Promise<GithubAccount | null>;
  /** A list's first page, or the one that a link names; `next` is null where no further one is named. */
  page(
    path: string,
    query: Record<string, string> | null,
    signal: AbortSignal,
  ): Promise<{ items: unknown[]; next: string | null }>;
  /** Every page of a list, by the `Link` header; it ends where no next page is named. */
  pages(path: string, query: Record<string, string>, signal: AbortSignal): AsyncIterable<unknown[]>;
  write(method: 'PATCH' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<unknown>;
}

/** Of an hour's requests so many are left to approved actions, and to others who use the same token. */
const LEFT_TO_OTHERS = 0.1;

/** How long it is until the hour's requests are new. */
function untilReset(headers: Headers, now: number): number | null {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - now) : null;
}

/**
 * GitHub says "too many" with 403 or 429: for the hour by `x-ratelimit-remaining: 0` with the second of the reset, for
 * bursts by Retry-After or in words (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function githubLimit(
  { status, headers, json }: LimitQuestion,
  now: number,
): number | null | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(0, after * 1000);
  const reset = untilReset(headers, now);
  if (headers.get('x-ratelimit-remaining') === '0' && reset !== null) return reset;
  const told = z.object({ message: z.string() }).safeParse(json);
  if (told.success && /rate limit/i.test(told.data.message)) return SECONDARY_WAIT_MS;
  return status === 429 ? null : undefined;
}

/** The limit for whoever only reads: the last tenth of the hour's requests is not for that. */
export function githubReadingLimit(answer: LimitQuestion, now: number): number | null | undefined {
  const limited = githubLimit(answer, now);
  const of = (name: string) => Number(answer.headers.get(`x-ratelimit-${name}`) ?? Number.NaN);
  const spent = of('remaining') < of('limit') * LEFT_TO_OTHERS;
  return limited === undefined && spent ? (untilReset(answer.headers, now) ?? undefined) : limited;
}

function nextLink(header: string | null): string | null {
  for (const part of header?.split(',') ?? []) {
    const found = /<([^>]+)>\s*;.*\brel="?next"?/.exec(part);
    if (found?.[1] !== undefined) return found[1];
  }
  return null;
}

export function makeGithubApi(http: HttpClient): GithubApi {
  const page: GithubApi['page'] = async (path, query, signal) => {
    const size = query === null ? {} : { query: { ...query, per_page: String(PAGE_SIZE) } };
    const answer = await http.request({ method: 'GET', path, ...size, signal });
    if (!Array.isArray(answer.json)) throw answerInvalid(http, path, 'the answer is not a list');
    return { items: answer.json, next: nextLink(answer.headers.get('link')) };
  };

  return {
    host: http.host,
    get: (schema, path, signal) => ask(http, schema, { method: 'GET', path, signal }),
    async find(schema, path, signal) {
      const answer = await http.request({ method: 'GET', path, accept: [404, 410], signal });
      return answer.status === 404 || answer.status === 410 ? null : shaped(http, schema, path, answer.json);
    },
    async viewer(signal) {
      const answer = await http.request({ method: 'GET', path: '/user', accept: [403], signal });
      return answer.status === 403 ? null : shaped(http, githubAccount, '/user', answer.json);
    },
    page,
    async *pages(path, query, signal) {
      const guard = makePageGuard(`${path} of ${http.host}`);
      const repeats = makeRepeatGuard(`${path} of ${http.host}`);
      let answer = await page(path, query, signal);
      for (;;) {
        repeats(answer.items);
        yield answer.items;
        if (answer.next === null) return;
        guard.advance(answer.next);
        answer = await page(answer.next, null, signal);
      }
    },
    async write(method, path, body, signal) {
      return (await http.request({ method, path, body, signal })).json;
    },
  };
}
