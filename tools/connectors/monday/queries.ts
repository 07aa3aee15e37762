/**
 * The queries, each asking for nothing that policy doesn't list. Texts of columns (`text`, `value`) are never asked
 * for, nor updates' bodies but where our own comment is looked for.
 */

/** What a query cost and what is left of the minute (developer.monday.com/api-reference/docs/rate-limits). */
const complexity = 'complexity { before after query reset_in_x_seconds }';

const columns = 'columns { id title type }';

const values = `column_values(types: [people, status, date, numbers]) {
      id
      type
      ... on PeopleValue { persons_and_teams { id kind } }
      ... on StatusValue { label is_done updated_at }
      ... on DateValue { date }
      ... on NumbersValue { number }
    }`;

const itemFields = (withName: boolean): string => `
    id
    ${withName ? 'name' : ''}
    state
    created_at
    updated_at
    creator_id
    group { title }
    parent_item { id }
    ${values}`;

export const meQuery = `query Me { ${complexity} me { id name email } }`;

/** Without `status` only active and invited people come: whoever left has work, too. */
export const usersQuery = `query Users($page: Int!, $limit: Int!) {
  ${complexity}
  users(limit: $limit, page: $page, status: [ACTIVE, PENDING, INACTIVE]) {
    id name email kind status is_deleted time_zone_identifier
  }
}`;

export const userQuery = `query User($ids: [ID!]) { ${complexity} users(ids: $ids, limit: 1) { id status is_deleted } }`;

/** Without `state` archived boards don't come, asked for by id neither (trix-solutions/moncli#41). */
export const boardsQuery = `query Boards($page: Int!, $limit: Int!) {
  ${complexity}
  boards(state: all, limit: $limit, page: $page) { id state updated_at }
}`;

/**
 * `items_page` takes no state. What is archived by itself on a board isn't listed by it, only given by `items(ids)`: a
 * full read takes such an item for gone. `items_count` has a high cost of its own
 * (developer.monday.com/api-reference/changelog/new-boards-query-field-items_count).
 */
export const itemsQuery = ({
  withName,
  withCount,
}: {
  withName: boolean;
  withCount: boolean;
}): string => `query BoardItems($boards: [ID!], $limit: Int!, $params: ItemsQuery) {
  ${complexity}
  boards(ids: $boards, state: all) {
    id
    state
    name
    ${withCount ? 'items_count' : ''}
    ${columns}
    items_page(limit: $limit, query_params: $params) { cursor items { ${itemFields(withName)} } }
  }
}`;

export const nextItemsQuery = (
  withName: boolean,
): string => `query NextItems($cursor: String!, $limit: Int!) {
  ${complexity}
  next_items_page(cursor: $cursor, limit: $limit) { cursor items { ${itemFields(withName)} } }
}`;

export const itemQuery = `query OneItem($ids: [ID!]) {
  ${complexity}
  items(ids: $ids) { board { id name ${columns} } ${itemFields(false)} }
}`;

export const updatesQuery = `query Updates($ids: [ID!], $page: Int!, $limit: Int!) {
  ${complexity}
  items(ids: $ids) { id updates(limit: $limit, page: $page) { id text_body } }
}`;

/** Who changed the people column last; newest first. What was changed (`data`) is not asked for. */
export const lastChangeQuery = `query LastChange($board: [ID!], $items: [ID!], $columns: [String]) {
  ${complexity}
  me { id }
  boards(ids: $board) { activity_logs(item_ids: $items, column_ids: $columns, limit: 1) { event user_id } }
}`;

export const changePeople = `mutation ChangePeople($board: ID!, $item: ID!, $column: String!, $value: JSON!) {
  change_column_value(board_id: $board, item_id: $item, column_id: $column, value: $value) { id }
}`;

export const createUpdate = `mutation CreateUpdate($item: ID!, $body: String!) {
  create_update(item_id: $item, body: $body) { id }
}`;

/** Every query, for being held against the vendor's schema. */
export const everyQuery = [
  meQuery,
  usersQuery,
  userQuery,
  boardsQuery,
  itemsQuery({ withName: true, withCount: true }),
  itemsQuery({ withName: true, withCount: false }),
  nextItemsQuery(true),
  itemQuery,
  updatesQuery,
  lastChangeQuery,
];
