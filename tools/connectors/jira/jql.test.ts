import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJql } from '#demo/vendors/jira-query.ts';
import { jqlInstant, orderedJql, windowJql } from './jql.ts';

const zones = [
  'UTC',
  'Europe/Oslo',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

describe('the window', () => {
  test('is written in the zone of the account that asks', () => {
    const at = Date.parse('2026-03-02T09:15:42.000Z');
    expect(jqlInstant(at, 'Europe/Oslo')).toBe('2026-03-02 10:15');
    expect(jqlInstant(at, 'America/Los_Angeles')).toBe('2026-03-02 01:15');
    expect(jqlInstant(at, 'Asia/Kolkata')).toBe('2026-03-02 14:45');
  });

  test('never begins later than asked, in whatever zone, also when clocks change, nor much earlier', () => {
    const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (since, time_zone) => {
        const jql = orderedJql(windowJql({ since, time_zone, project_keys: [] }));
        const read = parseJql(jql, time_zone, 0).since;
        expect(read).toBeLessThanOrEqual(since);
        // A minute is cut off; in the hour that comes twice another hour.
        expect(since - read).toBeLessThan(61 * 60_000);
      }),
      { numRuns: 300 },
    );
  });

  test('with an unknown zone begins early enough for every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.constantFrom(null, 'Nowhere/Land'), (zone, time_zone) => {
        const since = Date.parse('2026-03-02T09:15:00.000Z');
        const jql = orderedJql(windowJql({ since, time_zone, project_keys: [] }));
        expect(parseJql(jql, zone, 0).since).toBeLessThanOrEqual(since);
      }),
    );
  });

  test('names its projects, and nothing but projects', () => {
    const jql = windowJql({ since: null, time_zone: null, project_keys: ['PAY', 'OPS'] });
    expect(jql).toBe('project in ("PAY", "OPS") AND updated >= "1990-01-01 00:00"');
    expect(() => windowJql({ since: null, time_zone: null, project_keys: ['PAY") OR ("'] })).toThrow(
      /project_keys holds/,
    );
  });
});
