import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './date.ts';
import { interventionId, personId } from './ids.ts';
import type { InterventionKind, InterventionState } from './intervention.ts';
import { policyPreset } from './policy.ts';
import type { ProposalTrace } from './ports.ts';
import { type Candidate, type LimitInput, limitProposals } from './proposal-limits.ts';

const TODAY = '2026-04-08';
const lead = personId.parse('per_lead');
const other = personId.parse('per_other');
const ann = personId.parse('per_ann');

const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  kind: 'check_in',
  dedupe_key: 'check_in:team_a:per_ann',
  severity: 'attention',
  decider_ids: [lead],
  person_id: ann,
  ...changes,
});

const trace = (
  state: InterventionState,
  daysAgo: number,
  changes: Partial<ProposalTrace> = {},
): ProposalTrace => ({
  id: interventionId.parse(`itv_${state}${daysAgo}${changes.dedupe_key ?? ''}`.replace(/[^a-z0-9_]/gi, '')),
  kind: 'check_in',
  dedupe_key: 'check_in:team_a:per_ann',
  state,
  created_on: addDays(TODAY, -daysAgo),
  settled_on: addDays(TODAY, -daysAgo),
  decider_ids: [lead],
  subject_ids: [ann],
  ...changes,
});

const limit = (changes: Partial<LimitInput<Candidate>> = {}) =>
  limitProposals({
    candidates: [candidate()],
    newest: [],
    given: [],
    open: [],
    policy: policyPreset('dynamic'),
    today: TODAY,
    ...changes,
  });

describe('proposals', () => {
  test('go ahead where nothing stands against them', () => {
    expect(limit()).toEqual({ proposed: [{ item: candidate(), open: null }], held_back: [] });
  });

  test.each(['rejected', 'expired', 'withdrawn', 'executed', 'measured'] as const)(
    'rest after one was %s, for as long as the policy says',
    (state) => {
      const days = policyPreset('dynamic').cool_down_days.check_in ?? 0;
      const [held] = limit({ newest: [trace(state, days - 1)] }).held_back;
      expect(held?.reason).toContain(`rests until ${addDays(TODAY, 1)}`);
      expect(limit({ newest: [trace(state, days)] }).proposed).toHaveLength(1);
    },
  );

  test.each(['void', 'failed'] as const)('come back at once after one that was %s', (state) => {
    expect(limit({ newest: [trace(state, 0)] }).proposed).toHaveLength(1);
  });

  test.each(['approved', 'executing', 'needs_person'] as const)('wait while one is %s', (state) => {
    expect(limit({ newest: [trace(state, 1)] }).held_back[0]?.reason).toContain('being carried out');
  });

  test('replace an open one on the same matter without spending the budget', () => {
    const open = trace('awaiting_approval', 3);
    const given = Array.from({ length: 5 }, (_, index) =>
      trace('awaiting_approval', 3, { dedupe_key: `k${index}` }),
    );
    expect(limit({ newest: [open], given }).proposed).toEqual([{ item: candidate(), open }]);
  });

  test('are no more in a week than the policy gives a manager, the most urgent first', () => {
    const candidates = ['note', 'urgent', 'attention', 'attention'].map((severity, index) =>
      candidate({
        severity: severity as Candidate['severity'],
        dedupe_key: `k${index}`,
        person_id: personId.parse(`per_${index}`),
      }),
    );
    const policy = { ...policyPreset('dynamic'), weekly_proposals: 3 };
    const { proposed, held_back } = limit({
      candidates,
      policy,
      given: [trace('rejected', 2, { dedupe_key: 'elsewhere' })],
    });
    expect(proposed.map(({ item }) => item.dedupe_key)).toEqual(['k1', 'k2']);
    expect(held_back.map(({ item }) => item.dedupe_key)).toEqual(['k3', 'k0']);
    expect(held_back[0]?.reason).toContain('has had 3 proposals in seven days');
  });

  test('of one manager leave another’s budget alone', () => {
    const given = Array.from({ length: 9 }, (_, index) => trace('rejected', 1, { dedupe_key: `k${index}` }));
    expect(limit({ candidates: [candidate({ decider_ids: [other] })], given }).proposed).toHaveLength(1);
    expect(limit({ given }).proposed).toEqual([]);
  });

  test('of a kind that is switched off are never made', () => {
    const candidates = [candidate({ kind: 'retention_conversation', dedupe_key: 'r' })];
    expect(limit({ candidates, policy: policyPreset('gentle') }).held_back[0]?.reason).toContain('switched');
    expect(limit({ candidates }).proposed).toHaveLength(1);
  });

  const pairs: [InterventionKind, InterventionKind][] = [
    ['rebalance_workload', 'burnout_warning'],
    ['retention_conversation', 'burnout_warning'],
    ['burnout_warning', 'check_in'],
    ['goal_at_risk', 'check_in'],
  ];
  test.each(pairs)('%s takes care of %s for the same person', (stronger, weaker) => {
    const candidates = [
      candidate({ kind: weaker, dedupe_key: 'weaker', severity: 'urgent' }),
      candidate({ kind: stronger, dedupe_key: 'stronger' }),
    ];
    expect(limit({ candidates }).proposed.map(({ item }) => item.kind)).toEqual([stronger]);
    const waiting = [trace('awaiting_approval', 4, { kind: stronger, dedupe_key: 'stronger' })];
    expect(limit({ candidates: candidates.slice(0, 1), open: waiting }).proposed).toEqual([]);
    const elsewhere = [candidates[1] ?? candidate(), candidate({ kind: weaker, person_id: other })];
    expect(limit({ candidates: elsewhere }).proposed).toHaveLength(2);
  });

  test('say the same in any order, and again after some of them were made', () => {
    const kinds: InterventionKind[] = ['check_in', 'unblock', 'recognition', 'burnout_warning'];
    const some = fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        severity: fc.constantFrom('urgent' as const, 'attention' as const, 'note' as const),
        person: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), fc.nat(), (drawn, weekly, made) => {
        const candidates = [
          ...new Map(
            drawn.map(({ kind, severity, person }) => {
              const dedupe_key = `${kind}:${person}`;
              const person_id = personId.parse(`per_${person}`);
              return [dedupe_key, candidate({ kind, severity, dedupe_key, person_id })] as const;
            }),
          ).values(),
        ];
        const policy = { ...policyPreset('dynamic'), weekly_proposals: weekly };
        const whole = limit({ candidates, policy });
        expect(whole.proposed.length).toBeLessThanOrEqual(weekly);
        expect(limit({ candidates: candidates.toReversed(), policy })).toEqual(whole);
        const done = whole.proposed
          .slice(0, whole.proposed.length === 0 ? 0 : made % whole.proposed.length)
          .map(({ item }) =>
            trace('awaiting_approval', 0, { dedupe_key: item.dedupe_key, kind: item.kind, subject_ids: [] }),
          );
        const again = limit({ candidates, policy, newest: done, given: done });
        expect(again.proposed.map(({ item }) => item)).toEqual(whole.proposed.map(({ item }) => item));
        expect(again.held_back.map(({ item }) => item)).toEqual(whole.held_back.map(({ item }) => item));
      }),
    );
  });
});
