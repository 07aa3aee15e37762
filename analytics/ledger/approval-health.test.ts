import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalFacts, DecisionTiming } from '#domain/approval-health.ts';
import { interventionId, personId, teamId } from '#domain/ids.ts';
import { approvalHealthOf } from './approval-health.ts';

const [ada, bob] = [personId.parse('per_ada'), personId.parse('per_bob')];
const timing = (over: Partial<DecisionTiming> = {}): DecisionTiming => ({
  decided_by: ada,
  planted: false,
  type: 'approve',
  waited_seconds: 3600,
  read_seconds: 60,
  ...over,
});
const facts = (timings: DecisionTiming[], canaries: ApprovalFacts['canaries'] = []): ApprovalFacts => ({
  timings,
  open: [],
  canaries,
});
const all = { kind: 'all' } as const;
const SINCE = '2026-01-01';

const story = (type: 'approve' | 'reject', to = bob): ApprovalFacts['canaries'][number] => ({
  canary: {
    intervention_id: interventionId.parse('itv_c'),
    flaw: 'receiver_full',
    person_id: bob,
    planted_by: personId.parse('per_hana'),
    planted_at: '2026-02-01T00:00:00.000Z',
  },
  title: 'Move one task',
  team_id: teamId.parse('team_a'),
  intervention: {
    state: type === 'approve' ? 'withdrawn' : 'rejected',
    actions: [{ kind: 'reassign_work_item', to_person_id: to } as never],
  },
  decisions: [{ type, decided_by: ada }],
});

describe('approval health', () => {
  test('counts what was decided faster than anybody reads, and what was never opened', () => {
    const found = approvalHealthOf(
      facts([timing({ read_seconds: 1.9 }), timing({ read_seconds: 2 }), timing({ read_seconds: null })]),
      SINCE,
      all,
    );
    expect(found).toMatchObject({ decisions: 3, quick: 1, unseen: 1 });
  });

  test('tells the middle and the slow tenth', () => {
    const waits = Array.from({ length: 11 }, (_, hour) => timing({ waited_seconds: 3600 * hour }));
    expect(approvalHealthOf(facts(waits), SINCE, all)).toMatchObject({ median_hours: 5, p90_hours: 9 });
    expect(approvalHealthOf(facts([]), SINCE, all)).toMatchObject({ median_hours: null, deciders: [] });
  });

  test('keeps planted ones out of the share approved', () => {
    const [found] = approvalHealthOf(
      facts([timing(), timing({ type: 'reject' }), timing({ planted: true, type: 'reject' })]),
      SINCE,
      all,
    ).deciders;
    expect(found).toMatchObject({ decisions: 3, approved: 1, rejected: 1, approved_share: { share: 0.5 } });
  });

  test('counts a fault that was edited out as noticed', () => {
    const found = approvalHealthOf(
      facts([], [story('approve'), story('reject'), story('approve', ada)]),
      SINCE,
      all,
    );
    expect(found.canaries).toMatchObject({ planted: 3, decided: 3, caught: 2 });
  });

  test('tells nobody but hr and admins of others or of tests, and adds up', () => {
    const some = fc.array(
      fc.record({
        decided_by: fc.constantFrom(ada, bob),
        planted: fc.boolean(),
        type: fc.constantFrom('approve' as const, 'reject' as const, 'edit' as const, 'respond' as const),
        waited_seconds: fc.nat(1e6),
        read_seconds: fc.option(fc.nat(100)),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, (timings) => {
        const whole = approvalHealthOf(facts(timings, [story('approve')]), SINCE, all);
        const parts = [ada, bob].map((person_id) =>
          approvalHealthOf(facts(timings, [story('approve')]), SINCE, { kind: 'own', person_id }),
        );
        expect(parts.reduce((sum, one) => sum + one.decisions, 0)).toBe(whole.decisions);
        expect(parts.reduce((sum, one) => sum + one.quick, 0)).toBe(whole.quick);
        for (const part of parts) {
          expect(part.canaries).toBeNull();
          expect(part.deciders.every((one) => one.canaries === null && one.catch_rate === null)).toBe(true);
        }
        expect(whole.p90_hours ?? 0).toBeGreaterThanOrEqual(whole.median_hours ?? 0);
      }),
    );
  });
});
