import { z } from 'zod';
import type { Clock } from '#domain/clock.ts';
import { UserError } from '#domain/errors.ts';
import type { TenantId } from '#domain/ids.ts';
import type { Reader } from '#domain/person.ts';
import type { Page, PageRequest } from './ports.ts';
import type { Tx } from './scope.ts';

/** What an aggregate's module is made over. */
export interface Scoped {
  tenant_id: TenantId;
  reader: Reader;
  /** As the audit log names whoever acts. */
  actor: string;
  clock: Clock;
  /** A transaction under the reader's scope. */
  run<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** One under Fairlead's own scope, for what everybody may be told (a colleague's name) though not read. */
  runAsSystem<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
}

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1000;

export const limitOf = (limit: number | undefined): number =>
  Math.min(Math.max(Math.trunc(limit ?? DEFAULT_LIMIT), 1), LARGEST_LIMIT);

/** Where a list in order of two keys goes on; the second breaks ties. */
const position = z.tuple([z.string(), z.string()]);
export type Position = z.infer<typeof position>;

/** @throws UserError `invalid-input` for a text that isn't a cursor of ours. */
export function positionOf(request: PageRequest): Position | null {
  if (request.after === undefined || request.after === null || request.after === '') return null;
  try {
    return position.parse(JSON.parse(Buffer.from(request.after, 'base64url').toString('utf8')));
  } catch {
    throw new UserError('invalid-input', '`after` must be the `next` of an earlier page.', {
      field: 'after',
    });
  }
}

/** `rows` holds one more than `limit` where there are more. */
export function pageOf<Item>(
  rows: readonly Item[],
  request: PageRequest,
  keysOf: (item: Item) => Position,
): Page<Item> {
  const limit = limitOf(request.limit);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items,
    next: more ? Buffer.from(JSON.stringify(keysOf(last)), 'utf8').toString('base64url') : null,
  };
}

/** Rows of one bulk statement: enough that its fixed cost vanishes, few enough that its text stays in the megabytes. */
const BULK_ROWS = 2000;

export function chunksOf<Item>(items: readonly Item[]): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += BULK_ROWS)
    chunks.push(items.slice(start, start + BULK_ROWS));
  return chunks;
}

/** The last of each key: one statement can't touch a row twice. */
export const lastOfEach = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
