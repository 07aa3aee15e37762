import { describe, expect, test } from 'vitest';
import type { ReassignWorkItem } from './action.ts';
import { type DecisionQuestion, planDecision } from './decide.ts';
import { mayDecide } from './entitlement.ts';
import { UserError } from './errors.ts';
import { actionId, decisionId, interventionId, personId, recordId, sourceId, teamId } from './ids.ts';
import { type Intervention, type ProposalContent, proposalHash } from './intervention.ts';

const manager = personId.parse('per_manager');
const subject = personId.parse('per_subject');
const receiver = personId.parse('per_receiver');
const head = personId.parse('per_head');
const hrPartner = personId.parse('per_hr');

const move = (name: string): ReassignWorkItem => ({
  kind: 'reassign_work_item',
  id: actionId.parse(`act_${name}`),
  source_id: sourceId.parse('src_jira'),
  record_id: recordId.parse(`rec_${name}`),
  external_id: name,
  key: `PAY-${name}`,
  title: 'Retry failed payouts',
  expected: { assignee: 'a1', status_category: 'to_do' },
  from_person_id: subject,
  to_person_id: receiver,
  from_account: 'a1',
  to_account: 'a2',
  hours: 6,
});

const content: ProposalContent = {
  kind: 'rebalance_workload',
  team_id: teamId.parse('team_payments'),
  title: 'Move two tickets',
  rationale: [{ text: 'Open work exceeds capacity.', citations: [] }],
  actions: [move('1'), move('2')],
  load: [],
  predicted_effect: null,
  chain: [{ role: 'manager', person_ids: [manager] }],
};

const proposal: Intervention = {
  ...content,
  id: interventionId.parse('itv_1'),
  cycle_id: null,
  version: 1,
  hash: proposalHash(content, 1),
  state: 'awaiting_approval',
  step: 0,
  proposed_by: 'fairlead',
  subject_ids: [subject],
  dedupe_key: 'rebalance:team_payments',
  expires_on: '2026-03-16',
  created_at: '2026-03-02T09:00:00.000Z',
  updated_at: '2026-03-02T09:00:00.000Z',
};

const question = (over: Partial<DecisionQuestion> = {}): DecisionQuestion => ({
  intervention: proposal,
  history: [],
  decider: { person_id: manager, roles: ['employee', 'manager'] },
  request: { version: 1, hash: proposal.hash, type: 'approve' },
  id: decisionId.parse('dec_1'),
  now: '2026-03-02T10:00:00.000Z',
  today: '2026-03-02',
  revise: (stored, edits) => {
    const kept = stored.actions.filter((action) => edits.actions.some((wish) => wish.id === action.id));
    return {
      content: { ...stored, actions: kept },
      narrowing: edits.actions.every((wish) => wish.to_person_id === undefined),
    };
  },
  chainWithout: () => [{ role: 'manager', person_ids: [head] }],
  ...over,
});

const codeOf = (over: Partial<DecisionQuestion>): string => {
  try {
    planDecision(question(over));
    return 'planned';
  } catch (error) {
    return error instanceof UserError ? error.code : String(error);
  }
};

