import { invalidInput } from '#domain/errors.ts';
import { defineCommand, exit, UsageError } from '#server/cli/command.ts';
import type { World } from '#server/cli/world.ts';
import { calibrate, keepCalibration, standingOf } from './judges/calibration.ts';
import { makeJudge, readRubrics } from './judges/judge.ts';
import { readLabelled } from './judges/labelled.ts';

const share = ({
  passed,
  total,
  rate,
  low,
  high,
}: {
  passed: number;
  total: number;
  rate: number;
  low: number;
  high: number;
}) =>
  `${passed} of ${total}, ${(100 * rate).toFixed(0)} % (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %)`;

const figure = (value: number | null): string => value?.toFixed(2) ?? '–';

/** The settings of a judge's model. @throws UsageError where none is named. */
export function judgeModelOf(world: World, model: string | undefined) {
  const config = world.config(model === undefined ? {} : { FAIRLEAD_MODEL: model });
  if (config.model === null)
    throw new UsageError('A judge is a model: name one with openai:MODEL, or in FAIRLEAD_MODEL.');
  return { model: config.model.model, ...config.openai };
}

export const evalsCalibrate = defineCommand({
  summary: 'how far a judge agrees with labels that people gave',
  details:
    "Has the judge's model read every labelled text of evals/cases/judges and prints Cohen's kappa (with a bootstrap interval), the share of bad texts that it finds and the share of good ones that it lets be (Wilson intervals). An item without a verdict counts as a disagreement. The result is kept in evals/judges/calibrations.json; a judge below 0.6, or whose model or rubric has changed since, only comments.",
  args: {
    judge: { type: 'string', required: true, description: 'tone, plan or helpfulness', valueHint: 'NAME' },
    model: { type: 'string', description: 'openai:MODEL; FAIRLEAD_MODEL when left out', valueHint: 'MODEL' },
    file: { type: 'string', description: 'where it is kept instead', valueHint: 'FILE' },
    json: { type: 'boolean', description: 'the result as JSON' },
  },
  examples: ['fairlead evals calibrate --judge tone --model openai:gpt-5'],
  async run({ judge: name, model, file, json }, world) {
    if (!readRubrics().has(name))
      throw new UsageError(
        `There is no judge ${name}. Judges: ${[...readRubrics().keys()].sort().join(', ')}.`,
      );
    const judge = makeJudge(name, judgeModelOf(world, model));
    const labelled = readLabelled(name);
    const { calibration, missed } = await calibrate(judge, labelled, world.today(), world.signal);
    if (calibration.unanswered === calibration.items)
      throw invalidInput(`${judge.model} gave not one verdict: ${missed[0]?.why ?? ''}. Nothing is kept.`);
    await keepCalibration(calibration, file);
    const standing = standingOf(judge, [calibration]);
    if (json) world.print(JSON.stringify({ ...calibration, ...standing, missed }));
    else {
      const { kappa, low, high, sensitivity, specificity, items, unanswered } = calibration;
      world.print(`${name} with ${judge.model}: ${items} labelled texts, ${unanswered} without a verdict`);
      world.print(`kappa        ${figure(kappa)} (${figure(low)} to ${figure(high)})`);
      world.print(`sensitivity  ${share(sensitivity)} of what people called bad`);
      world.print(`specificity  ${share(specificity)} of what people called good`);
      world.print(standing.why === null ? 'It may decide cases.' : `It only comments: ${standing.why}.`);
      for (const { id, label, why } of missed) world.print(`  ${id} is ${label}, it said: ${why}`);
    }
    return exit.done;
  },
});
