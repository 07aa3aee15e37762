import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assessment } from './assessment.ts';
import { type ComparisonInput, compare } from './comparison.ts';
import { assessmentId, personId } from './ids.ts';
import { indicatorDefinition } from './indicator.ts';
import { type Person, person } from './person.ts';

const someone = (name: string, job: Person['job_function'] = 'engineering'): Person =>
  person.parse({
    id: `per_${name}`,
    employee_id: null,
    name,
    email: null,
    manager_id: null,
    team_id: null,
    job_title: null,
    job_function: job,
    department: null,
    location: null,
    start_date: null,
    end_date: null,
    employment_type: null,
    weekly_hours: 40,
    skills: [],
    active: true,
  });

const definition = (id: string, team_only = false) =>
  indicatorDefinition.parse({
    id,
    name: id,
    unit: 'days',
    direction: 'decrease',
    formula: 'as the test says',
    record_kind: 'work_item',
    source: 'a test',
    job_functions: ['engineering'],
    minimum_n: 1,
    kind: 'flow',
    team_only,
  });

const assessed = (name: string, recent: number | null, indicator = 'cycle_time'): Assessment => ({
  id: assessmentId.parse(`asm_${name}${indicator}`),
  indicator_id: indicator,
  subject: { kind: 'person', id: personId.parse(`per_${name}`) },
  period: { from: '2026-10-26', to: '2026-11-22' },
  recent,
  baseline: null,
  trend: null,
  change_point: null,
  forecast: null,
  standing: recent === null ? 'not_enough_data' : 'within',
  partial: false,
});

const names = ['ada', 'bea', 'cas', 'dan', 'eve'];
const input = (over: Partial<ComparisonInput> = {}): ComparisonInput => ({
  policy: { archetype: 'dynamic', comparisons_allowed: true, minimum_group_size: 5 },
  leads: true,
  people: names.map((name) => someone(name)),
  frameworkOf: () => ({
    job_function: 'engineering',
    entries: [
      { indicator_id: 'cycle_time', weight: 0.9, corridor: { low: null, high: 10 } },
      { indicator_id: 'focus', weight: 0.1, corridor: { low: null, high: null } },
    ],
  }),
  definitions: [definition('cycle_time'), definition('focus', true)],
  assessments: names.map((name, place) => assessed(name, 10 - place)),
  observations: [],
  ...over,
});

test('people of one job function stand side by side by name, with their median', () => {
  const { groups } = compare(input());
  expect(groups).toHaveLength(1);
  const [indicator] = groups[0]?.indicators ?? [];
  expect(indicator?.median).toBe(8);
  expect(indicator?.values.map(({ name }) => name)).toEqual(names);
});

test('where policy forbids comparison nothing is compared, and it is said why', () => {
  const policy = { archetype: 'gentle', comparisons_allowed: false, minimum_group_size: 5 } as const;
  const answer = compare(input({ policy }));
  expect(answer.groups).toEqual([]);
  expect(answer.refused).toContain('gentle');
});

test('colleagues who don’t lead the team see no comparison', () => {
  expect(compare(input({ leads: false }))).toEqual({
    refused: expect.stringContaining('managers'),
    groups: [],
  });
});

test('another job function is another group, and too small a one shows no figure', () => {
  const { groups } = compare(
    input({ people: [...names.map((name) => someone(name)), someone('sam', 'sales')] }),
  );
  expect(groups.map(({ job_function, refused }) => [job_function, refused === null])).toEqual([
    ['engineering', true],
    ['sales', false],
  ]);
  expect(groups[1]?.indicators).toEqual([]);
});

test('what is told of teams only is not told of people here either', () => {
  const assessments = [...input().assessments, ...names.map((name) => assessed(name, 3, 'focus'))];
  const { groups } = compare(input({ assessments }));
  expect(groups[0]?.indicators.map((one) => one.definition.id)).toEqual(['cycle_time']);
});

test('no figure ever stands among fewer known ones than the minimum group size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.double({ min: 0, max: 100, noNaN: true })), { minLength: 0, maxLength: 9 }),
      fc.integer({ min: 2, max: 8 }),
      (values, minimum_group_size) => {
        const people = values.map((_, index) => someone(`p${index}`));
        const assessments = values.map((value, index) => assessed(`p${index}`, value));
        const policy = { archetype: 'dynamic', comparisons_allowed: true, minimum_group_size } as const;
        const { groups } = compare(input({ policy, people, assessments }));
        for (const indicator of groups.flatMap((group) => group.indicators)) {
          const known = indicator.values.filter(({ value }) => value !== null).length;
          expect(known === 0 || known >= minimum_group_size).toBe(true);
          expect(indicator.median === null).toBe(known === 0);
        }
      },
    ),
  );
});
