import { z } from 'zod';
import { teamId } from '#domain/ids.ts';
import { outcome } from '#domain/intervention.ts';
import type { App } from '../app-parts.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

const entry = outcome.extend({ title: z.string(), team_id: teamId });

/** The ledger: what was promised, and what came of it. */
export function outcomeRoutes(app: App): void {
  const query = pageQuery.extend({ team_id: teamId.optional() });
  app.get(
    '/api/outcomes',
    {
      schema: {
        tags: ['interventions'],
        summary: 'measured interventions, newest first: predicted against measured',
        querystring: query,
        response: { 200: listOf(entry), ...faults },
      },
    },
    async (request) => {
      const { interventions } = (await request.caller()).store;
      const { items, next } = await interventions.list({ ...given(request.query), state: 'measured' });
      const found = await Promise.all(
        items.map(async ({ id, title, team_id }) => {
          const measured = await interventions.outcome(id);
          return measured === null ? [] : [{ ...measured, title, team_id }];
        }),
      );
      return { items: found.flat(), next };
    },
  );
}
