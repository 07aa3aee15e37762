import { z } from 'zod';
import { checkGoal, savingBlockedBy } from '#agents/goals/checks/run.ts';
import { parseGoal } from '#agents/goals/parser.ts';
import { parsedGoal } from '#domain/goal.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { faults } from './list.ts';

const finding = z.object({
  id: z.string().describe('the check that says so'),
  severity: z.enum(['block', 'warn', 'hint']),
  kpi: z.int().nullable().describe('which KPI; null for the goal as a whole'),
  sentence: z.string(),
  fix: z.string(),
});

const body = z.object({ text: z.string().max(4000) });
const preview = z.object({
  goal: parsedGoal,
  findings: z.array(finding),
  blocked: z.boolean().describe('whether a finding keeps the goal from being saved'),
});

/** What the grammar reads in words that are still being typed, and what is to be said of them. Keeps nothing. */
export function goalPreviewRoutes(app: App, { clock }: AppDeps): void {
  app.post(
    '/api/goals/preview',
    {
      schema: {
        tags: ['goals'],
        summary: 'how words would be read as a goal, with the measurability checks; nothing is kept',
        body,
        response: { 200: preview, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      const { fiscal_year_start_month } = await store.policy.current();
      const today = clock.today();
      const { text } = request.body;
      const goal = parseGoal({ id: 'preview', text, today, fiscal_year_start_month });
      const findings = checkGoal({ kpis: goal.kpis, today });
      return { goal, findings, blocked: !goal.measurable || savingBlockedBy(findings).length > 0 };
    },
  );
}
