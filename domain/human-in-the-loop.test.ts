import { describe, expect, test } from 'vitest';
import { type HumanInterrupt, humanInterrupt, interruptOf, readDecision } from './human-in-the-loop.ts';
import { actionId, interventionId, personId, recordId, sourceId, teamId } from './ids.ts';
import { type Intervention, proposalHash } from './intervention.ts';

const content = {
  kind: 'rebalance_workload' as const,
  team_id: teamId.parse('team_payments'),
  title: 'Move PAY-1 to Bo',
  rationale: [{ text: 'Open work exceeds capacity.', citations: [] }],
  actions: [
    {
      kind: 'reassign_work_item' as const,
      id: actionId.parse('act_1'),
      source_id: sourceId.parse('src_jira'),
      record_id: recordId.parse('rec_1'),
      external_id: '1',
      key: 'PAY-1',
      title: null,
      expected: { assignee: 'a1', status_category: 'to_do' as const },
      from_person_id: personId.parse('per_ann'),
      to_person_id: personId.parse('per_bo'),
      from_account: 'a1',
      to_account: 'a2',
      hours: 6,
    },
  ],
  load: [],
  predicted_effect: null,
  chain: [{ role: 'manager' as const, person_ids: [personId.parse('per_manager')] }],
};

const proposal: Intervention = {
  ...content,
  id: interventionId.parse('itv_1'),
  cycle_id: null,
  version: 3,
  hash: proposalHash(content, 3),
  state: 'awaiting_approval',
  step: 0,
  proposed_by: 'fairlead',
  subject_ids: [],
  dedupe_key: 'rebalance',
  expires_on: '2026-03-16',
  created_at: '2026-03-02T09:00:00.000Z',
  updated_at: '2026-03-02T09:00:00.000Z',
};

const shown = { version: 3, hash: proposal.hash };
const read = (body: unknown, about: Parameters<typeof readDecision>[1] = shown) =>
  readDecision(body, about, 'rebalance_workload');

describe('the emitted object', () => {
  const out = interruptOf(proposal);

  test('has the shape of LangChain’s middleware with both names of the arguments', () => {
    expect(humanInterrupt.parse(out)).toEqual(out);
    expect(out.action_requests).toHaveLength(1);
    expect(out.action_requests[0]?.args).toEqual(out.action_requests[0]?.arguments);
    expect(out.review_configs).toEqual([
      { action_name: 'rebalance_workload', allowed_decisions: ['approve', 'edit', 'reject', 'respond'] },
    ]);
  });

  test('has agent-inbox’s shape beside it, and says what would be done', () => {
    expect(out.action_request).toEqual({ action: 'rebalance_workload', args: out.action_requests[0]?.args });
    expect(out.config).toEqual({
      allow_accept: true,
      allow_edit: true,
      allow_respond: true,
      allow_ignore: true,
    });
    expect(out.description).toContain('Reassign PAY-1 from per_ann to per_bo');
    expect(out).toMatchObject({ ...shown, waits_for: 'manager' });
  });
});

/** The emitted arguments with another receiver, as an editor of them sends them back. */
function givenTo(to: string, out: HumanInterrupt = interruptOf(proposal)) {
  return { actions: out.action_request.args.actions.map((action) => ({ ...action, to_person_id: to })) };
}

const edits = { actions: [{ id: 'act_1', to_person_id: 'per_cleo' }] };

describe('a decision is read from', () => {
  test.each<[string, unknown, object]>([
    ['our own body', { ...shown, type: 'approve' }, { type: 'approve' }],
    ['LangChain', { decisions: [{ type: 'approve' }] }, { type: 'approve' }],
    [
      'LangChain with a reason',
      { decisions: [{ type: 'reject', message: 'Not now.' }] },
      { type: 'reject', comment: 'Not now.' },
    ],
    [
      'LangChain’s edit in snake case',
      {
        decisions: [
          { type: 'edit', edited_action: { name: 'rebalance_workload', args: givenTo('per_cleo') } },
        ],
      },
      { type: 'edit', edits },
    ],
    [
      'LangChain’s edit in camel case',
      {
        decisions: [
          { type: 'edit', editedAction: { name: 'rebalance_workload', arguments: givenTo('per_cleo') } },
        ],
      },
      { type: 'edit', edits },
    ],
    ['agent-inbox', [{ type: 'accept', args: null }], { type: 'approve' }],
    ['agent-inbox’s ignore', [{ type: 'ignore', args: null }], { type: 'reject' }],
    [
      'agent-inbox’s response',
      [{ type: 'response', args: 'Why Bo?' }],
      { type: 'respond', comment: 'Why Bo?' },
    ],
    [
      'agent-inbox’s edit',
      [{ type: 'edit', args: { action: 'rebalance_workload', args: givenTo('per_cleo') } }],
      { type: 'edit', edits },
    ],
  ])('%s', (_name, body, wanted) => {
    expect(read(body)).toEqual({ ...shown, ...wanted });
  });

  test('a body that names its own version and hash, whatever stands beside it', () => {
    const body = { version: 2, hash: 'other', decisions: [{ type: 'approve' }] };
    expect(read(body)).toMatchObject({ version: 2, hash: 'other' });
  });

  test('an approval with arguments, which are ignored', () => {
    const back = givenTo('per_mallory');
    expect(read([{ type: 'accept', args: { action: 'rebalance_workload', args: back } }])).toEqual({
      ...shown,
      type: 'approve',
    });
    expect(read({ decisions: [{ type: 'approve', args: back, edited_action: { args: back } }] })).toEqual({
      ...shown,
      type: 'approve',
    });
  });

  test('edited numbers that arrive as strings', () => {
    const body = [{ type: 'edit', args: { args: { actions: [{ id: 'act_2', target: '2.5' }] } } }];
    expect(read(body).edits).toEqual({ actions: [{ id: 'act_2', target: 2.5 }] });
  });
});

describe('nothing is decided', () => {
  test.each<[string, unknown, RegExp]>([
    ['without the version that was shown', [{ type: 'accept' }], /version/],
    ['by two decisions on one request', { decisions: [{ type: 'approve' }, { type: 'reject' }] }, /2 came/],
    ['by none', { decisions: [] }, /0 came/],
    ['by an unknown word', [{ type: 'yes' }], /decision is/],
    ['by nothing at all', null, /decision is/],
    ['by a text', 'approve', /decision is/],
  ])('%s', (_name, body, message) => {
    expect(() => read(body, {})).toThrow(message);
  });

  test.each<[string, unknown, RegExp]>([
    ['edits of another kind', { name: 'recognition', args: edits }, /can't make it a recognition/],
    ['edits of what can’t be edited', { args: { actions: [{ id: 'act_1', hours: 2 }] } }, /hours/],
    ['edits that leave nothing', { args: { actions: [] } }, /at least one action/],
    ['edits that aren’t numbers', { args: { actions: [{ id: 'a', target: 'many' }] } }, /number/],
  ])('by %s', (_name, edited_action, message) => {
    expect(() => read({ decisions: [{ type: 'edit', edited_action }] })).toThrow(message);
  });

  test('by an edit without its action', () => {
    expect(() => read([{ type: 'edit', args: null }])).toThrow(/edited action/);
  });
});
