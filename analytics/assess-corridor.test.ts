import { expect, test } from 'vitest';
import { corridorOfSize } from './assess.ts';

test('what counts things may grow with the people, what measures time or shares may not', () => {
  expect(corridorOfSize('throughput', { low: 1, high: null }, 9)).toEqual({ low: 9, high: null });
  expect(corridorOfSize('cycle_time_median', { low: null, high: 10 }, 9)).toEqual({ low: null, high: 10 });
  expect(corridorOfSize('throughput', { low: 1, high: null }, 1)).toEqual({ low: 1, high: null });
});
