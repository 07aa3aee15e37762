import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDay, parseInstant } from './instant.ts';

describe('an instant', () => {
  test.each([
    ['2021-01-25T11:09:27.985+0800', '2021-01-25T03:09:27.985Z'],
    ['2026-03-02T09:15:00.000+0000', '2026-03-02T09:15:00.000Z'],
    ['2026-03-02T09:15:00-05:00', '2026-03-02T14:15:00.000Z'],
    ['2026-03-02T09:15:00Z', '2026-03-02T09:15:00.000Z'],
    [1_614_676_500_000, '2021-03-02T09:15:00.000Z'],
  ])('%s is %s', (value, expected) => {
    expect(parseInstant(value)).toBe(expected);
  });

  test.each(['', 'now', '2026-03-02', '2026-03-02T09:15:00', '2026-02-30T00:00:00Z', '2026-03-02T25:00:00Z'])(
    '"%s" is none',
    (value) => {
      expect(parseInstant(value)).toBeNull();
    },
  );

  test.each(['1989-12-31T23:00:00Z', '2101-01-01T00:00:00Z', 1e18, Number.NaN])(
    '%s is out of bounds',
    (value) => {
      expect(parseInstant(value)).toBeNull();
    },
  );

  test('keeps the moment, however it is written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-02'), max: new Date('2100-12-30'), noInvalidDate: true }),
        fc.integer({ min: -12, max: 14 }),
        (date, zone) => {
          const local = new Date(date.getTime() + zone * 3_600_000).toISOString().slice(0, -1);
          const offset = `${zone < 0 ? '-' : '+'}${String(Math.abs(zone)).padStart(2, '0')}00`;
          expect(parseInstant(`${local}${offset}`)).toBe(date.toISOString());
        },
      ),
    );
  });
});

test('a day exists or it does not', () => {
  expect(isDay('2024-02-29')).toBe(true);
  for (const text of ['2023-02-29', '2026-3-1', '31.12.2025', '1066-10-14', '2026-03-02T00:00:00Z'])
    expect(isDay(text)).toBe(false);
});
