import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(() => made.close());

interface Framework {
  job_function: string;
  own: boolean;
  entries: { indicator_id: string; weight: number }[];
}
const frameworks = async (): Promise<Framework[]> =>
  ((await made.ask('ann', { url: '/api/frameworks' })).body as { items: Framework[] }).items;
const put = (who: 'hana' | 'manager', entries: object[]) =>
  made.ask(who, { method: 'PUT', url: '/api/frameworks/sales', payload: { entries } });
const entry = (indicator_id: string, weight: number, corridor = { low: null, high: null }) => ({
  indicator_id,
  weight,
  corridor,
});

test('hr gives a job function a framework of its own, and takes it back; everybody may read it', async () => {
  expect((await frameworks()).every(({ own }) => !own)).toBe(true);
  expect(await put('manager', [entry('win_rate', 1)])).toMatchObject({ status: 403 });
  expect(await put('hana', [entry('win_rate', 3), entry('throughput', 1)])).toMatchObject({
    status: 200,
    body: { own: true, entries: [{ weight: 0.75, name: 'win rate' }, { weight: 0.25 }] },
  });
  const sales = (await frameworks()).find(({ job_function }) => job_function === 'sales');
  expect(sales).toMatchObject({
    own: true,
    entries: [{ indicator_id: 'win_rate' }, { indicator_id: 'throughput' }],
  });
  // What cycles and scorecards go by is the policy: the audit log knows who changed it.
  expect((await made.company.system.policy.current()).frameworks).toHaveLength(1);
  const back = await made.ask('hana', { method: 'DELETE', url: '/api/frameworks/sales' });
  expect(back).toMatchObject({ status: 200, body: { own: false } });
  expect((await made.company.system.policy.current()).frameworks).toEqual([]);
});

test('what can be no framework is refused with what is wrong, and changes nothing', async () => {
  const before = await frameworks();
  const faults = [
    [[entry('nonsense', 1)], /no indicator nonsense\. Valid: throughput/],
    [[entry('win_rate', 1), entry('win_rate', 1)], /stands twice/],
    [[entry('win_rate', 0)], /add up to nothing/],
    [[{ ...entry('win_rate', 1), corridor: { low: 5, high: 1 } }], /ends before it begins/],
  ] as const;
  for (const [entries, message] of faults)
    expect(await put('hana', [...entries])).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringMatching(message) } },
    });
  expect(await put('hana', [])).toMatchObject({ status: 422 });
  expect(await frameworks()).toEqual(before);
});
