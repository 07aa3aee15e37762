import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  fiscalPartEnd,
  nextDay,
  nextMonthEnd,
  nextWeekday,
  periodEnd,
  validDay,
} from './calendar.ts';

const calendarYear = { today: '2026-03-02', fiscal_year_start_month: 1 };
const april = { today: '2026-03-02', fiscal_year_start_month: 4 };

describe('the fiscal calendar', () => {
  test('ends a quarter on its last day', () => {
    expect(fiscalPartEnd(3, 4, null, calendarYear)).toBe('2026-09-30');
    expect(fiscalPartEnd(1, 4, 2027, calendarYear)).toBe('2027-03-31');
    expect(fiscalPartEnd(1, 2, null, calendarYear)).toBe('2026-06-30');
  });

  test('counts quarters from the fiscal year’s first month', () => {
    expect(fiscalPartEnd(4, 4, null, april)).toBe('2026-03-31');
    expect(fiscalPartEnd(1, 4, 2027, april)).toBe('2026-06-30');
    expect(periodEnd('fiscal_year', 0, april)).toBe('2026-03-31');
  });

  test('takes the next quarter of a name that has passed', () => {
    expect(fiscalPartEnd(1, 4, null, { ...calendarYear, today: '2026-05-01' })).toBe('2027-03-31');
  });

  test('knows the running and the next period', () => {
    expect(periodEnd('quarter', 0, calendarYear)).toBe('2026-03-31');
    expect(periodEnd('quarter', 1, calendarYear)).toBe('2026-06-30');
    expect(periodEnd('quarter', 1, { ...calendarYear, today: '2026-11-05' })).toBe('2027-03-31');
    expect(periodEnd('week', 0, calendarYear)).toBe('2026-03-08');
    expect(periodEnd('academic_year', 0, calendarYear)).toBe('2026-06-30');
  });

  test('refuses days that no month has, and shortens the 31st', () => {
    expect(validDay(2026, 2, 30)).toBeNull();
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(nextMonthEnd(2, calendarYear)).toBe('2027-02-28');
    expect(nextDay(3, 2, calendarYear)).toBe('2026-03-02');
    expect(nextWeekday(5, 0, calendarYear)).toBe('2026-03-06');
    expect(nextWeekday(1, 0, calendarYear)).toBe('2026-03-09');
  });

  test('never ends a named part before today, whatever month the year starts in', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (date, month, part) => {
          const today = date.toISOString().slice(0, 10);
          const end = fiscalPartEnd(part, 4, null, { today, fiscal_year_start_month: month });
          expect(end !== null && end >= today).toBe(true);
        },
      ),
    );
  });
});
