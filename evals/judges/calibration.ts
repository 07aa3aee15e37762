import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { contentHash } from '#domain/json.ts';
import { mapLimited } from '#domain/limited.ts';
import { agreement, wilson } from '../statistics.ts';
import type { Judge } from './judge.ts';
import type { Labelled } from './labelled.ts';

const proportion = z.object({
  passed: z.int(),
  total: z.int(),
  rate: z.number(),
  low: z.number(),
  high: z.number(),
});

export const calibration = z.object({
  judge: z.string(),
  prompt: z.string(),
  prompt_hash: z.string(),
  model: z.string(),
  date: z.string(),
  /** Of the labelled set that it was measured on. */
  labels_hash: z.string(),
  items: z.int(),
  /** Items without a verdict: each counts as a disagreement. */
  unanswered: z.int(),
  kappa: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Of the items that people called bad, the share that the judge does; and of the good ones. */
  sensitivity: proportion,
  specificity: proportion,
});
export type Calibration = z.infer<typeof calibration>;

/** "Substantial" agreement (Landis and Koch 1977); below it a judge only comments. */
export const LEAST_KAPPA = 0.6;

export const calibrationsFile = fileURLToPath(new URL('./calibrations.json', import.meta.url));

const proportionOf = (passed: number, total: number) => ({
  passed,
  total,
  rate: total === 0 ? 0 : passed / total,
  ...wilson(passed, total),
});

/** Two at a time: enough for a server, and no limit of any is met. */
const AT_ONCE = 2;

/** Has a judge read every labelled text, and says how far it agrees with the labels. */
export async function calibrate(
  judge: Judge,
  labelled: readonly Labelled[],
  date: string,
  signal: AbortSignal,
): Promise<{ calibration: Calibration; missed: { id: string; label: string; why: string }[] }> {
  const verdicts = await mapLimited(labelled, AT_ONCE, (item) => judge.judge(item, signal));
  const pairs = labelled.map(({ good }, index): [boolean, boolean] => [good, verdicts[index]?.good ?? !good]);
  const bad = pairs.filter(([label]) => !label);
  const good = pairs.filter(([label]) => label);
  return {
    calibration: {
      judge: judge.name,
      prompt: judge.prompt,
      prompt_hash: judge.prompt_hash,
      model: judge.model,
      date,
      labels_hash: contentHash(labelled.map(({ id, good: label, given, text }) => [id, label, given, text])),
      items: labelled.length,
      unanswered: verdicts.filter((verdict) => verdict.good === null).length,
      ...agreement(pairs),
      sensitivity: proportionOf(bad.filter(([, said]) => !said).length, bad.length),
      specificity: proportionOf(good.filter(([, said]) => said).length, good.length),
    },
    missed: labelled.flatMap(({ id, good: label }, index) =>
      verdicts[index]?.good === label
        ? []
        : [{ id, label: label ? 'good' : 'bad', why: verdicts[index]?.why ?? '' }],
    ),
  };
}

/** What a judge may do: `why` says what keeps it from deciding; null when nothing does. */
export function standingOf(
  { name, model, prompt_hash }: Pick<Judge, 'name' | 'model' | 'prompt_hash'>,
  calibrations: readonly Calibration[],
): { decides: boolean; why: string | null } {
  const comments = (why: string) => ({ decides: false, why });
  const own = calibrations.filter(({ judge }) => judge === name);
  const found = own.find((one) => one.model === model);
  if (own.length === 0) return comments('it was never calibrated');
  if (found === undefined)
    return comments(`it was calibrated with ${own.map((one) => one.model).join(', ')}, not with ${model}`);
  if (found.prompt_hash !== prompt_hash) return comments('its rubric has changed since it was calibrated');
  if (found.kappa === null || found.low === null) return comments('its agreement has no interval');
  if (found.kappa < LEAST_KAPPA)
    return comments(`its kappa is ${found.kappa.toFixed(2)}, below ${LEAST_KAPPA}`);
  if (found.low <= 0) return comments('its agreement is not shown to be better than chance');
  return { decides: true, why: null };
}

/** None where the file isn't there yet. */
export function readCalibrations(file = calibrationsFile): Calibration[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return z.array(calibration).parse(JSON.parse(text));
}

/** In the place of an earlier one of the same judge and model. */
export async function keepCalibration(one: Calibration, file = calibrationsFile): Promise<void> {
  const others = readCalibrations(file).filter(
    ({ judge, model }) => judge !== one.judge || model !== one.model,
  );
  const sorted = [...others, one].sort((a, b) =>
    `${a.judge} ${a.model}`.localeCompare(`${b.judge} ${b.model}`),
  );
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
