import { z } from 'zod';
import { summariseLedger } from '#analytics/ledger/summary.ts';
import { teamId } from '#domain/ids.ts';
import { interventionKind } from '#domain/intervention.ts';
import { kindSummary, ledgerEntry, ledgerGroup } from '#domain/ledger.ts';
import type { App } from '../app-parts.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

/** The ledger: what was promised, and what came of it. */
export function outcomeRoutes(app: App): void {
  const query = pageQuery.extend({
    team_id: teamId.optional(),
    kind: interventionKind.optional(),
    group: ledgerGroup
      .optional()
      .describe('`not_done`: rejected or expired ones that were measured all the same; both when left out'),
  });
  app.get(
    '/api/outcomes',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'interventions that I may see, newest first: predicted against measured, and against what would have come anyway; those that are too early to measure too',
        querystring: query,
        response: { 200: listOf(ledgerEntry), ...faults },
      },
    },
    async (request) => {
      const { ledger } = (await request.caller()).store;
      return await ledger.list(given(request.query));
    },
  );

  app.get(
    '/api/outcomes/kinds',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'by kind, of what I may see: how many helped, what came of the promises with an interval, how well predicted intervals hold, and the same of those left alone',
        response: { 200: z.object({ kinds: z.array(kindSummary) }), ...faults },
      },
    },
    async (request) => {
      const { ledger } = (await request.caller()).store;
      return { kinds: summariseLedger(await ledger.measured()) };
    },
  );
}
