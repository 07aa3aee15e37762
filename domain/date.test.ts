import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, completeWeeksBefore, daysBetween, weekEnd, weekStart, weeksOf } from './date.ts';

const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1990-01-01', days));

describe('days and weeks', () => {
  test('a week runs from Monday to Sunday', () => {
    expect(weekStart('2026-11-23')).toBe('2026-11-23');
    expect(weekStart('2026-11-22')).toBe('2026-11-16');
    expect(weekEnd('2026-11-23')).toBe('2026-11-29');
  });

  test('the running week is never a complete one', () => {
    expect(completeWeeksBefore('2026-11-25', 2)).toEqual({ from: '2026-11-09', to: '2026-11-22' });
    expect(completeWeeksBefore('2026-11-23', 1)).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  });

  test('adding days and counting them are inverse', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -9999, max: 9999 }),
        (date, days) => daysBetween(date, addDays(date, days)) === days,
      ),
    );
  });

  test('each day lies in the week that starts on its Monday', () => {
    fc.assert(
      fc.property(day, (date) => {
        const monday = weekStart(date);
        return (
          monday <= date && daysBetween(monday, date) < 7 && new Date(`${monday}T00:00:00Z`).getUTCDay() === 1
        );
      }),
    );
  });

  test('a period has each of its weeks once', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), (from, days) => {
        const weeks = weeksOf({ from, to: addDays(from, days) });
        return (
          new Set(weeks).size === weeks.length &&
          weeks[0] === weekStart(from) &&
          weeks.at(-1) === weekStart(addDays(from, days))
        );
      }),
    );
  });
});
