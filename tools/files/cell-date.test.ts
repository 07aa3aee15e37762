import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDateReader } from './cell-date.ts';
import { readNumber } from './cell-number.ts';

test('a day written by any pattern is read back', () => {
  const day = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, (text) => {
      const [year = '', month = '', date = ''] = text.split('-');
      expect(makeDateReader('M/D/YYYY', null).day(`${Number(month)}/${Number(date)}/${year}`)).toBe(text);
      expect(makeDateReader('DD.MM.YYYY', null).day(`${date}.${month}.${year}`)).toBe(text);
      expect(makeDateReader(null, null).day(text)).toBe(text);
    }),
  );
});

test('a clock is read in its zone, also where it is put back and forward', () => {
  const { instant } = makeDateReader('YYYY-MM-DD HH:mm', 'America/New_York');
  expect(instant('2026-01-15 12:00')).toBe('2026-01-15T17:00:00.000Z');
  expect(instant('2026-07-15 12:00')).toBe('2026-07-15T16:00:00.000Z');
  // Twice on 1 November 2026: the first.
  expect(instant('2026-11-01 01:30')).toBe('2026-11-01T05:30:00.000Z');
  // Never on 8 March 2026.
  expect(instant('2026-03-08 02:30')).toBe('2026-03-08T07:30:00.000Z');
  expect(instant('2026-02-30 02:30')).toBeNull();
});

test('an instant with a zone of its own needs none', () => {
  const { instant } = makeDateReader(null, null);
  expect(instant('2026-01-15T12:00:00+02:00')).toBe('2026-01-15T10:00:00.000Z');
  expect(instant('2026-01-15 12:00:00 +0200')).toBe('2026-01-15T10:00:00.000Z');
  expect(instant('2026-01-15')).toBe('no-zone');
});

test('numbers are read as the file writes them, and never guessed', () => {
  const german = { decimal: ',', thousands: '.', scale: 1, clock: false } as const;
  expect(readNumber('1.234.567,89', german)).toBe(1_234_567.89);
  expect(readNumber('1234,5', german)).toBe(1234.5);
  expect(readNumber('12.34', german)).toBeNull();
  expect(readNumber('1 234,5', { ...german, thousands: ' ' })).toBe(1234.5);
  expect(readNumber('1,5', { ...german, decimal: '.', thousands: '' })).toBeNull();
  expect(readNumber('60 %', { ...german, scale: 0.01 })).toBe(0.6);
});
