import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyPreset } from '#domain/policy.ts';
import { teams } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(async () => {
  await made.close();
});

const ask = (who: Parameters<TestApp['ask']>[0], what: 'comparison' | 'workload', team = teams.payments) =>
  made.ask(who, { method: 'GET', url: `/api/teams/${team}/${what}` });
const shown = { refused: null };
const hidden = { refused: expect.any(String) };

test('who leads a team and hr may compare; a group that is too small is named without a figure', async () => {
  for (const who of ['manager', 'head', 'hana'] as const) {
    const answer = await ask(who, 'comparison');
    expect(answer).toMatchObject({ status: 200, body: shown });
    expect(answer.body).toMatchObject({
      groups: [{ job_function: 'engineering', indicators: [], ...hidden }],
    });
  }
});

test('who is in a team sees neither the figures nor the load of their colleagues', async () => {
  expect(await ask('ann', 'comparison')).toMatchObject({ status: 200, body: { ...hidden, groups: [] } });
  expect(await ask('ann', 'workload')).toMatchObject({ status: 200, body: { ...hidden, people: [] } });
});

test('another team is not there at all', async () => {
  expect(await ask('ann', 'comparison', teams.sales)).toMatchObject({ status: 404 });
  expect(await ask('manager', 'workload', teams.sales)).toMatchObject({ status: 404 });
});

test('load is told by person and week, by name', async () => {
  const { body } = await ask('manager', 'workload');
  expect(body).toMatchObject({ ...shown, past_refused: null, as_of: '2026-03-02' });
  const { people, past_weeks } = body as {
    people: { name: string; past: []; ahead: [] }[];
    past_weeks: string[];
  };
  expect(people.map(({ name }) => name)).toEqual(['ann', 'bob', 'manager']);
  expect(past_weeks).toEqual(['2026-02-02', '2026-02-09', '2026-02-16', '2026-02-23']);
  expect(people[0]?.ahead).toHaveLength(4);
});

test('a gentle house compares nobody: no indicator side by side, and no hours that were worked', async () => {
  const { system } = made.company;
  const before = await system.policy.current();
  await system.policy.save(policyPreset('gentle'));
  expect(await ask('manager', 'comparison')).toMatchObject({ body: { ...hidden, groups: [] } });
  expect(await ask('manager', 'workload')).toMatchObject({
    body: { ...shown, past_refused: expect.stringContaining('gentle'), past_weeks: [] },
  });
  await system.policy.save(before);
});
