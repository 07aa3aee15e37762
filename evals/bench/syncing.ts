import { makeSmallHouse, type SmallHouse } from '#server/testing/small-house.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import type { SyncResult } from '#tools/sync.ts';
import type { Bench, BenchLine } from './bench.ts';
import { startVendorsApart } from './vendors-apart.ts';

const MB = 2 ** 20;
const PEOPLE = 62;
const WEEKS = 26;
const FAILING = 0.05;
const MOST_ROUNDS = 20;

/** Counts requests, and measures how long the vendors themselves take to answer. */
function counting(fetchOne: HttpDeps['fetch']) {
  const seen = { requests: 0, waiting: 0 };
  const http: HttpDeps = {
    ...systemHttp,
    fetch: async (...request) => {
      seen.requests += 1;
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
async function measure(house: SmallHouse, name: string, http: ReturnType<typeof counting>, rounds = 1) {
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
 * A full read of every system of the simulated company into a database, the read after it, and a full read into a
 * second database while answers fail. The reference is what the simulated systems, in a process of their own, take to
 * answer the same requests, those under way at the same time counted each: above 1 is our own work.
 */
export const syncing: Bench = {
  name: 'syncing',
  async *run({ data, tell }): AsyncIterable<BenchLine> {
    const { copies, weeks } = sizeOf(data);
    const size = `${copies * PEOPLE} people, ${weeks} weeks`;
    tell(`making ${size} and their systems`);
    const vendors = await startVendorsApart(copies, weeks);
    try {
      const house = await makeSmallHouse(vendors);
      let expected = { rows: 0, sha256: '' };
      try {
        yield await measure(house, `a full read of every system, ${size}`, counting(fetch));
        yield await measure(house, `the read after it, ${size}`, counting(fetch));
        expected = await house.digest();
      } finally {
        await house.close();
      }
      const second = await makeSmallHouse(vendors);
      try {
        const unwell = counting(failing());
        // What a vendor asks us to wait is not our work.
        unwell.http.sleep = async () => {};
        const name = `a full read while one answer in twenty fails, waits left out, ${size}`;
        const line = await measure(second, name, unwell, MOST_ROUNDS);
        const { rows, sha256 } = await second.digest();
        const identical = rows > 0 && sha256 === expected.sha256 ? 1 : 0;
        yield { ...line, figures: { ...line.figures, records_compared: rows, identical } };
      } finally {
        await second.close();
      }
    } finally {
      await vendors.close();
    }
  },
};
