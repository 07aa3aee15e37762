import { z } from 'zod';
import { isoInstant } from '#domain/date.ts';
import { sinceEvent } from '#domain/since.ts';
import type { App } from '../app-parts.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults } from './list.ts';

const since = z.object({
  /** When I last said that I had looked; null for never. */
  seen_at: isoInstant.nullable(),
  can_undo: z.boolean(),
  /** Now: what to send back once all of it was read. */
  until: isoInstant,
  items: z.array(sinceEvent).describe('newest first, at most fifty of a kind'),
});

/** What changed since I last looked. */
export function sinceRoutes(app: App): void {
  app.get(
    '/api/since',
    {
      schema: {
        tags: ['people'],
        summary: 'what I may see of what changed since I last looked; the last week where I never did',
        response: { 200: since, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.since.read();
    },
  );

  app.post(
    '/api/since',
    {
      schema: {
        tags: ['people'],
        summary: 'I have looked at what happened up to then',
        body: z.object({ until: isoInstant }),
        response: { 200: since, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      await store.since.mark(request.body.until);
      return await store.since.read();
    },
  );

  app.delete(
    '/api/since',
    {
      schema: {
        tags: ['people'],
        summary: 'I have not looked after all: takes the last look back',
        response: { 200: since, ...faults, 409: errorBody },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      await store.since.unmark();
      return await store.since.read();
    },
  );
}
