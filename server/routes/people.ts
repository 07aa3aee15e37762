import { z } from 'zod';
import { notFound } from '#domain/errors.ts';
import { personId, teamId } from '#domain/ids.ts';
import { person } from '#domain/person.ts';
import type { App } from '../app-parts.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

export function peopleRoutes(app: App): void {
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
}
