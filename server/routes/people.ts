import { z } from 'zod';
import { notFound } from '#domain/errors.ts';
import { personId, teamId } from '#domain/ids.ts';
import { person } from '#domain/person.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { personReader, readersOf } from '../people-readers.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

export function peopleRoutes(app: App, { store: everything }: AppDeps): void {
  const system = everything.as({ kind: 'system' });
  const query = pageQuery.extend({ team_id: teamId.optional(), active: z.stringbool().optional() });
  app.get(
    '/api/people',
    {
      schema: {
        tags: ['people'],
        summary: 'people whom I may see',
        querystring: query,
        response: { 200: listOf(person), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.people.page(given(request.query));
    },
  );

  app.get(
    '/api/people/:id',
    {
      schema: { tags: ['people'], params: z.object({ id: personId }), response: { 200: person, ...faults } },
    },
    async (request) => {
      const { store } = await request.caller();
      const found = await store.people.get(request.params.id);
      if (found === null) throw notFound('person', request.params.id);
      return found;
    },
  );

  app.get(
    '/api/people/:id/readers',
    {
      schema: {
        tags: ['people'],
        summary: 'who may read this person’s figures, summaries and plans',
        params: z.object({ id: personId }),
        response: { 200: listOf(personReader), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      const { id } = request.params;
      if ((await store.people.get(id)) === null) throw notFound('person', id);
      return { items: await readersOf(id, system), next: null };
    },
  );
}
