import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { parsedGoal } from '#domain/goal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await makeTestApp();
});
afterAll(() => testApp.close());

const answered = z.object({
  goal: parsedGoal,
  findings: z.array(z.object({ id: z.string() })),
  blocked: z.boolean(),
});

const preview = async (text: string) => {
  const answer = await testApp.ask('ann', { method: 'POST', url: '/api/goals/preview', payload: { text } });
  expect(answer.status).toBe(200);
  return answered.parse(answer.body);
};

test('words that are being typed are read and checked, and nothing is kept', async () => {
  const half = await preview('Cut churn to');
  expect(half.findings.map((finding) => finding.id)).toContain('no-target');
  expect(half.blocked).toBe(true);
  const whole = await preview('Cut churn from 5% to 3% by end of Q3');
  expect(whole).toMatchObject({
    blocked: false,
    goal: { kpis: [{ baseline: 5, target: 3, due_iso: '2026-09-30' }] },
  });
  const goals = await testApp.ask('ann', { method: 'GET', url: '/api/goals' });
  expect(goals.body).toMatchObject({ items: [] });
});

test('an organisation’s own fiscal year is meant by its quarters', async () => {
  const policy = await testApp.company.system.policy.current();
  await testApp.company.system.policy.save({ ...policy, fiscal_year_start_month: 4 });
  const { goal } = await preview('Cut churn from 5% to 3% by end of Q3');
  expect(goal.kpis[0]?.due_iso).toBe('2026-12-31');
});
