import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertion } from './case.ts';
import { caseResult } from './result.ts';
import { metricsOf, scoreCase, weightedScore } from './scoring.ts';

const rule = (type: string, more: object = {}) => assertion.parse({ type, ...more });
const by = (scores: Record<string, number>) => (one: { type: string }) => ({
  score: scores[one.type] ?? 0,
  fault: `${one.type} is wrong`,
});

describe('a case by its assertions', () => {
  test('fails by one that weighs and lies under its threshold, and tells one that does not weigh', () => {
    const rules = [rule('a', { threshold: 0.5 }), rule('b'), rule('c', { weight: 0 })];
    const { reasons, notes, scores } = scoreCase(rules, null, by({ a: 0.5, b: 0.9, c: 0 }));
    expect(reasons).toEqual(['b is wrong']);
    expect(notes).toEqual(['c is wrong']);
    expect(scores.map(({ held }) => held)).toEqual([true, false, false]);
  });

  test('with a threshold of its own is decided by its weighted score alone', () => {
    const rules = [rule('a', { weight: 3 }), rule('b')];
    expect(scoreCase(rules, 0.75, by({ a: 1, b: 0 })).reasons).toEqual([]);
    expect(scoreCase(rules, 0.75, by({ a: 1, b: 0 })).notes).toEqual(['b is wrong']);
    expect(scoreCase(rules, 0.8, by({ a: 1, b: 0 })).reasons).toEqual([
      'the score is 0.75, below 0.8',
      'b is wrong',
    ]);
  });

  test('has a weighted score between its least and its greatest', () => {
    const one = fc.record({
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), (list) => {
        const scores = list.map((entry) => ({ ...entry, type: 't', metric: null, threshold: 1, held: true }));
        const whole = weightedScore(scores);
        const weighing = list.filter(({ weight }) => weight > 0).map(({ score }) => score);
        if (whole === null) return weighing.length === 0;
        return whole >= Math.min(...weighing) - 1e-9 && whole <= Math.max(...weighing) + 1e-9;
      }),
    );
  });

  test('counts into the rate of each metric that its assertions name', () => {
    const made = (id: string, score: number) => {
      const { scores } = scoreCase(
        [rule('a', { metric: 'grounded', threshold: 0.5 }), rule('b')],
        null,
        by({ a: score, b: 1 }),
      );
      return caseResult.parse({
        id,
        kind: 'k',
        description: '',
        passed: true,
        reasons: [],
        input: '',
        output: '',
        milliseconds: 0,
        scores,
      });
    };
    expect(metricsOf([made('1', 1), made('2', 0.25)])).toMatchObject([
      { metric: 'grounded', mean: 0.625, passed: 1, total: 2, rate: 0.5 },
    ]);
  });
});
