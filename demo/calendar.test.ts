import { describe, expect, test } from 'vitest';
import { easterOf, historyStart, isHoliday, makeZoneOffsets, weekday } from './calendar.ts';

describe('the calendar', () => {
  test('knows Easter and what hangs on it', () => {
    expect([2024, 2025, 2026, 2027].map(easterOf)).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
    ]);
    expect(isHoliday('2026-04-06', 'Rotterdam')).toBe(true);
    expect(isHoliday('2026-11-26', 'New York')).toBe(true);
    expect(isHoliday('2026-09-07', 'New York')).toBe(true);
    expect(isHoliday('2026-11-24', 'New York')).toBe(false);
  });

  test('begins 26 whole weeks before the anchor, on a Monday', () => {
    expect(historyStart('2026-11-23')).toBe('2026-05-25');
    expect(historyStart('2026-11-29')).toBe('2026-05-25');
    expect(weekday('2026-05-25')).toBe(0);
    expect(historyStart('2026-11-29', 52)).toBe('2025-11-24');
  });

  test('moves the clocks with each zone', () => {
    const offsetOf = makeZoneOffsets();
    const hours = (zone: string, day: string) => offsetOf(zone, day) / 3_600_000;
    expect(hours('Europe/Oslo', '2026-07-01')).toBe(2);
    expect(hours('Europe/Oslo', '2026-11-01')).toBe(1);
    expect(hours('America/New_York', '2026-11-20')).toBe(-5);
    expect(hours('Asia/Singapore', '2026-11-20')).toBe(8);
  });
});
