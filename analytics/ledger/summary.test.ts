import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interventionId, teamId } from '#domain/ids.ts';
import type { LedgerEntry } from '#domain/ledger.ts';
import { expectedShare, keptOf, learned, priorOf } from './shrinkage.ts';
import { keptShares, summariseLedger } from './summary.ts';

const entry = (number: number, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  intervention_id: interventionId.parse(`itv_${number}`),
  kind: 'rebalance_workload',
  team_id: teamId.parse('team_a'),
  title: 'Move two tasks',
  state: 'measured',
  group: 'done',
  since: '2026-02-01',
  metric: 'open work in percent of capacity',
  unit: 'percent',
  before: 150,
  predicted: 100,
  constructed: 100,
  lower80: 80,
  upper80: 120,
  measured: 100,
  comparison: null,
  verdict: 'helped',
  measured_at: '2026-03-01T00:00:00.000Z',
  ...over,
});

/** A promise of −50 of which this share came. */
const keeping = (shares: readonly number[], over: Partial<LedgerEntry> = {}) =>
  shares.map((share, index) =>
    entry(index, {
      measured: 150 - 50 * share,
      verdict: share > 0.5 ? 'helped' : 'no_effect',
      ...over,
    }),
  );

const only = (entries: readonly LedgerEntry[]) => {
  const [found, ...more] = summariseLedger(entries);
  if (found === undefined || more.length > 0) throw new Error('one kind was expected');
  return found;
};

describe('what a kind has come to', () => {
  test('says plainly that no effect was shown', () => {
    const found = only(keeping([0.9, -0.8, 0.1, 0.3, -0.4, 0]));
    expect(found).toMatchObject({
      measured: 6,
      helped: 1,
      no_effect: 5,
      helps: 'not_shown',
      calibration: 'too_high',
    });
    expect(found.words).toMatch(/no effect has been shown\. It promised too much\./);
  });

  test('says that it helps, and how well it knew', () => {
    const found = only(keeping([0.9, 1.1, 1, 0.8, 1.2]));
    expect(found).toMatchObject({ helps: 'yes', calibration: 'as_promised', within: { hits: 5, n: 5 } });
  });

  test('says nothing of too few', () => {
    expect(only(keeping([0, 0, 0, 0]))).toMatchObject({ helps: 'too_few', calibration: 'too_few' });
    expect(only([entry(1, { verdict: 'too_early', measured: null })])).toMatchObject({
      done: 1,
      measured: 0,
      too_early: 1,
      words: expect.stringMatching(/None measured/),
    });
  });

  test('sets those left alone beside it: what comes by itself is no effect', () => {
    const left = keeping([0.5, 0.6, 0.4, 0.5], { group: 'not_done', state: 'rejected' });
    const found = only([...keeping([0.5, 0.6, 0.4, 0.5, 0.5]), ...left]);
    expect(found).toMatchObject({ measured: 5, not_done: 4 });
    expect(found.difference?.lower95).toBeLessThan(0);
    expect(found.difference?.upper95).toBeGreaterThan(0);
  });

  test('counts the effect against the comparison, not the plain change', () => {
    const comparison = {
      basis: 'comparable_people' as const,
      n: 9,
      expected: 100,
      effect: 0,
      lower80: -5,
      upper80: 5,
    };
    const entries = Array.from({ length: 6 }, (_, index) =>
      entry(index, { comparison, verdict: 'no_effect' }),
    );
    expect(only(entries)).toMatchObject({ kept: { mean: 0 }, helps: 'not_shown' });
  });

  test('does not depend on the order, and counts add up', () => {
    const shares = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(shares, (some) => {
        const entries = keeping(some);
        const found = summariseLedger(entries);
        expect(summariseLedger(entries.toReversed()).map(({ helps, within }) => ({ helps, within }))).toEqual(
          found.map(({ helps, within }) => ({ helps, within })),
        );
        for (const one of found) {
          expect(one.helped + one.no_effect + one.worse).toBe(one.measured);
          expect(one.measured + one.too_early + one.not_measurable).toBe(one.done);
          if (one.kept !== null) expect(one.kept.lower95).toBeLessThanOrEqual(one.kept.mean);
        }
      }),
    );
  });
});

describe('a promise that learns', () => {
  const share = fc.double({ min: -2, max: 2, noNaN: true });
  const effect = { before: 150, after: 100, lower80: 90, upper80: 110 };

  test('stays as it is while nothing is measured', () => {
    expect(learned(effect, keptOf([]), priorOf([]))).toEqual(effect);
    const others = [keptOf([0, 0, 0])];
    expect(learned(effect, keptOf([]), priorOf(others))).toEqual(effect);
  });

  test('lies between the promise and what was kept, and nears that the more is measured', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 60 }), (kept, n) => {
        const few = keptOf(Array.from({ length: n }, () => kept));
        const many = keptOf(Array.from({ length: n + 5 }, () => kept));
        const prior = priorOf([few]);
        const [a, b] = [expectedShare(few, prior).share, expectedShare(many, prior).share];
        expect(a).toBeGreaterThanOrEqual(Math.min(1, kept) - 1e-9);
        expect(a).toBeLessThanOrEqual(Math.max(1, kept) + 1e-9);
        expect(Math.abs(b - kept)).toBeLessThanOrEqual(Math.abs(a - kept) + 1e-9);
      }),
    );
  });

  test('keeps its middle within its interval, and grows with the scale', () => {
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (some, scale) => {
          const kind = keptOf(some);
          const prior = priorOf([kind]);
          const found = learned(effect, kind, prior);
          expect(found.lower80).toBeLessThanOrEqual(found.after);
          expect(found.upper80).toBeGreaterThanOrEqual(found.after);
          const scaled = Object.fromEntries(
            Object.entries(effect).map(([key, value]) => [key, value * scale]),
          );
          const larger = learned(scaled as typeof effect, kind, prior);
          expect(larger.after / scale).toBeCloseTo(found.after, 6);
          expect(larger.lower80 / scale).toBeCloseTo(found.lower80, 6);
        },
      ),
    );
  });

  test('errs less than the promise itself where promises are too high', () => {
    // Of a promise of 1, 0.2 comes on average; after ten cases the next is foretold nearer than by the promise.
    const shares = [0.1, 0.4, 0.2, 0, 0.3, 0.5, -0.2, 0.3, 0.2, 0.2];
    const { share: next } = expectedShare(keptOf(shares), priorOf([keptOf(shares)]));
    expect(Math.abs(next - 0.2)).toBeLessThan(0.3);
  });

  test('settles at what is kept, round after round', () => {
    // 0.4 of the constructed promise comes each time, whatever was promised last.
    const measured: LedgerEntry[] = [];
    let promised = -50;
    for (let round = 0; round < 40; round += 1) {
      measured.push(entry(round, { predicted: 150 + promised, constructed: 100, measured: 150 - 20 }));
      const kind = keptOf(keptShares(measured, 'rebalance_workload'));
      const next = learned({ before: 150, after: 100, lower80: 90, upper80: 110 }, kind, priorOf([kind]));
      promised = next.after - 150;
    }
    expect(promised).toBeGreaterThan(-24);
    expect(promised).toBeLessThan(-19);
  });

  test('learns of its own kind from those carried out alone', () => {
    const entries = [
      ...keeping([0.5, 0.5]),
      ...keeping([0, 0], { group: 'not_done' }),
      ...keeping([1], { kind: 'unblock' }),
    ];
    expect(keptShares(entries, 'rebalance_workload')).toEqual([0.5, 0.5]);
    expect(keptShares(entries, 'check_in')).toEqual([]);
  });
});
