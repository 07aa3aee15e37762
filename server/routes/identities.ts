import { z } from 'zod';
import { notAllowed } from '#domain/errors.ts';
import { personId, sourceId } from '#domain/ids.ts';
import { identity } from '#domain/record.ts';
import type { App } from '../app-parts.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

/** Accounts at sources and whom they belong to. */
export function identityRoutes(app: App): void {
  app.get(
    '/api/identities/unmatched',
    {
      schema: {
        tags: ['sources'],
        summary: 'accounts that belong to nobody yet',
        querystring: pageQuery,
        response: { 200: listOf(identity).extend({ names }), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const page = await store.identities.unmatched(given(request.query));
      const suggested = page.items.flatMap((item) => item.suggested_person_id ?? []);
      return { ...page, names: Object.fromEntries(await store.people.names(suggested)) };
    },
  );

  const body = z.object({ source_id: sourceId, account: z.string().min(1), person_id: personId });
  app.post(
    '/api/identities',
    {
      schema: {
        tags: ['sources'],
        summary: 'joins an account to a person',
        body,
        response: { 200: identity, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const { source_id, account, person_id } = request.body;
      return await store.identities.confirm(source_id, account, person_id);
    },
  );
}

function requireKeeper(roles: readonly string[]): void {
  if (!roles.includes('hr') && !roles.includes('admin'))
    throw notAllowed('Accounts are joined by hr or an admin.', { needs: ['hr', 'admin'] });
}
