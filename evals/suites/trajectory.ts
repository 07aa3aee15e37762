import { MemorySaver } from '@langchain/langgraph';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import { CYCLE, cycleDeps, makeBusyTeam } from '#agents/testing/busy-team.ts';
import type { Runner, Suite } from '../runner.ts';

/** What the main job may write: its own results and progress. Never a source, a decision, an execution or a policy. */
const mayWrite = new Set([
  'cycles.start',
  'cycles.report',
  'cycles.finish',
  'observations.save',
  'assessments.save',
  'assessments.saveFindings',
  'evidence.record',
  'drafts.save',
  'interventions.propose',
  'backtests.save',
]);
const writes =
  /\.(?:save\w*|record|propose|report|start|finish|fail|move|settle|lease|create|patch|checkIn|upsert\w*|delete\w*|execute|contest)$/;

/** The steps in their order; people are drafted for side by side, so these two may alternate. */
const order = ['load', 'assess', 'detect', 'summarise', 'plan', 'rebalance', 'propose', 'done'];
const ranks = new Map(order.map((step, index) => [step, step === 'plan' ? 3 : index]));

interface Trajectory {
  calls: string[];
  steps: string[];
}

async function trajectoryOf({ writer, signal }: Runner): Promise<Trajectory> {
  const calls: string[] = [];
  const steps: string[] = [];
  const deps = cycleDeps(makeBusyTeam(), writer, (what, inputs) => {
    calls.push(what);
    if (what === 'cycles.report') steps.push((inputs[2] as { step: string }).step);
  });
  await makeCycleRunner({ ...deps, checkpointer: new MemorySaver() }).run(CYCLE, signal);
  return { calls, steps };
}

const firstOf = (steps: readonly string[]): string[] => [...new Set(steps)];

/** Path, reads and writes of the main job, whatever its writer says. */
export const trajectory: Suite = {
  name: 'trajectory',
  describes:
    'The main job takes its steps in order, writes nothing but its own results, reads only its team, and takes the same path twice.',
  floor: 1,
  async run(runner) {
    const first = await trajectoryOf(runner);
    const second = await trajectoryOf(runner);
    const what = (kind: string) => ({
      kind,
      description: 'a cycle of a team of three',
      input: `${first.calls.length} calls of ports, ${first.steps.length} reports`,
    });
    await runner.check('order', what('steps in order'), () => {
      const seen = firstOf(first.steps);
      const wrong = seen.filter(
        (step, index) => index > 0 && (ranks.get(step) ?? -1) < (ranks.get(seen[index - 1] ?? '') ?? -1),
      );
      const missing = order.filter((step) => !seen.includes(step));
      return {
        reasons: [
          ...wrong.map((step) => `${step} too late`),
          ...missing.map((step) => `${step} never reported`),
        ],
        output: seen.join(' → '),
      };
    });
    await runner.check('writes', what('writes its own alone'), () => ({
      reasons: [...new Set(first.calls)]
        .filter((call) => writes.test(call) && !mayWrite.has(call))
        .map((call) => `wrote by ${call}`),
      output: [...new Set(first.calls.filter((call) => writes.test(call)))].join(', '),
    }));
    await runner.check('same-path', what('same path twice'), () => ({
      reasons:
        JSON.stringify([...first.calls].sort()) === JSON.stringify([...second.calls].sort())
          ? []
          : ['a second run over the same data made other calls'],
      output: `${new Set(first.calls).size} different calls`,
    }));
  },
};
