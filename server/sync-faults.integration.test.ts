import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabaseKind } from '#store/testing/test-database.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import {
  makeSmallHouse,
  type SmallHouse,
  type SmallVendors,
  startSmallVendors,
} from './testing/small-house.ts';

/** Odd numbers in a row that is the same at each run (Lehmer's generator, MINSTD). */
function makeChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The network as it is, without waiting. */
const plain: HttpDeps = { ...systemHttp, sleep: async () => {} };

/** Fewer where `npm test` waits for them; the same laws hold of both databases. */
const isQuick = testDatabaseKind() === 'embedded';
const KILLS = isQuick ? 10 : 50;
const BUDGET = isQuick ? 150 : 40;

/** The process is gone: nothing after this is carried out. */
class Killed extends Error {}

let vendors: SmallVendors;
let expected: { figures: string; records: string };
let requests = 0;
/** Those that fetch one thing's history, which are nearly all of a first read. */
const isHistory = (address: unknown): boolean =>
  /\/(?:timeline|reviews|stories|statuses)\b/.test(String(address));
let histories = 0;
beforeAll(async () => {
  vendors = await startSmallVendors();
  const house = await makeSmallHouse(vendors);
  const counting: HttpDeps = {
    ...plain,
    fetch: (...request) => {
      requests += 1;
      if (isHistory(request[0])) histories += 1;
      return fetch(...request);
    },
  };
  const results = await house.sync(counting);
  expect(results.flatMap(({ streams }) => streams.filter(({ error }) => error !== null))).toEqual([]);
  expected = { figures: await house.figures(), records: await house.records() };
  await house.close();
});
afterAll(() => vendors.close());

async function expectSame(house: SmallHouse): Promise<void> {
  expect((await house.records()) === expected.records).toBe(true);
  expect((await house.figures()) === expected.figures).toBe(true);
}

test('every system of the company gives records, and figures come of them', () => {
  const kinds = new Set([...expected.records.matchAll(/"kind":"([a-z_]+)"/g)].map(([, kind]) => kind));
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['code_review', 'pull_request', 'support_ticket', 'time_entry', 'work_item']),
  );
  for (const indicator of ['throughput', 'merge_time_median', 'first_response_median', 'hours_logged'])
    expect(expected.figures).toContain(indicator);
});

test(`a sync killed at ${KILLS} odd moments and taken up again ends with the same bytes`, async () => {
  const house = await makeSmallHouse(vendors);
  const chance = makeChance(20_261_123);
  let kills = 0;
  for (let rounds = 0; kills < KILLS && rounds < 2 * KILLS; rounds += 1) {
    // Sometimes before a request, sometimes after its answer was sent: either may be lost.
    let left = 1 + Math.floor((chance() * requests) / 8);
    const dying: HttpDeps = {
      ...plain,
      fetch: async (...request) => {
        left -= 1;
        if (left === 0 && chance() < 0.5) throw new Killed();
        const answer = await fetch(...request);
        if (left <= 0) throw new Killed();
        return answer;
      },
    };
    await house.sync(dying);
    if (left <= 0) kills += 1;
  }
  expect(kills).toBe(KILLS);
  await house.sync(plain);
  await expectSame(house);
  await house.close();
});

test('a budget far below what a first read costs brings everything, sync by sync, and little of it twice', async () => {
  const house = await makeSmallHouse(vendors);
  let asked = 0;
  const counting: HttpDeps = {
    ...plain,
    budget: BUDGET,
    fetch: (...request) => {
      if (isHistory(request[0])) asked += 1;
      return fetch(...request);
    },
  };
  const left = async () =>
    (await house.sync(counting)).flatMap(({ streams }) => streams.filter(({ error }) => error !== null));
  let rounds = 1;
  let open = await left();
  expect(open.length).toBeGreaterThan(isQuick ? 1 : 3);
  for (; open.length > 0 && rounds < 40; rounds += 1) open = await left();
  expect(open).toEqual([]);
  await expectSame(house);
  expect(histories).toBeGreaterThan(requests / 3);
  expect(asked).toBeLessThan(1.7 * histories);
  await house.close();
});

test('one answer in twenty failing changes nothing of what is stored', async () => {
  const house = await makeSmallHouse(vendors);
  const chance = makeChance(7);
  let failed = 0;
  const unwell: HttpDeps = {
    ...plain,
    fetch: async (...request) => {
      if (chance() >= 0.05) return await fetch(...request);
      failed += 1;
      const dice = chance();
      if (dice < 0.3) return new Response('{}', { status: 503 });
      if (dice < 0.6) return new Response('{}', { status: 429, headers: { 'retry-after': '1' } });
      if (dice < 0.8) throw new TypeError('the connection was reset');
      return new Response('{"half":', { status: 200, headers: { 'content-type': 'application/json' } });
    },
  };
  const results = await house.sync(unwell);
  expect(failed).toBeGreaterThan(10);
  // What four tries in a row didn't bring is brought by the next sync.
  if (results.some(({ partial }) => partial)) await house.sync(plain);
  await expectSame(house);
  await house.close();
});

test('a second sync stores nothing anew, and a full one takes nothing for gone', async () => {
  const house = await makeSmallHouse(vendors);
  await house.sync(plain);
  const again = await house.sync(plain);
  expect(
    again.flatMap(({ streams }) => streams.map(({ stored }) => stored)).every((stored) => stored === 0),
  ).toBe(true);
  const anew = await house.sync(plain, { full: true });
  expect(anew.flatMap(({ streams }) => streams.map(({ gone }) => gone)).every((gone) => gone === 0)).toBe(
    true,
  );
  await expectSame(house);
  await house.close();
});

/** Members that may hold what somebody wrote or whom it was for: no policy of ours lists them. */
const forbidden =
  /^(?:description|body|text|text_body|notes|comment|comments|html_url|content|message|blocks|attachments|raw_subject|requester|account_name)$/i;
const PLANT = 'zzPLANTEDzz';

/** The answer with a secret in every place that may not be kept, and in members that nobody knows. */
function planted(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => planted(item, depth + 1));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    forbidden.test(name) && (typeof inner === 'string' || inner === null) ? PLANT : planted(inner, depth + 1),
  ]);
  return { ...Object.fromEntries(entries), ...(depth > 0 ? { internal_remark: PLANT } : {}) };
}

test('a forbidden text in every answer of every source is nowhere in the database', async () => {
  const house = await makeSmallHouse(vendors);
  let plants = 0;
  const planting: HttpDeps = {
    ...plain,
    fetch: async (...request) => {
      const answer = await fetch(...request);
      if (!answer.headers.get('content-type')?.includes('json') || answer.status === 204) return answer;
      const text = JSON.stringify(planted(await answer.json()));
      plants += text.split(PLANT).length - 1;
      return new Response(text, { status: answer.status, headers: answer.headers });
    },
  };
  const results = await house.sync(planting);
  expect(plants).toBeGreaterThan(1000);
  expect(
    results.flatMap(({ streams }) => streams).reduce((sum, { stored }) => sum + stored, 0),
  ).toBeGreaterThan(500);
  await house.figures();
  expect(await house.rowsWith(PLANT)).toEqual([]);
  // And the search would find it: titles are kept.
  expect(await house.rowsWith('Question about')).not.toEqual([]);
  await house.close();
});
