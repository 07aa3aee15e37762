import { makeSmallHouse, type SmallHouse } from '#server/testing/small-house.ts';
import { testDatabaseKind } from '#store/testing/test-database.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import type { SyncResult } from '#tools/sync.ts';
import type { Bench, BenchLine, BenchOptions } from './bench.ts';
import { startVendorsApart } from './vendors-apart.ts';

const MB = 2 ** 20;
const PEOPLE = 62;
const WEEKS = 26;
const FAILING = 0.05;
const MOST_ROUNDS = 40;
/** So many syncs the source that costs most takes for its first read, by a budget. */
const PARTS = 10;
/** GitHub docs, "Rate limits for the REST API": of a person's token in an hour. */
const GITHUB_QUOTA = 5000;

/** Counts requests, also by where they go, and measures how long the vendors themselves take to answer. */
function counting(fetchOne: HttpDeps['fetch']) {
  const seen = { requests: 0, waiting: 0, of: new Map<string, number>() };
  const http: HttpDeps = {
    ...systemHttp,
    fetch: async (...request) => {
      seen.requests += 1;
      const { origin } = new URL(request[0] instanceof Request ? request[0].url : request[0]);
      seen.of.set(origin, (seen.of.get(origin) ?? 0) + 1);
      const began = performance.now();
      try {
        return await fetchOne(...request);
      } finally {
        seen.waiting += performance.now() - began;
      }
    },
  };
  return { seen, http };
}

/** One answer in twenty is an error, a refusal, a lost connection or half an answer; the same ones at each run. */
function failing(): HttpDeps['fetch'] {
  let state = 7;
  const chance = () => {
    // Lehmer's generator, MINSTD.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return async (...request) => {
    if (chance() >= FAILING) return await fetch(...request);
    const dice = chance();
    if (dice < 0.3) return new Response('{}', { status: 503 });
    if (dice < 0.6) return new Response('{}', { status: 429, headers: { 'retry-after': '1' } });
    if (dice < 0.8) throw new TypeError('the connection was reset');
    return new Response('{"half":', { status: 200, headers: { 'content-type': 'application/json' } });
  };
}

const endedEarly = (results: readonly SyncResult[]) =>
  results.flatMap(({ streams }) => streams).filter(({ error }) => error !== null).length;

/** Syncs, `rounds` times at most until no stream ends early, and what that took. */
async function measure(
  house: SmallHouse,
  {
    name,
    http,
    rounds = 1,
    tell,
  }: {
    name: string;
    http: ReturnType<typeof counting>;
    rounds?: number;
    tell: BenchOptions['tell'];
  },
) {
  tell(name);
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 100);
  const began = performance.now();
  const all: SyncResult[] = [];
  let last: SyncResult[] = [];
  let done = 0;
  do {
    last = await house.sync(http.http);
    all.push(...last);
    done += 1;
    for (const { source, streams } of last)
      for (const { stream, error } of streams)
        if (error !== null) tell(`sync ${done}, ${source} ${stream}: ${error.message}`);
  } while (done < rounds && endedEarly(last) > 0);
  const milliseconds = performance.now() - began;
  clearInterval(timer);
  const streams = all.flatMap((result) => result.streams);
  const rows = streams.reduce((sum, stream) => sum + stream.seen, 0);
  return {
    name,
    ratio: milliseconds / http.seen.waiting,
    aim: null,
    reference: 'the time in which the simulated systems answered',
    figures: {
      seconds: milliseconds / 1000,
      requests: http.seen.requests,
      rows,
      rows_per_second: rows / (milliseconds / 1000),
      stored: streams.reduce((sum, stream) => sum + stream.stored, 0),
      streams_ended_early: endedEarly(last),
      rounds: done,
      heap_growth_mb: (most - before) / MB,
      // Of the process so far, the embedded database in it; in kilobytes on every system (libuv).
      peak_rss_mb: process.resourceUsage().maxRSS / 1024,
    },
  } satisfies BenchLine;
}

/** `17x52`: so many times the people, and so many weeks. */
function sizeOf(data: string | null): { copies: number; weeks: number } {
  const [, copies, weeks] = /^([1-9]\d*)(?:x([1-9]\d*))?$/.exec(data ?? '1') ?? [];
  if (copies === undefined)
    throw new RangeError(`--data ${data}: for syncing it is COPIES or COPIESxWEEKS, such as 17x52.`);
  return { copies: Number(copies), weeks: Number(weeks ?? WEEKS) };
}

/**
 * A full read of every system of the simulated company into a database, and the read after it; then a full read into a
 * database of its own while answers fail, and one in several syncs, by a budget of requests. The reference is what the
 * simulated systems, in a process of their own, take to answer the same requests, those under way at the same time
 * counted each: above 1 is our own work. `identical`: whether it ended with the same bytes as the undisturbed read.
 */
export const syncing: Bench = {
  name: 'syncing',
  async *run({ data, tell }): AsyncIterable<BenchLine> {
    const { copies, weeks } = sizeOf(data);
    const place = testDatabaseKind() === 'postgres' ? 'PostgreSQL' : 'embedded';
    const size = `${copies * PEOPLE} people, ${weeks} weeks, ${place}`;
    tell(`making ${size} and their systems`);
    const vendors = await startVendorsApart(copies, weeks);
    try {
      const whole = counting(fetch);
      let expected = { rows: 0, sha256: '' };
      const house = await makeSmallHouse(vendors);
      try {
        const line = await measure(house, {
          name: `a full read of every system, ${size}`,
          http: whole,
          tell,
        });
        const github = vendors.sources.find(({ source }) => source.vendor === 'github')?.source.base_url;
        const asked = whole.seen.of.get(new URL(github ?? '').origin) ?? 0;
        yield { ...line, figures: { ...line.figures, github_hours_by_quota: asked / GITHUB_QUOTA } };
        yield await measure(house, { name: `the read after it, ${size}`, http: counting(fetch), tell });
        expected = await house.digest();
      } finally {
        await house.close();
      }
      const unwell = counting(failing());
      // What a vendor asks us to wait is not our work.
      unwell.http.sleep = async () => {};
      const parts = counting(fetch);
      parts.http.budget = Math.ceil(Math.max(...whole.seen.of.values()) / PARTS);
      const again: [string, ReturnType<typeof counting>][] = [
        ['a full read while one answer in twenty fails, waits left out', unwell],
        [`a full read of ${parts.http.budget} requests a sync`, parts],
      ];
      for (const [name, http] of again) {
        const second = await makeSmallHouse(vendors);
        try {
          const line = await measure(second, { name: `${name}, ${size}`, http, rounds: MOST_ROUNDS, tell });
          const { rows, sha256 } = await second.digest();
          const identical = rows > 0 && sha256 === expected.sha256 ? 1 : 0;
          yield { ...line, figures: { ...line.figures, records_compared: rows, identical } };
        } finally {
          await second.close();
        }
      }
    } finally {
      await vendors.close();
    }
  },
};
