import { z } from 'zod';
import { notAllowed } from '#domain/errors.ts';
import { personId, sourceId } from '#domain/ids.ts';
import { identity } from '#domain/record.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

/** Accounts at sources and whom they belong to. */
export function identityRoutes(app: App, { queue }: Pick<AppDeps, 'queue'>): void {
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

  const chosen = pageQuery.extend({ source_id: sourceId.optional(), person_id: personId.optional() });
  app.get(
    '/api/identities',
    {
      schema: {
        tags: ['sources'],
        summary: 'accounts at sources, and whose they are',
        querystring: chosen,
        response: { 200: listOf(identity).extend({ names }), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const page = await store.identities.page(given(request.query));
      const people = page.items.flatMap(({ person_id }) => person_id ?? []);
      return { ...page, names: Object.fromEntries(await store.people.names(people)) };
    },
  );

  const account = z.object({ source_id: sourceId, account: z.string().min(1) });
  app.post(
    '/api/identities/release',
    {
      schema: {
        tags: ['sources'],
        summary:
          'takes an account away from a person; its history counts for nobody until it is joined again',
        body: account,
        response: { 200: identity, 409: errorBody, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const released = await store.identities.release(request.body.source_id, request.body.account);
      await queue.send('observations-derive', {});
      return released;
    },
  );

  const body = z.object({ source_id: sourceId, account: z.string().min(1), person_id: personId });
  app.post(
    '/api/identities',
    {
      schema: {
        tags: ['sources'],
        summary: 'joins an account to a person; its history counts for them',
        body,
        response: { 200: identity, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const { source_id, account, person_id } = request.body;
      const joined = await store.identities.confirm(source_id, account, person_id);
      await queue.send('observations-derive', {});
      return joined;
    },
  );
}

function requireKeeper(roles: readonly string[]): void {
  if (!roles.includes('hr') && !roles.includes('admin'))
    throw notAllowed('Accounts are joined by hr or an admin.', { needs: ['hr', 'admin'] });
}
