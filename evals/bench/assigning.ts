import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { benchHighs, benchSolver, type Reached } from '#analytics/assignment/assignment.bench.ts';
import { assignmentProblemSchema, modelOfProblem } from '#analytics/assignment/problem.ts';
import { solveModel } from '#analytics/assignment/solve.ts';
import { productShaped } from '#analytics/testing/assignments.ts';
import type { Bench, BenchLine } from './bench.ts';

const instanceSchema = z.object({
  id: z.string(),
  best_known: z.coerce.number(),
  problem: assignmentProblemSchema,
});

const SECONDS = 10;
/** A gap of nothing can't be divided by: both get this much on top. */
const SMALLEST_GAP = 1e-5;
/** Without a plan at all: as bad as twice the best cost. */
const NO_PLAN = 1;

const percent = (gap: number | null): string => (gap === null ? 'no plan' : `${(100 * gap).toFixed(3)} %`);
const told = ({ gap, seconds, proven }: Reached): string =>
  `${percent(gap)} in ${seconds.toFixed(1)} s${proven ? ' (proven)' : ''}`;

/** Sizes that are summed up together: agents × tasks. */
const sizeOf = (agents: number, tasks: number): string =>
  tasks <= 60 ? 'up to 10 × 60' : tasks <= 100 ? '× 100' : tasks <= 200 ? '× 200' : `${agents} × ${tasks}`;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function lineOf(size: string, pairs: readonly { own: Reached; plain: Reached }[]): BenchLine {
  const gapsOf = (which: 'own' | 'plain') => pairs.map((pair) => pair[which].gap ?? NO_PLAN);
  const [own, plain] = [gapsOf('own'), gapsOf('plain')];
  return {
    name: `assignment ${size}`,
    ratio: (mean(own) + SMALLEST_GAP) / (mean(plain) + SMALLEST_GAP),
    aim: null,
    reference: 'mean gap of plain HiGHS, same seconds',
    figures: {
      instances: pairs.length,
      mean_gap_percent: 100 * mean(own),
      worst_gap_percent: 100 * Math.max(...own),
      proven: pairs.filter(({ own: { proven } }) => proven).length,
      mean_seconds: mean(pairs.map(({ own: { seconds } }) => seconds)),
      highs_mean_gap_percent: 100 * mean(plain),
      highs_worst_gap_percent: 100 * Math.max(...plain),
      highs_without_plan: pairs.filter(({ plain: { gap } }) => gap === null).length,
      highs_proven: pairs.filter(({ plain: { proven } }) => proven).length,
      highs_mean_seconds: mean(pairs.map(({ plain: { seconds } }) => seconds)),
    },
  };
}

/** Gap to the best known costs of public instances, beside HiGHS alone with the same seconds in the same run. */
export const assigning: Bench = {
  name: 'assignment',
  async *run({ data, seconds, tell }) {
    if (data === null) {
      tell('assignment: left out, needs --data FOLDER of instances');
      return;
    }
    if (!(await stat(data)).isDirectory()) {
      tell(`assignment: left out, ${data} is no folder of instances`);
      return;
    }
    const bySize = new Map<string, { own: Reached; plain: Reached }[]>();
    const files = (await readdir(data)).filter((name) => name.endsWith('.json')).sort();
    for (const file of files) {
      const { id, best_known, problem } = instanceSchema.parse(
        JSON.parse(await readFile(join(data, file), 'utf8')),
      );
      const model = modelOfProblem(problem);
      const own = await benchSolver(model, best_known, seconds ?? SECONDS);
      const plain = await benchHighs(model, best_known, seconds ?? SECONDS);
      const size = sizeOf(model.agents, model.tasks);
      bySize.set(size, [...(bySize.get(size) ?? []), { own, plain }]);
      tell(`${id} (${model.agents} × ${model.tasks}): ${told(own)}; HiGHS alone ${told(plain)}`);
    }
    for (const [size, pairs] of bySize) yield lineOf(size, pairs);
  },
};

const SCALES = [
  { agents: 10, tasks: 60 },
  { agents: 100, tasks: 1_000 },
  { agents: 1_000, tasks: 10_000 },
] as const;
const SCALE_SECONDS = 30;

/** Problems shaped as the product's (weeks as capacity rows, 20 people an item at most), with the memory they take. */
export const assigningAtScale: Bench = {
  name: 'assignment-scale',
  async *run({ seconds, tell }) {
    for (const { agents, tasks } of SCALES) {
      tell(`assignment-scale: ${agents} × ${tasks}`);
      const solution = await solveModel(productShaped(agents, tasks), {
        time_limit_seconds: seconds ?? SCALE_SECONDS,
      });
      const { objective, bound } = solution;
      yield {
        name: `assignment of ${tasks} items to ${agents} people`,
        ratio: objective === null || bound === null ? Number.NaN : objective / bound,
        aim: null,
        reference: 'proven bound',
        figures: {
          objective: objective ?? Number.NaN,
          bound: bound ?? Number.NaN,
          seconds: solution.seconds,
          peak_megabytes: process.resourceUsage().maxRSS / 1024,
        },
      };
    }
  },
};
