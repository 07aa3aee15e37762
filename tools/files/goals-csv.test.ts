import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goalStatus, goalVisibility } from '#domain/goal.ts';
import { type GoalRow, readGoalsCsv, writeGoalsCsv } from './goals-csv.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const row: GoalRow = {
  email: 'ann@example.com',
  name: 'Cut churn',
  description: '=HYPERLINK("http://x")',
  visibility: 'line',
  due_at: '2026-09-30',
  priority: 2,
  status: 'active',
  completion: 25,
  key_results: [{ title: 'churn at most 3 %', completion: 25 }],
  team: null,
  goal_id: 'goal_1',
  parent_goal_id: null,
};

test('has the headers that HR tools use, and escapes what a spreadsheet would run', () => {
  const text = writeGoalsCsv([row]);
  expect(text.split('\r\n')[0]).toMatch(
    /^email,name,description,visibility,due_at,priority,status,completion,key_result_1_title,key_result_1_completion,/,
  );
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toContain('manager_line');
});

const text = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((value) => value.trim() !== '' && !value.includes('\0'));
const share = fc.option(fc.integer({ min: 0, max: 10_000 }).map((value) => value / 100));

test('what is written is read back as it was', () => {
  const rows = fc.array(
    fc.record({
      email: fc.constant('ann@example.com'),
      name: text,
      description: fc.option(text),
      visibility: fc.option(fc.constantFrom(...goalVisibility.options)),
      due_at: fc.option(fc.constantFrom('2026-02-28', '2030-12-31')),
      priority: fc.option(fc.integer({ min: 1, max: 5 })),
      status: fc.option(fc.constantFrom(...goalStatus.options)),
      completion: share,
      key_results: fc.array(fc.record({ title: text, completion: share }), { maxLength: 4 }),
      team: fc.constant(null),
      goal_id: fc.option(fc.constant('goal_x')),
      parent_goal_id: fc.constant(null),
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(rows, (goals) => {
      const read = readGoalsCsv(bytes(writeGoalsCsv(goals)));
      expect(read.errors).toEqual([]);
      expect(read.goals.map(({ line, ...goal }) => goal)).toEqual(goals);
    }),
  );
});

test('every fault is told by line and field, and none of a file’s words fail it', () => {
  const read = readGoalsCsv(
    bytes(
      'email,name,priority,due_at,visibility,extra\nann@x.y,A,9,tomorrow,moon,1\n,B,1,2026-01-01,team,1\nann@x.y,C\n',
    ),
  );
  expect(read.errors.map(({ line, field }) => [line, field])).toEqual([
    [2, 'due_at'],
    [2, 'visibility'],
    [2, 'priority'],
    [3, 'email'],
    [4, null],
  ]);
  expect(read.dropped_columns).toEqual(['extra']);
  expect(readGoalsCsv(bytes('')).errors).toHaveLength(1);
  expect(readGoalsCsv(new Uint8Array([0xff, 0xfe, 0x00])).errors).toHaveLength(1);
});

test('reads what other tools call the same', () => {
  const read = readGoalsCsv(
    bytes('email;name;visibility;status;completion\nAnn@X.y;A;Private;On Track;40 %\n'),
  );
  expect(read.goals).toMatchObject([
    { email: 'ann@x.y', visibility: 'owner', status: 'active', completion: 40 },
  ]);
});
