import { describe, expect, test } from 'vitest';
import { parseGoal } from './parser.ts';

const numbers = (text: string) =>
  parseGoal({ id: 'g', text, today: '2026-03-02', fiscal_year_start_month: 1 }).kpis.flatMap((kpi) => [
    ...[kpi.baseline, kpi.target, kpi.relative?.value ?? null].filter((value) => value !== null),
    ...(kpi.target_range ?? []),
  ]);

describe('a number that only says which things are meant is no target', () => {
  test.each([
    ['a place', 'Cut waste by 10% in our four stores', [10]],
    ['a whole', 'Of our 48 stores, 40 should be profitable', [40]],
    ['those asked', 'Out of 200 applicants invite 30', [30]],
    ['a team', 'With a team of 6, handle 1,200 tickets a month', [1200]],
    ['an age', 'Reduce tickets older than 14 days to fewer than 25', [25]],
    ['a size', 'Increase deals above $50k from 12% to 20%', [12, 20]],
    ['a name', 'Improve our score on question 7', []],
    ['a product', 'Roll out Office 365 to the Berlin office', []],
    ['a version', 'Move from Python 3.9 to 3.12 on all services', []],
    ['a share of the time', 'Response time under 7 minutes, 90% of the time', [7]],
    ['a share’s time limit', 'Resolve 95% of tickets within 2 days', [95]],
    ['a year', 'Build 350 homes each year to 2031', [350]],
    ['Romance articles', 'Melhorar o resultado das 4 lojas do norte', []],
    ['German wholes', 'Von 12 Filialen sollen bis Jahresende 10 rentabel sein', [10]],
    ['Chinese counters', '提升3个产品的用户活跃度', []],
  ])('%s: %s', (_what, text, wanted) => expect(numbers(text)).toEqual(wanted));
});