describe('deciding', () => {
  test('the last approval executes what is stored', () => {
    expect(planDecision(question())).toMatchObject({
      next: { state: 'approved' },
      executes: true,
      revision: null,
    });
  });

  test('an approval before the last waits for the next step', () => {
    const chain = [...content.chain, { role: 'hr' as const, person_ids: [] }];
    const longer = { ...proposal, chain };
    expect(planDecision(question({ intervention: longer }))).toMatchObject({
      next: { state: 'awaiting_approval', step: 1 },
      executes: false,
    });
    const hr = { person_id: hrPartner, roles: ['employee' as const, 'hr' as const] };
    expect(planDecision(question({ intervention: { ...longer, step: 1 }, decider: hr }))).toMatchObject({
      executes: true,
    });
    expect(codeOf({ intervention: { ...longer, step: 1 } })).toBe('not-allowed');
  });

  test('nobody decides on a matter about themselves', () => {
    const decider = { person_id: subject, roles: ['employee' as const, 'hr' as const] };
    const aboutHr = { ...proposal, chain: [{ role: 'hr' as const, person_ids: [] }] };
    expect(codeOf({ intervention: aboutHr, decider })).toBe('not-allowed');
    expect(mayDecide(aboutHr, decider)).toBe(false);
  });

  test('nobody fills two steps of a chain, also when the second is handed to them', () => {
    const chain = [...content.chain, { role: 'hr' as const, person_ids: [] }];
    const handed = { version: 1, step: 1, to: manager, from: hrPartner };
    const second = { ...proposal, chain, step: 1, delegations: [handed] };
    const approved = planDecision(question()).decision;
    expect(codeOf({ intervention: second, history: [approved] })).toBe('not-allowed');
    // Of another version they signed nothing.
    expect(codeOf({ intervention: second, history: [{ ...approved, version: 9 }] })).toBe('planned');
  });

  test('what somebody else has taken on waits for them, until their claim ends', () => {
    const claim = { by: head, until: '2026-03-02T11:00:00.000Z' };
    const claimed = { ...proposal, claim };
    expect(codeOf({ intervention: claimed })).toBe('claimed');
    expect(codeOf({ intervention: claimed, now: '2026-03-02T11:00:00.001Z' })).toBe('planned');
    expect(codeOf({ intervention: { ...proposal, claim: { ...claim, by: manager } } })).toBe('planned');
  });

  test('a redraft stays its proposer’s and starts the chain again; none leaves things as they are', () => {
    const request = { version: 1, hash: proposal.hash, type: 'respond' as const, comment: 'Why?' };
    const answered = { ...content, title: 'Move one ticket' };
    expect(planDecision(question({ request, redraft: () => answered }))).toMatchObject({
      next: { state: 'awaiting_approval', step: 0 },
      revision: { version: 2, proposed_by: 'fairlead', content: { title: 'Move one ticket' } },
      executes: false,
    });
    expect(planDecision(question({ request, redraft: () => null })).revision).toBeNull();
  });

  test('nobody outside the chain decides, whatever their role', () => {
    expect(codeOf({ decider: { person_id: head, roles: ['employee', 'manager', 'admin', 'hr'] } })).toBe(
      'not-allowed',
    );
  });

  test('a decision names the version and the hash that were shown', () => {
    expect(codeOf({ request: { version: 2, hash: proposal.hash, type: 'approve' } })).toBe('stale-proposal');
    expect(codeOf({ request: { version: 1, hash: 'f'.repeat(64), type: 'approve' } })).toBe('stale-proposal');
  });

  test.each([
    'approved',
    'executing',
    'executed',
    'rejected',
    'void',
    'expired',
    'withdrawn',
    'superseded',
  ] as const)('a proposal that is %s takes no decision', (state) =>
    expect(codeOf({ intervention: { ...proposal, state } })).toBe('already-decided'),
  );

  test('an expired proposal takes none either', () => {
    expect(codeOf({ today: '2026-03-17' })).toBe('stale-proposal');
  });

  test('leaving moves out makes a new version that the same person may approve', () => {
    const request = {
      version: 1,
      hash: proposal.hash,
      type: 'edit' as const,
      edits: { actions: [{ id: 'act_1' }] },
    };
    const plan = planDecision(question({ request }));
    expect(plan).toMatchObject({
      executes: false,
      next: { state: 'awaiting_approval', step: 0 },
      revision: { version: 2, proposed_by: 'fairlead' },
    });
    expect(plan.revision?.content.actions).toHaveLength(1);
    expect(plan.revision?.hash).toBe(proposalHash({ ...content, actions: [move('1')] }, 2));
  });

  test('sending a move elsewhere is the editor’s own proposal, and somebody else decides on it', () => {
    const request = {
      version: 1,
      hash: proposal.hash,
      type: 'edit' as const,
      edits: { actions: [{ id: 'act_1', to_person_id: head }] },
    };
    const plan = planDecision(question({ request }));
    expect(plan.revision?.proposed_by).toBe(manager);
    expect(plan.revision?.content.chain).toEqual([{ role: 'manager', person_ids: [head] }]);
  });

  test('the hash covers everything that is shown', () => {
    const changed: ProposalContent[] = [
      { ...content, title: 'Move three tickets' },
      { ...content, rationale: [{ text: 'Open work exceeds capacity!', citations: [] }] },
      { ...content, actions: [move('1'), { ...move('2'), to_account: 'a3' }] },
    ];
    for (const other of changed) expect(proposalHash(other, 1)).not.toBe(proposal.hash);
    expect(proposalHash(content, 2)).not.toBe(proposal.hash);
  });
});
