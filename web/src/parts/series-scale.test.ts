import { expect, test } from 'vitest';
import { axisTicks, pathOf, scaleOf } from './series-scale.ts';

const frame = { left: 0, right: 100, top: 0, bottom: 50 };

test('a line is left open where nothing was observed', () => {
  const scale = scaleOf([0, 10], null, frame, 5);
  const drawn = pathOf([0, 10, null, 10, 0], scale);
  expect(drawn.match(/M/g)).toHaveLength(2);
  expect(drawn.startsWith('M0.0 50.0L25.0 0.0')).toBe(true);
});

test('values near nothing are drawn from nothing up, values far from it are not', () => {
  expect(scaleOf([2, 8], null, frame, 2).low).toBe(0);
  expect(scaleOf([96, 101], null, frame, 2).low).toBe(96);
});

test('a healthy range near the values is part of the picture, one far away does not flatten them', () => {
  expect(scaleOf([60, 100], { low: null, high: 110 }, frame, 2).high).toBe(110);
  expect(scaleOf([1, 2], { low: null, high: 500 }, frame, 2).high).toBe(2);
});

test('a level that never changes is drawn all the same', () => {
  const scale = scaleOf([7, 7], null, frame, 2);
  expect(Number.isFinite(scale.y(7))).toBe(true);
  expect(axisTicks(scale).length).toBeGreaterThan(1);
});

test('ticks are round, ordered, within the scale and few', () => {
  for (const [low, high] of [
    [0, 6.5],
    [0, 0.3],
    [12, 480],
    [-20, 20],
  ] as const) {
    const ticks = axisTicks({ low, high });
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    expect(ticks.every((tick) => tick >= low - 1e-9 && tick <= high + 1e-6)).toBe(true);
  }
});
