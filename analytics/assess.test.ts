import { describe, expect, test } from 'vitest';
import { assessment as assessmentSchema } from '#domain/assessment.ts';
import { addDays } from '#domain/date.ts';
import { idFrom, observationId } from '#domain/ids.ts';
import type { Observation, Subject } from '#domain/indicator.ts';
import { assessIndicators } from './assess.ts';
import { indicatorDefinitions, indicatorOf } from './indicators/definitions.ts';
import { entriesMeasured, frameworkOf, roleFrameworks } from './indicators/frameworks.ts';
import { personNamed } from './testing/records.ts';

const ann: Subject = { kind: 'person', id: personNamed('ann') };
const FIRST = '2025-12-01';
const period = { from: FIRST, to: addDays(FIRST, 13 * 7 - 1) };

const series = (indicator: string, values: (number | null)[], n = 6, from = FIRST): Observation[] =>
  values.map((value, week) => {
    const monday = addDays(from, 7 * week);
    return {
      id: idFrom('obs', observationId, [indicator, monday]),
      indicator_id: indicator,
      subject: ann,
      period: { from: monday, to: addDays(monday, 6) },
      value,
      unit: indicatorOf(indicator)?.unit ?? 'count',
      n,
      coverage: 1,
      fresh_until: monday,
      flags: [],
    };
  });
const assess = (observations: Observation[]) =>
  assessIndicators({
    observations,
    frameworks: roleFrameworks,
    subjects: [{ subject: ann, job_function: 'engineering' }],
    period,
  });
const slid = [2, 3, 2.5, 2, 3, 2.2, 2.4, 2.1, 2.6, 12, 14, 12, 13];

describe('frameworks', () => {
  test('name defined indicators, weigh 1 in all, and have corridors', () => {
    for (const framework of roleFrameworks) {
      expect(framework.entries.reduce((sum, entry) => sum + entry.weight, 0)).toBeCloseTo(1, 9);
      for (const { indicator_id, corridor } of framework.entries) {
        expect(indicatorOf(indicator_id)?.id).toBe(indicator_id);
        expect(corridor.low ?? corridor.high).not.toBeNull();
      }
    }
    expect(new Set(indicatorDefinitions.map((one) => one.id)).size).toBe(indicatorDefinitions.length);
    expect(frameworkOf('support')?.job_function).toBe('support');
  });
});

describe('an assessment', () => {
  test('tells a slide with its week, levels and place in the corridor', async () => {
    const all = await assess([
      ...series(
        'throughput',
        slid.map(() => 6),
      ),
      ...series('cycle_time_median', slid),
    ]);
    const found = all.find((one) => one.indicator_id === 'cycle_time_median');
    expect(found?.change_point).toMatchObject({ at: addDays(FIRST, 63), after: 12.75 });
    expect(found).toMatchObject({ recent: 12.75, standing: 'above', partial: false });
    expect(found?.trend?.n).toBe(13);
    expect(found?.forecast?.mean).toHaveLength(8);
    expect(all.every((one) => assessmentSchema.safeParse(one).success)).toBe(true);
  });

  test('says of every indicator of the role whether there is enough', async () => {
    const all = await assess(series('throughput', [3, 4, null, 3]));
    expect(all).toHaveLength(entriesMeasured(frameworkOf('engineering'), () => false).length);
    expect(all.every((one) => one.standing === 'not_enough_data' && one.recent === null)).toBe(true);
    expect(all.find((one) => one.indicator_id === 'throughput')?.forecast).toBeNull();
  });

  test('takes lead time where the source gives no cycle time', async () => {
    const all = await assess([
      ...series(
        'throughput',
        slid.map(() => 6),
      ),
      ...series('lead_time_median', slid),
    ]);
    expect(all.find((one) => one.indicator_id === 'lead_time_median')).toMatchObject({ standing: 'within' });
    expect(all.some((one) => one.indicator_id === 'cycle_time_median')).toBe(false);
  });

  test('calls nothing recent that lies long back', async () => {
    const all = await assess(series('throughput', [5, 5, 5, 5, 5, 5, 5, null, null, null, null, null, null]));
    expect(all.find((one) => one.indicator_id === 'throughput')).toMatchObject({
      recent: null,
      standing: 'not_enough_data',
    });
  });

  test('is more careful where each value looks back over several weeks', async () => {
    // Values of six items from weeks that closed two each: three weeks in each value, so n says they overlap.
    const wobble = [5, 5, 6, 8, 8, 7, 5, 5, 6, 8, 9, 9, 9];
    const thin = await assess([
      ...series(
        'throughput',
        wobble.map(() => 2),
        2,
      ),
      ...series('cycle_time_median', wobble),
    ]);
    expect(thin.find((one) => one.indicator_id === 'cycle_time_median')?.trend?.direction).toBe('flat');
    const full = await assess([
      ...series(
        'throughput',
        wobble.map(() => 6),
        6,
      ),
      ...series('cycle_time_median', wobble),
    ]);
    expect(full.find((one) => one.indicator_id === 'cycle_time_median')?.trend?.direction).toBe('rising');
  });

  test('does not depend on the order of observations', async () => {
    const observations = [
      ...series(
        'throughput',
        slid.map((_, week) => week % 3),
      ),
      ...series('cycle_time_median', slid),
    ];
    expect(await assess(observations.toReversed())).toEqual(await assess(observations));
  });
});
