import { makeSmallHouse, startSmallVendors } from '#server/testing/small-house.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import type { Bench, BenchLine } from './bench.ts';

const MB = 2 ** 20;
const HALF_YEAR_PEOPLE = 62;

/** Counts requests, and measures how long the vendors themselves take to answer. */
function counting() {
  const seen = { requests: 0, waiting: 0 };
  const http: HttpDeps = {
    ...systemHttp,
    fetch: async (...request) => {
      seen.requests += 1;
      const began = performance.now();
      const answer = await fetch(...request);
      seen.waiting += performance.now() - began;
      return answer;
    },
  };
  return { seen, http };
}

/**
 * A full read of every system of the simulated company into a database, and the read after it. The reference is what the
 * simulated systems alone take to answer the same requests: above 1 is our own work.
 */
export const syncing: Bench = {
  name: 'syncing',
  async *run({ data, tell }): AsyncIterable<BenchLine> {
    const copies = Math.max(1, Math.trunc(Number(data ?? 1)));
    tell(`making ${copies * HALF_YEAR_PEOPLE} people and their systems`);
    const vendors = await startSmallVendors({ copies });
    const house = await makeSmallHouse(vendors);
    try {
      for (const name of ['a full read of every system', 'the read after it']) {
        const before = process.memoryUsage().heapUsed;
        let most = before;
        const timer = setInterval(() => {
          most = Math.max(most, process.memoryUsage().heapUsed);
        }, 100);
        const { seen, http } = counting();
        const began = performance.now();
        const results = await house.sync(http);
        const milliseconds = performance.now() - began;
        clearInterval(timer);
        const streams = results.flatMap((result) => result.streams);
        const rows = streams.reduce((sum, stream) => sum + stream.seen, 0);
        const stored = streams.reduce((sum, stream) => sum + stream.stored, 0);
        yield {
          name: `${name}, ${copies * HALF_YEAR_PEOPLE} people, 26 weeks`,
          ratio: milliseconds / seen.waiting,
          aim: null,
          reference: 'the time in which the simulated systems answered',
          figures: {
            seconds: milliseconds / 1000,
            requests: seen.requests,
            rows,
            rows_per_second: rows / (milliseconds / 1000),
            stored,
            streams_ended_early: streams.filter(({ error }) => error !== null).length,
            heap_growth_mb: (most - before) / MB,
          },
        };
      }
    } finally {
      await house.close();
      await vendors.close();
    }
  },
};
