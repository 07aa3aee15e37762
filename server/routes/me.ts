import { z } from 'zod';
import { accessRole, person, team } from '#domain/person.ts';
import type { App } from '../app-parts.ts';
import { faults } from './list.ts';

const me = z.object({ person, roles: z.array(accessRole), teams: z.array(team) });

export function meRoutes(app: App): void {
  app.get(
    '/api/me',
    {
      schema: {
        tags: ['people'],
        summary: 'who I am, my access roles, my teams',
        response: { 200: me, ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      return { person: caller.person, roles: caller.roles, teams: await caller.store.people.teams() };
    },
  );
}
