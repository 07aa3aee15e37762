import { describe, expect, test } from 'vitest';
import { parseGoal } from './parser.ts';

const due = (phrase: string, fiscal_year_start_month: number, today = '2026-03-02') => {
  const [kpi] = parseGoal({
    id: 'g',
    text: `Win 10 customers ${phrase}`,
    today,
    fiscal_year_start_month,
  }).kpis;
  return kpi?.due === null ? null : kpi?.due_iso;
};

// Counted from Monday 2 March 2026. Fiscal years from January, from April (2025/26 runs) and from October (FY26 runs).
describe('a goal’s period ends on', () => {
  test.each([
    ['by end of Q3', '2026-09-30', '2026-12-31', '2026-06-30'],
    ['by Q3', '2026-09-30', '2026-12-31', '2026-06-30'],
    ['in Q1', '2026-03-31', '2026-06-30', '2026-12-31'],
    ['by Q4 2025', '2025-12-31', '2025-03-31', '2025-09-30'],
    ['in FY26 Q2', '2026-06-30', '2025-09-30', '2026-03-31'],
    ['by Q2 FY27', '2027-06-30', '2026-09-30', '2027-03-31'],
    ['by the end of the third quarter', '2026-09-30', '2026-12-31', '2026-06-30'],
    ['by H1', '2026-06-30', '2026-09-30', '2026-03-31'],
    ['in the second half of the year', '2026-12-31', '2026-03-31', '2026-09-30'],
    ['this quarter', '2026-03-31', '2026-03-31', '2026-03-31'],
    ['by the end of the quarter', '2026-03-31', '2026-03-31', '2026-03-31'],
    ['by EOQ', '2026-03-31', '2026-03-31', '2026-03-31'],
    ['next quarter', '2026-06-30', '2026-06-30', '2026-06-30'],
    ['this fiscal year', '2026-12-31', '2026-03-31', '2026-09-30'],
    ['by the end of the fiscal year', '2026-12-31', '2026-03-31', '2026-09-30'],
    ['in the next financial year', '2027-12-31', '2027-03-31', '2027-09-30'],
    ['by FY27', '2027-12-31', '2027-03-31', '2027-09-30'],
    ['by FY27 year-end', '2027-12-31', '2027-03-31', '2027-09-30'],
    ['by mid-Q3', '2026-08-15', '2026-11-15', '2026-05-15'],
  ])('%s', (phrase, january, april, october) => {
    expect([due(phrase, 1), due(phrase, 4), due(phrase, 10)]).toEqual([january, april, october]);
  });

  // What no fiscal year moves.
  test.each([
    ['by year-end', '2026-12-31'],
    ['by EOY', '2026-12-31'],
    ['by the end of 2027', '2027-12-31'],
    ['by 2030', '2030-12-31'],
    ['by the year 2030', '2030-12-31'],
    ['between 2027 and 2030', '2030-12-31'],
    ['over 2026-2029', '2029-12-31'],
    ['by March', '2026-03-31'],
    ['by February', '2027-02-28'],
    ['by mid-April', '2026-04-15'],
    ['by early June', '2026-06-10'],
    ['by 1 July', '2026-07-01'],
    ['before June 15th, 2027', '2027-06-15'],
    ['by 2026-09-30', '2026-09-30'],
    ['by Friday', '2026-03-06'],
    ['by the end of the week', '2026-03-08'],
    ['by week 20', '2026-05-17'],
    ['this month', '2026-03-31'],
    ['within 6 months', '2026-09-02'],
    ['within a quarter', '2026-06-02'],
    ['over the next two years', '2028-03-02'],
    ['in 90 days', '2026-05-31'],
    ['three months from now', '2026-06-02'],
    ['this academic year', '2026-06-30'],
    ['by the end of the 2026-27 school year', '2027-06-30'],
    ['by Christmas', '2026-12-25'],
    ['all year', '2026-12-31'],
    ['before the fair in May', '2026-05-31'],
  ])('%s', (phrase, day) => expect([due(phrase, 1), due(phrase, 7)]).toEqual([day, day]));
});

describe('a period that is none', () => {
  test.each([
    'of Q2 pipeline',
    'compared to last year',
    'than in January',
    'by [date]',
    'from the 2025 cohort',
  ])('is no due date: %s', (phrase) => expect(due(phrase, 1)).toBeNull());
});

test('a period that runs out today is still this one', () => {
  expect(due('this quarter', 1, '2026-03-31')).toBe('2026-03-31');
  expect(due('this quarter', 1, '2026-04-01')).toBe('2026-06-30');
  expect(due('by Q1', 1, '2026-04-01')).toBe('2027-03-31');
});
