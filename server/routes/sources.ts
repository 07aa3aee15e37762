import { z } from 'zod';
import { notAllowed, notFound } from '#domain/errors.ts';
import { sourceId } from '#domain/ids.ts';
import { recordFault, source } from '#domain/source.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

/** The state of what is read. Credentials never pass here. */
export function sourceRoutes(app: App, { queue }: Pick<AppDeps, 'queue'>): void {
  app.get(
    '/api/sources',
    { schema: { tags: ['sources'], response: { 200: listOf(source), ...faults } } },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      return { items: await store.sources.list(), next: null };
    },
  );

  const seenFault = recordFault.extend({ stream: z.string(), seen_at: z.string() });
  app.get(
    '/api/sources/:id/faults',
    {
      schema: {
        tags: ['sources'],
        summary: 'records that could not be taken, and why',
        params: z.object({ id: sourceId }),
        response: { 200: listOf(seenFault), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      if ((await store.sources.get(request.params.id)) === null) throw notFound('source', request.params.id);
      return { items: await store.sources.faults(request.params.id), next: null };
    },
  );

  app.post(
    '/api/sources/:id/sync',
    {
      schema: {
        tags: ['sources'],
        summary: 'reads what changed at the source, soon; its state then tells how that went',
        params: z.object({ id: sourceId }),
        response: { 202: source, ...faults },
      },
    },
    async (request, reply) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const found = await store.sources.get(request.params.id);
      if (found === null) throw notFound('source', request.params.id);
      await queue.send('source-sync', { source_id: found.id });
      return reply.code(202).send(found);
    },
  );
}

function requireKeeper(roles: readonly string[]): void {
  if (!roles.includes('hr') && !roles.includes('admin'))
    throw notAllowed('The sources are for hr and admins.', { needs: ['hr', 'admin'] });
}
