import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import { shaped } from '#tools/connectors/answer.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { cleanName } from '#tools/text.ts';

const envelope = z.looseObject({
  ok: z.boolean(),
  error: z.string().nullish(),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

const refusedTokens = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'org_login_required',
]);
/** A channel that can't be read is no reason to leave the others out. */
const lostChannels = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'missing_scope']);

class Refused extends SourceError {}

/** Why a channel can't be read; null for every other error. */
export function lostChannelReason(error: unknown): string | null {
  const said = error instanceof Refused ? String(error.details.slack_error) : null;
  return said !== null && lostChannels.has(said) ? said : null;
}

/** Slack's errors come with status 200 (api.slack.com/web#responses). */
export async function call(
  http: HttpClient,
  method: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<z.infer<typeof envelope>> {
  const path = `/${method}`;
  const { json } = await http.request({ method: 'GET', path, query, signal });
  const answer = shaped(http, envelope, path, json);
  if (answer.ok) return answer;
  const error = cleanName(answer.error) ?? 'no reason';
  const details = { host: http.host, method, slack_error: error };
  if (refusedTokens.has(error))
    throw new SourceError(
      'source-unauthorized',
      `${http.host}: ${method}: the token is not accepted (${error}).`,
      details,
    );
  throw new Refused('source-refused', `${http.host}: ${method}: refused (${error}).`, details);
}

/** Every page of a list. */
export async function* pagesOf(
  deps: { http: HttpClient; page_size: number },
  question: { method: string; list: string; query: Record<string, string>; id: string },
  signal: AbortSignal,
): AsyncGenerator<unknown[]> {
  const what = `${question.method} of ${deps.http.host}`;
  const guard = makePageGuard(what);
  const repeats = makeRepeatGuard(what, [question.id]);
  let cursor = '';
  do {
    const answer = await call(
      deps.http,
      question.method,
      { ...question.query, limit: String(deps.page_size), ...(cursor === '' ? {} : { cursor }) },
      signal,
    );
    const items = answer[question.list];
    const list = shaped(deps.http, z.array(z.unknown()), `/${question.method}`, items);
    repeats(list);
    yield list;
    // An empty cursor is the end, whatever has_more says.
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor !== '') guard.advance(cursor);
  } while (cursor !== '');
}
