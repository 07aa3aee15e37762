import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import { markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import type { GithubApi } from './api.ts';

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
