import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { ReadPage } from '#domain/source.ts';
import { describeFault } from '#tools/connectors/normalised.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { jiraUser } from './answers.ts';
import type { JiraApi } from './api.ts';
import { toAccount } from './normalise.ts';

/** Users of one page; Jira's own maximum. */
const PAGE_SIZE = 1000;

/** One page of users; whoever can't be read is a fault. */
export function toAccountsPage(users: readonly unknown[]): ReadPage {
  const page: ReadPage = { accounts: [], records: [], faults: [], cursor: null };
  for (const user of users) {
    const parsed = jiraUser.safeParse(user);
    const account = parsed.success ? toAccount(parsed.data) : null;
    if (account !== null) page.accounts.push(account);
    else
      page.faults.push({
        external_id: null,
        reason: parsed.success ? 'a user without an account id' : describeFault(parsed.error),
      });
  }
  return page;
}

/**
 * All accounts, always from the first: Jira has no "changed since" for users. Ends at an empty page, because Jira
 * filters a page after cutting it, and a short one needn't be the last.
 */
export async function* readUsers(
  api: JiraApi,
  now: () => string,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const started = now();
  const guard = makePageGuard(`users of ${api.host}`);
  const seen = new Set<string>();
  for (let startAt = 0; ; ) {
    guard.advance(String(startAt));
    const users: unknown[] = await api.get(
      z.array(z.unknown()),
      '/rest/api/3/users/search',
      { startAt: String(startAt), maxResults: String(PAGE_SIZE) },
      signal,
    );
    if (users.length === 0) break;
    const page = toAccountsPage(users);
    if (page.accounts.length > 0 && page.accounts.every(({ account }) => seen.has(account)))
      throw new SourceError(
        'source-answer-invalid',
        `Reading users of ${api.host}: the page at ${startAt} repeats users that were given before.`,
        { host: api.host, start_at: startAt },
      );
    for (const { account } of page.accounts) seen.add(account);
    yield page;
    startAt += users.length;
  }
  yield { accounts: [], records: [], faults: [], cursor: { read_at: started } };
}
