import { z } from 'zod';
import { conversation } from '#domain/conversation.ts';
import { conversationId } from '#domain/ids.ts';
import type { App } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

const shown = conversation.extend({ names });
const closing = z.object({
  state: z.enum(['held', 'cancelled']),
  note: z.string().trim().max(2000).nullable().optional().describe('what came of it; both people read it'),
});

async function withNames({ store }: Caller, item: z.infer<typeof conversation>) {
  const found = await store.people.names([item.with_person_id, item.host_person_id]);
  return { ...item, names: Object.fromEntries(found) };
}

/** One-to-ones that approved proposals planned, for the two who are to talk and for hr. */
export function conversationRoutes(app: App): void {
  const query = pageQuery.extend({ state: conversation.shape.state.optional() });
  app.get(
    '/api/conversations',
    {
      schema: {
        tags: ['conversations'],
        summary: 'that I hold or take part in (hr: all), soonest first',
        querystring: query,
        response: { 200: listOf(shown), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const page = await caller.store.conversations.list(given(request.query));
      const items: z.infer<typeof shown>[] = [];
      for (const item of page.items) items.push(await withNames(caller, item));
      return { ...page, items };
    },
  );

  app.patch(
    '/api/conversations/:id',
    {
      schema: {
        tags: ['conversations'],
        summary: 'the host says that it was held, or won’t be',
        params: z.object({ id: conversationId }),
        body: closing,
        response: { 200: shown, ...faults, 409: errorBody },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { state, note } = request.body;
      const text = note === undefined || note === '' ? null : note;
      return await withNames(caller, await caller.store.conversations.close(request.params.id, state, text));
    },
  );
}
