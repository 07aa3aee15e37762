import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kpiSpec } from '#domain/goal.ts';
import { parseGoal, parseGoalLine } from './parser.ts';

const options = { today: '2026-03-02', fiscal_year_start_month: 1 };
const parse = (text: string) => parseGoal({ id: 'g1', text, ...options });

const expected = z.object({
  id: z.string(),
  text: z.string(),
  kpis: z.array(
    kpiSpec.pick({
      metric: true,
      direction: true,
      baseline: true,
      target: true,
      target_range: true,
      relative: true,
      unit: true,
      due_iso: true,
    }),
  ),
  needs_clarification: z.array(z.string()).optional(),
});
const cases = readFileSync(new URL('./own-goals.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => expected.parse(JSON.parse(line)));

const words = (metric: string) =>
  new Set(
    metric
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}]|[\p{L}\p{N}]+/gu)
      ?.map((word) => word.replace(/(?<=\p{L}{3})s$/u, '')) ?? [],
  );
function likeness(one: string, other: string): number {
  const [a, b] = [words(one), words(other)];
  return (2 * a.intersection(b).size) / Math.max(1, a.size + b.size);
}

describe('goals in other words than those it was built on', () => {
  test.each(cases.map((one) => [one.text, one] as const))('%s', (text, wanted) => {
    const goal = parse(text);
    expect(goal.kpis).toHaveLength(wanted.kpis.length);
    for (const [index, { metric, unit, relative, ...fields }] of wanted.kpis.entries()) {
      const kpi = goal.kpis[index];
      expect(kpi).toMatchObject(fields);
      expect(likeness(kpi?.metric ?? '', metric), `${kpi?.metric} for ${metric}`).toBeGreaterThanOrEqual(0.5);
      if (unit !== null) expect(kpi?.unit).toBe(unit);
      expect(kpi?.relative?.type).toBe(relative?.type);
      if (relative) expect(kpi?.relative?.value).toBeCloseTo(relative.value);
    }
    if (wanted.needs_clarification) expect(goal.needs_clarification).toEqual(wanted.needs_clarification);
  });
});

describe('the contract’s example', () => {
  test('is read as the contract says', () => {
    const goal = parse('Cut churn to below 3% by end of Q3');
    expect(goal).toMatchObject({
      id: 'g1',
      objective: 'Cut churn',
      measurable: true,
      needs_clarification: ['baseline'],
      writer: 'offline@1',
    });
    expect(goal.kpis).toEqual([
      {
        metric: 'churn',
        direction: 'decrease',
        comparator: '<=',
        baseline: null,
        target: 3,
        target_range: null,
        relative: null,
        unit: 'percent',
        window: null,
        due: 'by end of Q3',
        due_iso: '2026-09-30',
      },
    ]);
    expect(Object.keys(goal)).toEqual([
      'id',
      'text',
      'objective',
      'measurable',
      'kpis',
      'needs_clarification',
      'questions',
      'writer',
    ]);
    expect(goal.questions[0]?.ask).toContain('churn');
  });

  test('follows the fiscal year', () => {
    const goal = parseGoal({
      id: 'g',
      text: 'Cut churn to 3% by end of Q1',
      today: '2026-03-02',
      fiscal_year_start_month: 4,
    });
    expect(goal.kpis[0]?.due_iso).toBe('2026-06-30');
  });
});

describe('a line of `goals parse`', () => {
  test('is read when it has an id and a text', () => {
    expect(parseGoalLine({ id: 'g1', text: 'Reach 10 customers by May' }, options).kpis[0]?.target).toBe(10);
  });

  test.each([
    [{ text: 'x' }, /id/],
    [{ id: 'g', text: 5 }, /text/],
    ['a string', /expected object/i],
    [null, /expected object/i],
  ])('is refused with the field’s name: %j', (line, message) => {
    expect(() => parseGoalLine(line, options)).toThrow(message);
  });

  test('refuses a month that is none', () => {
    expect(() =>
      parseGoalLine({ id: 'g', text: 'x' }, { today: '2026-03-02', fiscal_year_start_month: 13 }),
    ).toThrow(/fiscal_year_start_month/);
  });
});
