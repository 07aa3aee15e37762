import { fileURLToPath } from 'node:url';
import { defineCommand, exit, UsageError } from '#server/cli/command.ts';
import { version } from '#server/version.ts';
import { makeWriters } from '#server/writer.ts';
import { runEvals } from './run.ts';
import { steadinessOf } from './steadiness.ts';

const committed = fileURLToPath(new URL('./baselines/offline.json', import.meta.url));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const evalsSteady = defineCommand({
  summary: 'whether an unchanged writer meets its gates every time',
  details:
    'Runs the suites over the offline writer again and again, each time against the committed baseline, and says how often a gate was missed and which cases wavered. The exit status is 100 where any was.',
  args: {
    runs: { type: 'string', default: '20', description: 'how often', valueHint: 'N' },
    suite: { type: 'string', description: 'only these, separated by commas', valueHint: 'NAMES' },
    json: { type: 'boolean', description: 'the result as JSON' },
  },
  examples: ['fairlead evals steady --runs 20 --suite groundedness,claims'],
  async run({ runs, suite, json }, world) {
    const count = Number(runs);
    if (!Number.isInteger(count) || count < 2 || count > 100)
      throw new UsageError(`--runs ${runs} is not valid. Valid: a whole number from 2 to 100.`);
    const { offline } = await makeWriters(world.config({ FAIRLEAD_MODEL: 'offline' }));
    const results: Awaited<ReturnType<typeof runEvals>>[] = [];
    for (let turn = 1; turn <= count; turn += 1) {
      world.progress(`run ${turn} of ${count}`);
      results.push(
        await runEvals({
          suites: (suite ?? '').split(',').filter((name) => name !== ''),
          writer: offline,
          version: version(),
          repeat: 1,
          out: null,
          baseline: committed,
          tell: () => {},
          signal: world.signal,
        }),
      );
    }
    world.progress(null);
    const lines = steadinessOf(results);
    if (json) world.print(JSON.stringify(lines));
    else
      for (const one of lines) {
        world.print(
          `${one.suite}: ${one.runs} runs of ${one.cases} cases, ${one.missed} missed a gate, ${one.drops} dropped against the baseline, ${percent(one.lowest)} to ${percent(one.highest)}, ${one.wavering.length} cases wavered`,
        );
        for (const id of one.wavering) world.print(`  ${id}`);
      }
    return lines.every(({ missed, drops }) => missed + drops === 0) ? exit.done : exit.gate;
  },
});
