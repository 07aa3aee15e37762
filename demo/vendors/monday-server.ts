import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { keepWrites, type TimedRequest, type WriteKeeping } from './kept-writes.ts';
import type { MondayBoard, MondayDataset, MondayItem } from './monday-dataset.ts';

export interface MondayServerOptions extends Omit<WriteKeeping, 'vendor' | 'isWrite'> {
  port?: number;
  /** Most items of a page; less than monday.com's own 500 makes paging show with little data. */
  page_limit?: number;
  /** Points of complexity of a minute; each item costs 10. A refused query finds a new minute at its repetition. */
  budget?: number;
  /** So many cursors are refused as expired before one is taken. */
  expired_cursors?: number;
}

const MAX_ITEMS = 500;
const MINUTE_BUDGET = 5_000_000;

const ok = (data: unknown): VendorReply => ({ status: 200, body: { data, account_id: 1 } });
/** What is wrong with a query comes with status 200. */
const wrong = (message: string, extensions: Record<string, unknown>): VendorReply => ({
  status: 200,
  body: { errors: [{ message, extensions }], account_id: 1 },
});

const memberOf = (from: unknown, name: string): unknown =>
  from === null || typeof from !== 'object' ? undefined : Object.getOwnPropertyDescriptor(from, name)?.value;
const textOf = (from: unknown, name: string): string => {
  const value = memberOf(from, name);
  return typeof value === 'string' ? value : '';
};
const idsOf = (from: unknown, name: string): string[] => {
  const value = memberOf(from, name);
  return Array.isArray(value) ? value.map(String) : [];
};

