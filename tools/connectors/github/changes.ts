import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import { markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import type { GithubApi } from './api.ts';

const stamped = z.object({ id: z.int(), updated_at: z.string() });

/** Second by second, as GitHub stamps and takes them. */
const inSeconds = (instant: string): string => instant.replace(/\.\d+Z$/, 'Z');

/**
 * Pages of a list that takes `since`, oldest change first; what comes twice comes once. Its links are not followed where
 * that can be helped: behind a page number, an issue that is changed moves to the end, and another takes its place on a
 * page that was read already. Each page is asked for from the newest change of the last; only where one second fills
 * whole pages, its link leads on.
 */
export async function* pagesSince(
  {
    api,
    path,
    query,
    since,
  }: { api: GithubApi; path: string; query: Record<string, string>; since: string | null },
  signal: AbortSignal,
): AsyncGenerator<unknown[]> {
  const guard = makePageGuard(`${path} of ${api.host}`);
  const repeats = makeRepeatGuard(`${path} of ${api.host}`);
  const seen = new Set<string>();
  const isNew = (item: unknown): boolean => {
    const told = stamped.safeParse(item);
    const key = told.success ? `${told.data.id} ${told.data.updated_at}` : null;
    return key === null || (!seen.has(key) && Boolean(seen.add(key)));
  };
  let from = since;
  let link: string | null = null;
  for (;;) {
    const first = { ...query, ...(from === null ? {} : { since: inSeconds(from) }) };
    const { items, next }: { items: unknown[]; next: string | null } = await api.page(
      link ?? path,
      link === null ? first : null,
      signal,
    );
    repeats(items);
    yield items.filter(isNew);
    if (next === null) return;
    const newest = newestOf(items, 'updated_at');
    const isOneSecond = newest === null || (from !== null && newest <= from);
    link = isOneSecond ? next : null;
    from = isOneSecond ? from : newest;
    guard.advance(link ?? from ?? '');
  }
}

/** Things of one page of ours, each of which costs requests of its own: so many are read twice where a read is cut off. */
const A_PAGE = 10;

/** Where a read of a list stands: whatever changed before was handed over. */
const reachedMark = z.object({ reached: z.iso.datetime() });

/** Where a list is to be read from: the window's beginning, or behind what was handed over of it. */
export function beginningOf(since: string | null, done: JsonValue | null): string | null {
  const reached = markOf(reachedMark, done)?.reached ?? null;
  return reached === null ? since : laterOf(since, reached);
}

export interface Changed {
  repository: string;
  item: unknown;
  /** By which the list is ordered; null where it can't be read. */
  at: string | null;
}

export interface ListQuestion {
  api: GithubApi;
  repositories: readonly string[];
  list: 'pulls' | 'deployments';
  query: Record<string, string>;
  stamp: 'updated_at' | 'created_at';
  /** Keeps of an item what is used, since a list can be long. */
  trim(item: unknown): unknown;
  signal: AbortSignal;
}

/** Whatever a list has since then, oldest first. The list is read newest first, until something lies before. */
export async function changedSince(question: ListQuestion, since: string | null): Promise<Changed[]> {
  const { api, repositories, list, query, stamp, trim, signal } = question;
  const changed: Changed[] = [];
  for (const repository of repositories)
    for await (const items of api.pages(`/repos/${repository}/${list}`, query, signal)) {
      const stamped = items.map((item) => ({ repository, item, at: newestOf([item], stamp) }));
      const recent = stamped.filter(({ at }) => since === null || at === null || at >= since);
      changed.push(...recent.map((each) => ({ ...each, item: trim(each.item) })));
      if (recent.length < items.length) break;
    }
  return changed.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
}

/** Pages of what changed, from the oldest, so that a read that is cut off goes on behind its last page. */
export async function* oldestFirst(
  changed: readonly Changed[],
  read: (portion: readonly Changed[]) => Promise<Omit<WindowPage, 'newest'>>,
): AsyncGenerator<WindowPage> {
  for (let from = 0; from < changed.length; from += A_PAGE) {
    const portion = changed.slice(from, from + A_PAGE);
    const newest = portion.findLast(({ at }) => at !== null)?.at ?? null;
    yield { ...(await read(portion)), newest, ...(newest === null ? {} : { done: { reached: newest } }) };
  }
}
