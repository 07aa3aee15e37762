import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { keepWrites, type TimedRequest, type WriteKeeping } from './kept-writes.ts';
import type { MondayDataset, MondayItem } from './monday-dataset.ts';
import { idsOf, inState, itemsPage, MAX_ITEMS, memberOf, textOf } from './monday-query.ts';

export interface MondayServerOptions extends Omit<WriteKeeping, 'vendor' | 'isWrite'> {
  port?: number;
  /** Most items of a page; less than monday.com's own 500 makes paging show with little data. */
  page_limit?: number;
  /** Points of complexity of a minute; each item costs 10. A refused query finds a new minute at its repetition. */
  budget?: number;
  /** So many cursors are refused as expired before one is taken. */
  expired_cursors?: number;
}

const MINUTE_BUDGET = 5_000_000;
/** So many boards come where no limit is asked for. */
const DEFAULT_BOARDS = 25;

const ok = (data: unknown): VendorReply => ({ status: 200, body: { data, account_id: 1 } });
/** What is wrong with a query comes with status 200. */
const wrong = (message: string, extensions: Record<string, unknown>): VendorReply => ({
  status: 200,
  body: { errors: [{ message, extensions }], account_id: 1 },
});

/** Names that earlier versions had and this one refuses (schema of July 2026). */
const GONE = /\b(?:is_admin|is_guest|is_pending|enabled)\b|boards\s*(?:\([^)]*\))?\s*\{\s*items\b/;

const operationOf = (request: VendorRequest): string =>
  /^(?:query|mutation) (\w+)/.exec(textOf(request.body, 'query').trim())?.[1] ?? '';
const isMutation = (request: VendorRequest): boolean =>
  textOf(request.body, 'query').trim().startsWith('mutation');

/** monday.com's GraphQL API as far as the connector's operations go, which it knows by their names. */
export async function startMondayServer(
  dataset: MondayDataset,
  options: MondayServerOptions = {},
): Promise<VendorServer> {
  const limit = options.page_limit ?? MAX_ITEMS;
  const minute = options.budget ?? MINUTE_BUDGET;
  let left = minute;
  let expiring = options.expired_cursors ?? 0;

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
      before: Number(memberOf(mark, 'before')),
      page_limit: limit,
    };
    const found = itemsPage(dataset.items, request, question);
    return found === null
      ? wrong('Invalid arguments', { code: 'INVALID_ARGUMENT' })
      : ok({ next_items_page: found });
  }

  const itemsOn = (board: string): number =>
    dataset.items.filter((item) => item.board === board && item.state === 'active').length;

  function boardItems(request: VendorRequest, variables: unknown): VendorReply {
    const ids = idsOf(variables, 'boards');
    const question = { params: memberOf(variables, 'params'), from: 0, before: 0, page_limit: limit };
    const counts = textOf(request.body, 'query').includes('items_count');
    // In no order that is promised.
    const boards = inState(dataset.boards, request)
      .filter(({ id }) => ids.includes(id))
      .slice(0, DEFAULT_BOARDS)
      .reverse()
      .map((board) => ({
        ...board,
        ...(counts && { items_count: itemsOn(board.id) }),
        items_page: itemsPage(dataset.items, request, { ...question, board: board.id }),
      }));
    return boards.some(({ items_page }) => items_page === null)
      ? wrong('Invalid arguments', { code: 'INVALID_ARGUMENT' })
      : ok({ boards });
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
          boards: slice(inState(dataset.boards, request), variables).map(({ id, state, updated_at }) => ({
            id,
            state,
            updated_at,
          })),
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
    const variables = memberOf(request.body, 'variables');
    const lists = Math.max(1, idsOf(variables, 'boards').length);
    const cost = 10 * lists * Math.min(limit, Number(memberOf(variables, 'limit') ?? 1));
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
