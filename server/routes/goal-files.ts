import { z } from 'zod';
import { goal } from '#domain/goal.ts';
import { goalTree } from '#domain/goal-tree.ts';
import { goalId, kpiId } from '#domain/ids.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { mayOwn } from '../goal-owner.ts';
import { allGoals, exportGoals, importGoals } from '../goals-file.ts';
import { filterOf, goalQuery } from './goals.ts';
import { faults, listOf } from './list.ts';

// 20,000 goals with their key results.
const LARGEST_FILE = 16 * 1024 * 1024;

/** All goals at once: as a tree, and as files. */
export function goalFileRoutes(app: App, { clock }: AppDeps): void {
  const node = z.object({
    goal,
    depth: z.int().describe('0: serves no goal that I may see'),
    child_ids: z.array(goalId),
    completion: z.number().nullable().describe('0 to 1, of its KPIs and of what serves it'),
    rolls_up: z
      .array(z.object({ kpi_id: kpiId, into: kpiId }))
      .describe('KPIs that measure the same as one of the goal that it serves'),
  });
  app.get(
    '/api/goals/tree',
    {
      schema: {
        tags: ['goals'],
        summary: 'goals that I may see, each before those that serve it',
        querystring: goalQuery.omit({ parent_id: true }),
        response: { 200: listOf(node), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const goals = await allGoals(caller.store, filterOf(request.query, caller));
      return { items: goalTree(goals.toReversed()), next: null };
    },
  );

  app.get(
    '/api/goals.csv',
    {
      schema: {
        tags: ['goals'],
        summary: 'goals that I may see, as HR tools read them',
        querystring: goalQuery,
      },
    },
    async (request, reply) => {
      const caller = await request.caller();
      const text = await exportGoals(caller.store, filterOf(request.query, caller));
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="goals.csv"')
        .send(text);
    },
  );

  app.post(
    '/api/goals/import',
    {
      bodyLimit: LARGEST_FILE,
      schema: {
        tags: ['goals'],
        summary: 'goals from a CSV file, all of it or nothing; errors name line and field',
        body: z.object({ csv: z.string().max(LARGEST_FILE), dry_run: z.boolean().default(false) }),
        response: {
          200: z.object({
            rows: z.int(),
            created: z.int(),
            updated: z.int(),
            unchanged: z.int(),
            dropped_columns: z.array(z.string()),
          }),
          409: faults[422],
          ...faults,
        },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const importer = {
        store: caller.store,
        clock,
        authorOf: () => caller.person.id,
        mayOwn: (owner: z.infer<typeof goal>['owner']) => mayOwn(caller, owner),
      };
      const { csv, dry_run } = request.body;
      return await importGoals(importer, new TextEncoder().encode(csv), { dry_run });
    },
  );
}
