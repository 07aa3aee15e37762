import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeLoad, makeLoadItem } from '#analytics/testing/loads.ts';
import { untilWeek } from '#analytics/workload-weeks.ts';
import { chooseFault } from './fault.ts';

const person = (name: string, items: number, weekly = 30) =>
  makeLoad(
    name,
    Array.from({ length: items }, (_, index) => makeLoadItem(`${name}-${index}`, name)),
    { weekly },
  );
const none: ReadonlySet<string> = new Set();

describe('a planted fault', () => {
  test('is plain: who would get the work is over the limit with it, and was at it before', () => {
    const found = chooseFault([person('ada', 12), person('bob', 2), person('cy', 1)], none);
    expect(found).toMatchObject({ flaw: 'receiver_full', to: { person_id: expect.stringContaining('ada') } });
    expect(found?.items.length).toBeGreaterThan(0);
  });

  test('is the one that was wished for, or none', () => {
    const loads = [person('ada', 12), person('bob', 2), person('away', 0, 0)];
    expect(chooseFault(loads, none, 'wrong_way')?.flaw).toBe('wrong_way');
    expect(chooseFault([person('ada', 2), person('bob', 2)], none)).toBeNull();
    expect(chooseFault([person('ada', 2), person('bob', 2)], none, 'receiver_away')).toBeNull();
  });

  test('is made of nobody for whom an ordinary proposal waits', () => {
    const loads = [person('ada', 12), person('bob', 2)];
    const from = chooseFault(loads, none)?.from.person_id ?? '';
    expect(chooseFault(loads, new Set([from]))?.from.person_id).not.toBe(from);
  });

  test('never calls a sound move wrong, whatever the loads', () => {
    const team = fc.array(
      fc.record({ items: fc.integer({ min: 0, max: 14 }), weekly: fc.integer({ min: 0, max: 40 }) }),
      {
        minLength: 2,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(team, (members) => {
        const loads = members.map(({ items, weekly }, index) => person(`p${index}`, items, weekly));
        const found = chooseFault(loads, none);
        if (found === null) return;
        const { flaw, from, to, items } = found;
        expect(from.person_id).not.toBe(to.person_id);
        const hours = items.reduce((sum, item) => sum + item.hours, 0);
        const { capacity, due } = untilWeek(to.weeks, from.span_weeks);
        const own = untilWeek(from.weeks, from.span_weeks);
        if (flaw === 'receiver_full') expect(due + hours).toBeGreaterThan(1.15 * (capacity ?? 0));
        if (flaw === 'wrong_way')
          expect(due / (capacity ?? 1)).toBeGreaterThan(own.due / (own.capacity ?? 1));
        expect(chooseFault(loads.toReversed(), none)?.flaw).toBe(flaw);
      }),
    );
  });
});
