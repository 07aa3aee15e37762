import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Bench, median } from './bench.ts';

const run = promisify(execFile);
const SIZES = [250, 500, 1000] as const;
const WEEKS = 26;
const TURNS = 3;

const figures = z.object({
  people: z.int(),
  records: z.int(),
  observations: z.int(),
  seconds: z.number(),
  peak_mb: z.number(),
});

/** In a process of its own: what the engine has at its peak is told for a process, and garbage of another run isn't ours. */
async function measureApart(people: number): Promise<z.infer<typeof figures>> {
  const file = new URL('observations-process.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [file, String(people), String(WEEKS)]);
  return figures.parse(JSON.parse(stdout));
}

/** Observations of a company, by its size: time should grow as the people do. */
export const observations: Bench = {
  name: 'observations',
  async *run({ tell }) {
    const bySize = new Map<number, { seconds: number; peak_mb: number }>();
    const told: Record<string, number> = { weeks: WEEKS, turns: TURNS };
    for (const people of SIZES) {
      tell(`observations: ${people} people × ${WEEKS} weeks`);
      const turns = [];
      for (let turn = 0; turn < TURNS; turn += 1) turns.push(await measureApart(people));
      const seconds = median(turns.map((turn) => turn.seconds));
      const peak_mb = median(turns.map((turn) => turn.peak_mb));
      bySize.set(people, { seconds, peak_mb });
      told[`records_${people}`] = turns[0]?.records ?? 0;
      told[`observations_${people}`] = turns[0]?.observations ?? 0;
      told[`seconds_${people}`] = seconds;
      told[`peak_mb_${people}`] = peak_mb;
    }
    const eachAt = (people: number) => (bySize.get(people)?.seconds ?? Number.NaN) / people;
    yield {
      name: 'observations a person, 1,000 people',
      ratio: eachAt(1000) / eachAt(250),
      // Linear is 1; the rest is room for the garbage collector of a larger heap.
      aim: { most: 1.25 },
      reference: 'seconds a person with 250 people',
      figures: told,
    };
  },
};
