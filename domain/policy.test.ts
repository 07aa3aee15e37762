import { describe, expect, test } from 'vitest';
import { personId } from './ids.ts';
import { approvalChain, archetype, policy, policyPreset } from './policy.ts';

const lead = personId.parse('per_lead');
const director = personId.parse('per_director');
const member = personId.parse('per_member');
const question = {
  kind: 'rebalance_workload' as const,
  cross_team: false,
  managers: [lead, director],
  subject_ids: [member],
};

describe('policy', () => {
  test.each(archetype.options)('the preset of %s is a valid policy', (style) => {
    expect(policy.parse(policyPreset(style)).archetype).toBe(style);
  });

  test('gentle forbids comparison', () => {
    expect(policyPreset('gentle').comparisons_allowed).toBe(false);
    expect(policyPreset('dynamic').comparisons_allowed).toBe(true);
  });

  test('the nearest manager decides; hr joins across teams and under accountable', () => {
    expect(approvalChain(policyPreset('dynamic'), question)).toEqual([
      { role: 'manager', person_ids: [lead] },
    ]);
    expect(
      approvalChain(policyPreset('dynamic'), { ...question, cross_team: true }).map((step) => step.role),
    ).toEqual(['manager', 'hr']);
    expect(approvalChain(policyPreset('accountable'), question).map((step) => step.role)).toEqual([
      'manager',
      'hr',
    ]);
  });

  test('a manager who is a subject is passed over; with nobody left hr decides', () => {
    expect(approvalChain(policyPreset('dynamic'), { ...question, subject_ids: [member, lead] })).toEqual([
      { role: 'manager', person_ids: [director] },
    ]);
    expect(
      approvalChain(policyPreset('dynamic'), { ...question, managers: [lead], subject_ids: [lead] }),
    ).toEqual([{ role: 'hr', person_ids: [] }]);
  });
});
