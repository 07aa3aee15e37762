import { z } from 'zod';
import { draft } from '#domain/draft.ts';
import { notFound } from '#domain/errors.ts';
import { draftId, personId, teamId } from '#domain/ids.ts';
import type { App } from '../app-parts.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

export function draftRoutes(app: App): void {
  const query = pageQuery.extend({
    person_id: personId.optional(),
    team_id: teamId.optional(),
    superseded: z.stringbool().optional(),
  });
  for (const [address, kind] of [
    ['/api/summaries', 'summary'],
    ['/api/plans', 'plan'],
  ] as const) {
    app.get(
      address,
      {
        schema: {
          tags: ['drafts'],
          summary: `${kind === 'summary' ? 'performance summaries' : 'development plans'}, newest first`,
          querystring: query,
          response: { 200: listOf(draft), ...faults },
        },
      },
      async (request) => {
        const { store } = await request.caller();
        return await store.drafts.list({ ...given(request.query), kind });
      },
    );
  }

  app.get(
    '/api/drafts/:id',
    { schema: { tags: ['drafts'], params: z.object({ id: draftId }), response: { 200: draft, ...faults } } },
    async (request) => {
      const { store } = await request.caller();
      const found = await store.drafts.get(request.params.id);
      if (found === null) throw notFound('draft', request.params.id);
      return found;
    },
  );
}
