import { describe, expect, test } from 'vitest';
import { finding } from '#domain/assessment.ts';
import { addDays } from '#domain/date.ts';
import { idFrom, observationId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import { policyPreset } from '#domain/policy.ts';
import type { StoredRecord } from '#domain/record.ts';
import { assessIndicators } from './assess.ts';
import { type DetectInput, detectFindings } from './detect.ts';
import { indicatorOf } from './indicators/definitions.ts';
import { roleFrameworks } from './indicators/frameworks.ts';
import { at, itemRecord, makePerson, personNamed, TEAM } from './testing/records.ts';
import { workloadOf } from './workload.ts';

const AS_OF = '2026-03-02';
const period = { from: addDays(AS_OF, -91), to: addDays(AS_OF, -1) };
const names = ['ann', 'bob', 'cas', 'dee', 'eve', 'fay'];
const steady = ['throughput', 'cycle_time_median', 'cycle_time_p85', 'late_share', 'reopen_rate'] as const;
const usual: Record<(typeof steady)[number], number> = {
  throughput: 3,
  cycle_time_median: 6,
  cycle_time_p85: 12,
  late_share: 10,
  reopen_rate: 8,
};

type Course = (person: number, indicator: (typeof steady)[number], week: number) => number;
/** Everybody a little apart, each week a little different. */
const ordinary: Course = (person, indicator, week) =>
  usual[indicator] * (1 + 0.04 * (person - 2.5) + 0.05 * (((week * 7 + person * 3) % 5) - 2));

function observe(course: Course): Observation[] {
  return names.flatMap((name, person) =>
    steady.flatMap((indicator) =>
      Array.from({ length: 13 }, (_, week): Observation => {
        const from = addDays(period.from, 7 * week);
        return {
          id: idFrom('obs', observationId, [name, indicator, from]),
          indicator_id: indicator,
          subject: { kind: 'person', id: personNamed(name) },
          period: { from, to: addDays(from, 6) },
          value: course(person, indicator, week),
          unit: indicatorOf(indicator)?.unit ?? 'count',
          n: 6,
          coverage: 1,
          fresh_until: from,
          flags: [],
        };
      }),
    ),
  );
}

async function detect(course: Course, records: StoredRecord[] = [], changes: Partial<DetectInput> = {}) {
  const people = names.map((name) => makePerson(name));
  const observations = observe(course);
  const assessments = await assessIndicators({
    observations,
    frameworks: roleFrameworks,
    subjects: people.map((person) => ({
      subject: { kind: 'person', id: person.id },
      job_function: person.job_function,
    })),
    period,
  });
  return detectFindings({
    team_id: TEAM,
    people,
    observations,
    assessments,
    loads: workloadOf({ people, records, as_of: AS_OF }),
    frameworks: roleFrameworks,
    policy: policyPreset('continuous'),
    period,
    as_of: AS_OF,
    ...changes,
  });
}
const open = (
  key: string,
  item: Parameters<typeof itemRecord>[0] extends infer Item ? Partial<Item> : never,
) => itemRecord({ key, created_at: at('2026-02-01'), assignee: 'acc-ann', ...item });
const brief = (found: Awaited<ReturnType<typeof detect>>) =>
  found.map((one) => [one.kind, one.person_id, one.severity]);

describe('findings', () => {
  test('there are none in a team where nothing is the matter', async () => {
    expect(await detect(ordinary)).toEqual([]);
  });

  test('name an overload with its figures and its items', async () => {
    const records = Array.from({ length: 10 }, (_, n) =>
      open(`K-${n}`, { remaining_hours: 9.5, due_on: '2026-03-13' }),
    );
    const [found] = await detect(ordinary, records);
    expect(found).toMatchObject({
      kind: 'overload',
      severity: 'urgent',
      reasons: [
        'Open work for the next 2 weeks comes to 95 hours in 10 items, against 60 hours of capacity (158 %).',
      ],
      figures: { load_hours: 95, capacity_hours: 60, items: 10 },
    });
    expect(found?.refs.record_ids).toHaveLength(10);
    expect(finding.safeParse({ ...found, evidence_ids: [] }).success).toBe(true);
  });

  test('no overload is claimed where the hours of most items aren’t known', async () => {
    const records = Array.from({ length: 12 }, (_, n) =>
      open(`K-${n}`, { remaining_hours: n < 6 ? 20 : null }),
    );
    expect(await detect(ordinary, records)).toEqual([]);
  });

  test('tell a slide of the last weeks, one of long ago not, and a better level neither', async () => {
    const shifted =
      (from: number, factor: number): Course =>
      (person, indicator, week) =>
        ordinary(person, indicator, week) *
        (person === 2 && indicator === 'cycle_time_median' && week >= from ? factor : 1);
    const [found, ...others] = await detect(shifted(9, 2.5));
    expect(found).toMatchObject({
      kind: 'indicator_slid',
      person_id: personNamed('cas'),
      severity: 'attention',
    });
    expect(found?.reasons[0]).toMatch(
      /^Median cycle time rose from 5\.\d days to 1\d days, from the week of 2026-02-02 on\.$/,
    );
    expect(found?.refs.observation_ids).toHaveLength(4);
    expect(others).toEqual([]);
    expect(await detect(shifted(5, 2.5))).toEqual([]);
    expect(await detect(shifted(9, 0.4))).toEqual([]);
  });

  const star: Course = (person, indicator, week) =>
    ordinary(person, indicator, week) * (person !== 4 ? 1 : indicator === 'throughput' ? 1.8 : 0.5);

  test('tell recognition that is overdue, and never where people may not be compared', async () => {
    expect(brief(await detect(star))).toEqual([['recognition_overdue', personNamed('eve'), 'note']]);
    expect(await detect(star, [], { policy: policyPreset('gentle') })).toEqual([]);
    expect(await detect(star, [], { policy: { comparisons_allowed: true, minimum_group_size: 7 } })).toEqual(
      [],
    );
  });

  test('good in one month only is not steady', async () => {
    const once: Course = (person, indicator, week) => (week < 4 ? star : ordinary)(person, indicator, week);
    expect(await detect(once)).toEqual([]);
  });

  test('tell of whom too little is known', async () => {
    const people = [
      ...names.map((name) => makePerson(name)),
      makePerson('new', { start_date: '2026-02-16' }),
    ];
    const found = await detect(ordinary, [], { people });
    expect(brief(found)).toEqual([['thin_evidence', personNamed('new'), 'note']]);
    expect(found[0]?.reasons[0]).toContain('joined on 2026-02-16');
  });

  test('tell what is overdue and blocked, worst first, by key', async () => {
    const records = [
      open('K-1', { due_on: '2026-02-25' }),
      open('K-2', { due_on: '2026-02-10' }),
      open('K-3', { due_on: '2026-02-27', assignee: 'acc-bob' }),
      open('K-4', {
        assignee: 'acc-bob',
        blocked: true,
        blocked_spans: [{ from: at('2026-02-05'), to: null }],
      }),
      open('K-5', {
        assignee: 'acc-cas',
        blocked: true,
        blocked_spans: [{ from: at('2026-02-27'), to: null }],
      }),
    ];
    const found = await detect(ordinary, records);
    expect(brief(found)).toEqual([
      ['blocked_work', personNamed('bob'), 'urgent'],
      ['overdue_work', personNamed('ann'), 'note'],
    ]);
    expect(found[0]?.reasons).toEqual(['K-4 has been blocked for 25 days.']);
    expect(found[1]?.reasons[0]).toContain('K-2 is the oldest, by 20 days');
  });

  test('come out alike in any order and concern the team alone', async () => {
    const records = Array.from({ length: 10 }, (_, n) => open(`K-${n}`, { remaining_hours: 9.5 }));
    const all = await detect(star, records);
    expect(await detect(star, records.toReversed())).toEqual(all);
    expect(await detect(star, records, { people: [makePerson('bob')] })).toEqual([]);
  });
});
