import { z } from 'zod';
import { notAllowed, notFound } from '#domain/errors.ts';
import { sourceId } from '#domain/ids.ts';
import { recordFault, type Source, source } from '#domain/source.ts';
import { sourceState, sourceStateOf } from '#domain/source-state.ts';
import type { ScopedStore } from '#store/ports.ts';
import { vendorFacts } from '#tools/connectors/registry.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

const sourceView = source.extend({
  vendor_name: z.string(),
  /** What an operator should know of the vendor's limits. */
  limits: z.string(),
  /** Whether approved actions can be carried out there. */
  acts: z.boolean(),
  state: sourceState,
});

async function viewsOf(store: ScopedStore, now: string): Promise<z.infer<typeof sourceView>[]> {
  const [sources, counts] = await Promise.all([store.sources.list(), store.identities.counts()]);
  return sources.map((one: Source) => {
    const { name, limits, actions, token_help } = vendorFacts[one.vendor];
    const { accounts, joined } = counts.find(({ source_id }) => source_id === one.id) ?? {
      accounts: 0,
      joined: 0,
    };
    const state = sourceStateOf(one, { now, accounts, joined, token_help });
    return { ...one, vendor_name: name, limits, acts: actions.length > 0, state };
  });
}

/** The state of what is read. Credentials never pass here. */
export function sourceRoutes(app: App, { queue, clock }: Pick<AppDeps, 'queue' | 'clock'>): void {
  app.get(
    '/api/sources',
    {
      schema: {
        tags: ['sources'],
        summary: 'what is read, how it stands, and what somebody should do about it',
        response: { 200: listOf(sourceView), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      return { items: await viewsOf(store, clock.now()), next: null };
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
