import fc from 'fast-check';
import { expect, it } from 'vitest';
import { archetype, policyPreset } from '#domain/policy.ts';
import { policyChanges } from './policy-changes.ts';

const preset = fc.constantFrom(...archetype.options).map(policyPreset);

it('finds each decision that differs, by its place', () => {
  const before = policyPreset('dynamic');
  const after = {
    ...before,
    weekly_proposals: 7,
    kinds_off: ['recognition'],
    cool_down_days: { ...before.cool_down_days, unblock: 9 },
    chains: {
      ...before.chains,
      unblock: { within_team: ['manager' as const, 'hr' as const], cross_team: ['manager' as const] },
    },
  };
  expect(policyChanges(before, after)).toEqual([
    { field: 'chains.unblock.within_team', before: ['manager'], after: ['manager', 'hr'] },
    { field: 'cool_down_days.unblock', before: 5, after: 9 },
    { field: 'kinds_off', before: [], after: ['recognition'] },
    { field: 'weekly_proposals', before: 5, after: 7 },
  ]);
});

it('finds nothing between equals, and the way back is the same with sides changed', () => {
  fc.assert(
    fc.property(preset, preset, (one, other) => {
      expect(policyChanges(one, structuredClone(one))).toEqual([]);
      const there = policyChanges(one, other);
      const back = policyChanges(other, one).map(({ field, before, after }) => ({
        field,
        before: after,
        after: before,
      }));
      expect(back.toSorted(byField)).toEqual(there.toSorted(byField));
    }),
  );
});

const byField = (one: { field: string }, other: { field: string }) => one.field.localeCompare(other.field);
