import type { VendorRequest } from './http-server.ts';
import type { MondayBoard, MondayItem } from './monday-dataset.ts';

export const MAX_ITEMS = 500;

export const memberOf = (from: unknown, name: string): unknown =>
  from === null || typeof from !== 'object' ? undefined : Object.getOwnPropertyDescriptor(from, name)?.value;
export const textOf = (from: unknown, name: string): string => {
  const value = memberOf(from, name);
  return typeof value === 'string' ? value : '';
};
export const idsOf = (from: unknown, name: string): string[] => {
  const value = memberOf(from, name);
  return Array.isArray(value) ? value.map(String) : [];
};

/** Of the state that the query's text asks for; active ones where it asks for none. */
export function inState(boards: readonly MondayBoard[], request: VendorRequest): MondayBoard[] {
  const asked = /\bboards\s*\([^)]*\bstate:\s*(\w+)/.exec(textOf(request.body, 'query'))?.[1] ?? 'active';
  return boards.filter(({ state }) => asked === 'all' || state === asked);
}

/** The one filter that is served: by the day of the last change. */
function changedSince(items: readonly MondayItem[], params: unknown): MondayItem[] | null {
  if (params === null || params === undefined) return [...items];
  const rules = memberOf(params, 'rules');
  const [rule] = Array.isArray(rules) ? rules : [];
  const [exact, day] = idsOf(rule, 'compare_value');
  const valid =
    textOf(rule, 'column_id') === '__last_updated__' &&
    textOf(rule, 'operator') === 'greater_than_or_equals' &&
    exact === 'EXACT' &&
    /^\d{4}-\d{2}-\d{2}$/.test(day ?? '');
  return valid ? items.filter(({ updated_at }) => !(updated_at.slice(0, 10) < (day ?? ''))) : null;
}

/** What a cursor holds, too: the filter, where to go on and where the page before began. */
interface PageQuestion {
  board: string;
  params: unknown;
  from: number;
  before: number;
  page_limit: number;
}

/** One page of items; null where something of the question is wrong. */
export function itemsPage(
  items: readonly MondayItem[],
  request: VendorRequest,
  { board, params, from, before, page_limit }: PageQuestion,
): Record<string, unknown> | null {
  const wanted = Number(memberOf(memberOf(request.body, 'variables'), 'limit'));
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MAX_ITEMS) return null;
  const size = Math.min(wanted, page_limit);
  const found = changedSince(
    items.filter((item) => item.board === board && item.state === 'active'),
    params,
  );
  if (found === null) return null;
  const repeats = request.page_fault === 'repeat_page' && from > 0;
  const start = repeats ? before : from + (request.page_fault === 'lose_page' ? size : 0);
  const end = repeats ? from : start + size;
  const next = repeats ? from + size : end;
  const mark = { board, params: params ?? null, from: next, before: start };
  const cursor = next < found.length ? JSON.stringify(mark) : null;
  return {
    cursor: cursor === null ? null : Buffer.from(cursor).toString('base64'),
    items: found.slice(start, end),
  };
}
