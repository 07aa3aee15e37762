import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import { emptyPage, markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import type { GithubApi } from './api.ts';

/** Things of one read that cost requests of their own: two each, and GitHub gives 5,000 an hour. */
const MOST_A_READ = 1000;
/** Things of one page of ours: so many are read twice where a read is cut off. */
const A_PAGE = 10;
/** Twice what a read goes back before its cursor: whatever lies within must fit into one read, else it would never end. */
const ONE_GO_MS = 10 * 60_000;

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

/** How many of them one read takes: from the oldest, so that the cursor can stand where it ended. */
export function portionOf(changed: readonly Changed[], most: number = MOST_A_READ): number {
  const first = changed.find(({ at }) => at !== null)?.at ?? null;
  if (first === null) return changed.length;
  const until = new Date(Date.parse(first) + ONE_GO_MS).toISOString();
  const beyond = changed.findIndex(({ at }) => at !== null && at > until);
  return beyond === -1 ? changed.length : Math.min(changed.length, Math.max(most, beyond));
}

/**
 * Pages of what changed, from the oldest. Where a read can't take all, it ends with a fault that says so: what rests on
 * it is partial until the next reads have brought the rest.
 */
export async function* inPortions(
  changed: readonly Changed[],
  what: string,
  read: (portion: readonly Changed[]) => Promise<Omit<WindowPage, 'newest'>>,
): AsyncGenerator<WindowPage> {
  const taken = portionOf(changed);
  for (let from = 0; from < taken; from += A_PAGE) {
    const portion = changed.slice(from, Math.min(taken, from + A_PAGE));
    const newest = portion.findLast(({ at }) => at !== null)?.at ?? null;
    yield { ...(await read(portion)), newest, ...(newest === null ? {} : { done: { reached: newest } }) };
  }
  const left = changed.length - taken;
  if (left === 0) return;
  const reason = `${left} more ${what} are left for the next reads, because each costs requests of the hour`;
  yield { ...emptyPage(), newest: null, faults: [{ external_id: null, reason }] };
}