/** Names that earlier versions had and this one refuses (schema of July 2026). */
const GONE = /\b(?:is_admin|is_guest|is_pending|enabled)\b|boards\s*(?:\([^)]*\))?\s*\{\s*items\b/;

const operationOf = (request: VendorRequest): string =>
  /^(?:query|mutation) (\w+)/.exec(textOf(request.body, 'query').trim())?.[1] ?? '';
const isMutation = (request: VendorRequest): boolean =>
  textOf(request.body, 'query').trim().startsWith('mutation');

/** Of the state that the query's text asks for; active ones where it asks for none. */
function inState(boards: readonly MondayBoard[], request: VendorRequest): MondayBoard[] {
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

/** monday.com's GraphQL API as far as the connector's operations go, which it knows by their names. */
export async function startMondayServer(
  dataset: MondayDataset,
  options: MondayServerOptions = {},
): Promise<VendorServer> {
  const limit = options.page_limit ?? MAX_ITEMS;
  const minute = options.budget ?? MINUTE_BUDGET;
  let left = minute;
  let expiring = options.expired_cursors ?? 0;

  /** One page of items; the cursor holds the filter and where to go on. */
  function page(
    request: VendorRequest,
    { board, params, from }: { board: string; params: unknown; from: number },
  ): Record<string, unknown> | null {
    const wanted = Number(memberOf(memberOf(request.body, 'variables'), 'limit'));
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > MAX_ITEMS) return null;
    const size = Math.min(wanted, limit);
    const found = changedSince(
      dataset.items.filter((item) => item.board === board && item.state === 'active'),
      params,
    );
    if (found === null) return null;
    const fault = request.page_fault;
    const start = from + (fault === 'repeat_page' && from > 0 ? -size : fault === 'lose_page' ? size : 0);
    const next = (fault === 'repeat_page' ? from : start) + size;
    const cursor = next < found.length ? JSON.stringify({ board, params: params ?? null, from: next }) : null;
    return {
      cursor: cursor === null ? null : Buffer.from(cursor).toString('base64'),
      items: found.slice(start, start + size),
    };
  }

  function nextPage(request: VendorRequest, cursor: string): VendorReply {
    expiring -= 1;
    if (expiring >= 0)
      return wrong('Cursor expired, please request a new one', {
        code: 'CursorExpiredError',
        status_code: 200,
      });
    const mark: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString() || 'null');
    const question = {
      board: textOf(mark, 'board'),
      params: memberOf(mark, 'params'),
      from: Number(memberOf(mark, 'from')),
    };
    const found = page(request, question);
    return found === null
      ? wrong('Invalid arguments', { code: 'INVALID_ARGUMENT' })
      : ok({ next_items_page: found });
  }

  function boardItems(request: VendorRequest, variables: unknown): VendorReply {
    const [id = ''] = idsOf(variables, 'board');
    const board = inState(dataset.boards, request).find((each) => each.id === id);
    if (board === undefined) return ok({ boards: [] });
    const items_page = page(request, { board: id, params: memberOf(variables, 'params'), from: 0 });
    const items_count = dataset.items.filter((item) => item.board === id && item.state === 'active').length;
    return items_page === null
      ? wrong('Invalid arguments', { code: 'INVALID_ARGUMENT' })
      : ok({ boards: [{ ...board, items_count, items_page }] });
  }

  const slice = <Item>(items: readonly Item[], variables: unknown): Item[] => {
    const [number, size] = [Number(memberOf(variables, 'page')), Number(memberOf(variables, 'limit'))];
    return items.slice((number - 1) * size, number * size);
  };
  const itemsOf = (variables: unknown): MondayItem[] =>
    dataset.items.filter(({ id }) => idsOf(variables, 'ids').includes(id));

  /** What the people column holds afterwards; a value that is none of its kind is refused. */
  function changePeople(variables: unknown): VendorReply {
    const item = dataset.items.find(({ id }) => id === textOf(variables, 'item'));
    const column = item?.column_values.find(({ id }) => id === textOf(variables, 'column'));
    const value: unknown = JSON.parse(textOf(variables, 'value') || 'null');
    const entities = memberOf(value, 'personsAndTeams');
    if (item === undefined || item.board !== textOf(variables, 'board'))
      return wrong('Item not found in board', { code: 'InvalidItemIdException', status_code: 200 });
    if (column?.type !== 'people' || !Array.isArray(entities))
      return wrong('invalid value', { code: 'ColumnValueException', status_code: 200 });
    const persons = entities.map((entity: unknown) => ({
      id: String(memberOf(entity, 'id')),
      kind: memberOf(entity, 'kind') === 'team' ? ('team' as const) : ('person' as const),
    }));
    if (JSON.stringify(column.persons_and_teams) !== JSON.stringify(persons))
      dataset.logs.push({
        id: String(dataset.logs.length),
        item: item.id,
        column: column.id,
        event: 'update_column_value',
        user_id: dataset.viewer,
      });
    column.persons_and_teams = persons;
    return ok({ change_column_value: { id: item.id } });
  }

  function createUpdate(variables: unknown, at: string): VendorReply {
    const item = dataset.items.find(({ id }) => id === textOf(variables, 'item'));
    const body = textOf(variables, 'body');
    if (item === undefined || body === '')
      return wrong('Item not found', { code: 'InvalidItemIdException', status_code: 200 });
    const id = String(4_000_000_000 + dataset.updates.length);
    dataset.updates.push({ id, item: item.id, creator_id: dataset.viewer, body, created_at: at });
    item.updated_at = at;
    return ok({ create_update: { id } });
  }

  function carryOut(request: TimedRequest): VendorReply {
    const variables = memberOf(request.body, 'variables');
    switch (operationOf(request)) {
      case 'Me':
        return ok({ me: dataset.users.find(({ id }) => id === dataset.viewer) });
      case 'Users':
        return ok({ users: slice(dataset.users, variables) });
      case 'User':
        return ok({ users: dataset.users.filter(({ id }) => idsOf(variables, 'ids').includes(id)) });
      case 'Boards':
        return ok({
          boards: slice(inState(dataset.boards, request), variables).map(({ id, state }) => ({ id, state })),
        });
      case 'BoardItems':
        return boardItems(request, variables);
      case 'NextItems':
        return nextPage(request, textOf(variables, 'cursor'));
      case 'OneItem':
        return ok({
          items: itemsOf(variables).map((item) => ({
            ...item,
            board: dataset.boards.find(({ id }) => id === item.board),
          })),
        });
      case 'Updates':
        return ok({
          items: itemsOf(variables).map(({ id }) => ({
            id,
            updates: slice(
              dataset.updates.filter((update) => update.item === id),
              variables,
            ).map((update) => ({ id: update.id, text_body: update.body.replaceAll('<br>', '\n') })),
          })),
        });
      case 'LastChange': {
        const logs = dataset.logs.filter(({ item }) => idsOf(variables, 'items').includes(item)).reverse();
        return ok({ me: { id: dataset.viewer }, boards: [{ activity_logs: logs.slice(0, 1) }] });
      }
      case 'ChangePeople':
        return changePeople(variables);
      case 'CreateUpdate':
        return createUpdate(variables, request.at);
      default:
        return wrong('Parse error on operation', { code: 'GRAPHQL_PARSE_FAILED' });
    }
  }

  /** With what it cost. A query beyond the minute's budget is refused, and finds a new minute when it comes again. */
  function answer(request: TimedRequest): VendorReply {
    const query = textOf(request.body, 'query');
    const gone = GONE.exec(query)?.[0];
    if (gone !== undefined) return wrong(`Cannot query field "${gone}"`, { code: 'undefinedField' });
    if (isMutation(request)) return carryOut(request);
    const cost = 10 * Math.min(limit, Number(memberOf(memberOf(request.body, 'variables'), 'limit') ?? 1));
    if (cost > left) {
      const message = 'Complexity budget exhausted';
      left = minute;
      return wrong(message, { code: 'COMPLEXITY_BUDGET_EXHAUSTED', retry_in_seconds: 17, status_code: 429 });
    }
    const before = left;
    left -= cost;
    const reply = carryOut(request);
    const data = memberOf(reply.body, 'data');
    if (data !== null && typeof data === 'object')
      Object.assign(data, { complexity: { before, after: left, query: cost, reset_in_x_seconds: 17 } });
    return reply;
  }

  const allowed = (request: VendorRequest): VendorReply | null => {
    if (request.headers.authorization !== dataset.credentials.token)
      return { status: 401, body: { errors: ['Not Authenticated'] } };
    if (request.path !== '/v2' || request.method !== 'POST')
      return { status: 404, body: { errors: ['Not found'] } };
    return request.headers['api-version'] === undefined
      ? { status: 400, body: { errors: ['Pin a version'] } }
      : null;
  };

  const keeping = { ...options, vendor: 'monday', isWrite: isMutation };
  return startVendorServer(keepWrites(keeping, allowed, answer), options.port);
}
