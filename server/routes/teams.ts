import { z } from 'zod';
import { team } from '#domain/person.ts';
import type { App } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

export function teamRoutes(app: App): void {
  app.get(
    '/api/teams',
    {
      schema: {
        tags: ['people'],
        summary: 'teams that I may see',
        response: { 200: listOf(team), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return { items: await store.people.teams(), next: null };
    },
  );
}

export const teamParams = z.object({ id: z.string() });
