import { z } from 'zod';
import { errorBody } from '../plugins/errors.ts';

/** Every list: its items and where the next page begins. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const pageQuery = z.object({
  after: z.string().max(500).optional().describe('the `next` of the page before'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('at most so many items; 100 when left out'),
});

/** Query parameters without those that were left out. */
export function given<Query extends object>(
  query: Query,
): { [Key in keyof Query]: Exclude<Query[Key], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}

/** The errors that any route may answer with. */
export const faults = { 401: errorBody, 403: errorBody, 404: errorBody, 422: errorBody } as const;

/** Ids with the names that belong to them, so that a page can write names. */
export const names = z
  .record(z.string(), z.string())
  .describe('names of the people whose ids stand in this answer');
