import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import { emptyPage, markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { isExpiredCursor, type MondayApi } from './api.ts';
import {
  type ColumnRoles,
  type MondayBoard,
  mondayBoard,
  normaliseItem,
  normaliseUser,
  rolesOf,
} from './normalise.ts';
import { boardsQuery, itemsQuery, nextItemsQuery, usersQuery } from './queries.ts';

/** monday.com's own maximum of items; fewer calls of the day's few. */
const PAGE_SIZE = 500;
const USERS_PAGE = 200;
const BOARDS_PAGE = 100;
/** The filter knows days only, and those of the account's time zone: a day more, and the rest is left out here. */
const DAY_MS = 86_400_000;

export interface MondayQuestion {
  api: MondayApi;
  /** Ids; empty for every board that isn't deleted. */
  boards: readonly string[];
  columns: Partial<ColumnRoles>;
  fields: ReadonlySet<string>;
  signal: AbortSignal;
}

const itemsPage = z.object({ cursor: z.string().nullish(), items: z.array(z.unknown()) });
const boardAnswer = z.object({
  boards: z.array(mondayBoard.extend({ items_page: itemsPage })).nullish(),
});
const nextAnswer = z.object({ next_items_page: itemsPage });

/** A list by number; its end is an empty page, since pages can be short before. */
async function* numbered(
  { api, signal }: MondayQuestion,
  query: string,
  name: 'users' | 'boards',
  limit: number,
): AsyncGenerator<unknown[]> {
  const repeats = makeRepeatGuard(`${name} of ${api.host}`);
  const guard = makePageGuard(`${name} of ${api.host}`);
  for (let page = 1; ; page += 1) {
    const answer = await api.ask(z.record(z.string(), z.unknown()), query, { page, limit }, signal);
    const items = z.array(z.unknown()).parse(answer[name] ?? []);
    if (items.length === 0) return;
    repeats(items);
    yield items;
    guard.advance(String(page));
  }
}

export async function* usersPages(question: MondayQuestion): AsyncGenerator<WindowPage> {
  for await (const items of numbered(question, usersQuery, 'users', USERS_PAGE)) {
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of items) {
      const user = normaliseUser(item);
      if (user.ok) page.accounts.push(user.account);
      else page.faults.push(user.fault);
    }
    yield page;
  }
}

const isDeleted = ({ state }: MondayBoard): boolean => state === 'deleted';

async function boardIds(question: MondayQuestion): Promise<readonly string[]> {
  if (question.boards.length > 0) return question.boards.toSorted();
  const ids: string[] = [];
  for await (const items of numbered(question, boardsQuery, 'boards', BOARDS_PAGE))
    for (const item of items) {
      const parsed = mondayBoard.safeParse(item);
      if (parsed.success && !isDeleted(parsed.data)) ids.push(parsed.data.id);
    }
  return ids.sort();
}

/** Only what changed on that day or later; `null` for all. */
function paramsSince(since: string | null): JsonValue {
  if (since === null) return null;
  const day = new Date(Date.parse(since) - DAY_MS).toISOString().slice(0, 10);
  return {
    rules: [
      {
        column_id: '__last_updated__',
        compare_value: ['EXACT', day],
        operator: 'greater_than_or_equals',
        compare_attribute: 'UPDATED_AT',
      },
    ],
  };
}

interface BoardPage {
  board: MondayBoard;
  items: unknown[];
}

/** A board's pages. Items have no stable order, so a board can only be read to its end or begun anew. */
async function* boardPages(
  { api, fields, signal }: MondayQuestion,
  id: string,
  since: string | null,
): AsyncGenerator<BoardPage> {
  const repeats = makeRepeatGuard(`items of board ${id}`);
  const guard = makePageGuard(`items of board ${id}`);
  const withName = fields.has('title');
  const variables = { board: [id], limit: PAGE_SIZE, params: paramsSince(since) };
  const first = await api.ask(boardAnswer, itemsQuery(withName), variables, signal);
  const [board] = first.boards ?? [];
  // Deleted or no longer shared with us: nothing to read.
  if (board === undefined || isDeleted(board)) return;
  let page: z.infer<typeof itemsPage> = board.items_page;
  for (;;) {
    repeats(page.items);
    yield { board, items: page.items };
    const cursor = page.cursor ?? null;
    if (cursor === null) return;
    guard.advance(cursor);
    const next = { cursor, limit: PAGE_SIZE };
    page = (await api.ask(nextAnswer, nextItemsQuery(withName), next, signal)).next_items_page;
  }
}

/** A board whose cursor ran out on the way (it lives an hour) is begun anew, once. */
async function* patientPages(
  question: MondayQuestion,
  id: string,
  since: string | null,
): AsyncGenerator<BoardPage> {
  try {
    yield* boardPages(question, id, since);
  } catch (error) {
    if (!isExpiredCursor(error)) throw error;
    yield* boardPages(question, id, since);
  }
}

function toWindowPage(
  { board, items }: BoardPage,
  question: MondayQuestion,
  since: string | null,
): WindowPage {
  const roles = rolesOf(board, question.columns);
  const page: WindowPage = { ...emptyPage(), newest: newestOf(items, 'updated_at') };
  for (const item of items) {
    const read = normaliseItem(item, { board, roles, fields: question.fields });
    if (!read.ok) page.faults.push(read.fault);
    else if (since === null || read.record.updated_at >= since) page.records.push(read.record);
  }
  return page;
}

/** Where a read stands: every board up to this one, by their ids as text, was handed over. */
const boardMark = z.object({ board: z.string() });

/** Items changed since, board by board. What a full read doesn't bring of a board that counts more is said as a fault. */
export async function* itemsSince(
  question: MondayQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const behind = markOf(boardMark, done)?.board ?? '';
  for (const id of (await boardIds(question)).filter((board) => board > behind)) {
    const seen = new Set<unknown>();
    let expected = 0;
    for await (const page of patientPages(question, id, since)) {
      for (const item of page.items)
        seen.add(item !== null && typeof item === 'object' && 'id' in item ? item.id : seen.size);
      expected = page.board.items_count ?? 0;
      yield toWindowPage(page, question, since);
    }
    if (since === null && seen.size < expected)
      yield {
        ...emptyPage(),
        newest: null,
        faults: [
          {
            external_id: null,
            reason: `board ${id} counts ${expected} items and gave ${seen.size}`,
          },
        ],
      };
    yield { ...emptyPage(), newest: null, done: { board: id } };
  }
}
