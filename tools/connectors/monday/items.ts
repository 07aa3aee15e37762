import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import { emptyPage, markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { isExpiredCursor } from './api.ts';
import { boardIds, isDeleted, type MondayQuestion } from './lists.ts';
import { type MondayBoard, mondayBoard, normaliseItem, rolesOf } from './normalise.ts';
import { itemsQuery, nextItemsQuery } from './queries.ts';

/** monday.com's own maximum of items; fewer calls of the day's few. */
const PAGE_SIZE = 500;
/** With one query for each, 40 quiet boards would take the thousand calls of a day. No more than `boards` gives unasked, 25. */
const BOARDS_AT_ONCE = 20;
/**
 * Items that one query may bring, over all its boards. An item costs 67 points (a field 1, an object 10:
 * community.monday.com/t/complexity-field-weights/17444), or 763 if its values count for each of 25 columns: even then
 * the million a minute of a trial account holds them.
 */
const ITEMS_AT_ONCE = 1000;
/** The filter knows days only, and those of the account's time zone: a day more, and the rest is left out here. */
const DAY_MS = 86_400_000;

const itemsPage = z.object({ cursor: z.string().nullish(), items: z.array(z.unknown()) });
const boardWithItems = mondayBoard.extend({ items_page: itemsPage });
type BoardWithItems = z.infer<typeof boardWithItems>;
const boardsAnswer = z.object({ boards: z.array(boardWithItems.nullable()).nullish() });
const nextAnswer = z.object({ next_items_page: itemsPage });

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

/** Boards with the first page of each, by id. One that is deleted or no longer shared with us is not among them. */
async function firstPages(
  { api, fields, signal }: MondayQuestion,
  ids: readonly string[],
  since: string | null,
): Promise<Map<string, BoardWithItems>> {
  const limit = Math.min(PAGE_SIZE, Math.floor(ITEMS_AT_ONCE / ids.length));
  const query = itemsQuery({ withName: fields.has('title'), withCount: since === null });
  const variables = { boards: [...ids], limit, params: paramsSince(since) };
  const { boards } = await api.ask(boardsAnswer, query, variables, signal);
  return new Map(
    (boards ?? []).flatMap((board) => (board === null || isDeleted(board) ? [] : [[board.id, board]])),
  );
}

/** A board's items, page by page. They have no stable order, so it can only be read to its end or begun anew. */
async function* boardPages(
  { api, fields, signal }: MondayQuestion,
  board: BoardWithItems,
): AsyncGenerator<unknown[]> {
  const repeats = makeRepeatGuard(`items of board ${board.id}`);
  const guard = makePageGuard(`items of board ${board.id}`);
  const query = nextItemsQuery(fields.has('title'));
  let page = board.items_page;
  for (;;) {
    repeats(page.items);
    yield page.items;
    const cursor = page.cursor ?? null;
    if (cursor === null) return;
    guard.advance(cursor);
    page = (await api.ask(nextAnswer, query, { cursor, limit: PAGE_SIZE }, signal)).next_items_page;
  }
}

/** A board whose cursor ran out on the way (it lives an hour) is begun anew, once and by itself. */
async function* patientPages(
  question: MondayQuestion,
  board: BoardWithItems,
  since: string | null,
): AsyncGenerator<unknown[]> {
  try {
    yield* boardPages(question, board);
  } catch (error) {
    if (!isExpiredCursor(error)) throw error;
    const anew = (await firstPages(question, [board.id], since)).get(board.id);
    if (anew !== undefined) yield* boardPages(question, anew);
  }
}

function toWindowPage(
  board: MondayBoard,
  items: readonly unknown[],
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

/** What a full read doesn't bring of a board that counts more is said as a fault. */
async function* boardItems(
  question: MondayQuestion,
  board: BoardWithItems,
  since: string | null,
): AsyncGenerator<WindowPage> {
  const seen = new Set<unknown>();
  for await (const items of patientPages(question, board, since)) {
    for (const item of items)
      seen.add(item !== null && typeof item === 'object' && 'id' in item ? item.id : seen.size);
    yield toWindowPage(board, items, question, since);
  }
  const expected = board.items_count ?? 0;
  if (since !== null || seen.size >= expected) return;
  const reason = `board ${board.id} counts ${expected} items and gave ${seen.size}`;
  yield { ...emptyPage(), newest: null, faults: [{ external_id: null, reason }] };
}

/** Where a read stands: every board up to this one, by their ids as text, was handed over. */
const boardMark = z.object({ board: z.string() });

/** Items changed since, board by board, of which several are asked for together. */
export async function* itemsSince(
  question: MondayQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const behind = markOf(boardMark, done)?.board ?? '';
  const ids = (await boardIds(question, since)).filter((id) => id > behind);
  for (let from = 0; from < ids.length; from += BOARDS_AT_ONCE) {
    const part = ids.slice(from, from + BOARDS_AT_ONCE);
    const boards = await firstPages(question, part, since);
    for (const id of part) {
      const board = boards.get(id);
      if (board !== undefined) yield* boardItems(question, board, since);
      yield { ...emptyPage(), newest: null, done: { board: id } };
    }
  }
}
