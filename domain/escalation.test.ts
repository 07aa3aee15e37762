import { describe, expect, test } from 'vitest';
import { planEscalation } from './escalation.ts';
import { decisionId, interventionId, personId, teamId } from './ids.ts';
import { type Decision, type Intervention, proposalHash } from './intervention.ts';

const person = (name: string) => personId.parse(`per_${name}`);
const [manager, head, ceo, hr, subject] = ['manager', 'head', 'ceo', 'hr', 'subject'].map(person);

const content = {
  kind: 'check_in' as const,
  team_id: teamId.parse('team_payments'),
  title: 'Talk',
  rationale: [{ text: 'It has been a while.', citations: [] }],
  actions: [],
  load: [],
  predicted_effect: null,
  chain: [{ role: 'manager' as const, person_ids: [manager ?? person('manager')] }],
};

const proposal = {
  ...content,
  id: interventionId.parse('itv_1'),
  version: 2,
  hash: proposalHash({ ...content, actions: [talk()] }, 2),
  state: 'awaiting_approval',
  step: 0,
  proposed_by: 'fairlead',
  subject_ids: [subject],
} as unknown as Intervention;

function talk() {
  return {
    kind: 'schedule_conversation' as const,
    id: 'act_1' as never,
    with_person_id: person('subject'),
    host_person_id: person('manager'),
    purpose: 'check_in' as const,
    topics: ['How is it going?'],
    by: '2026-03-20',
  };
}

const asked = (today: string, over: object = {}) =>
  planEscalation({
    intervention: proposal,
    waiting_since: '2026-03-02T09:00:00.000Z',
    reminded_at: null,
    history: [],
    today,
    reminder_days: 3,
    escalation_days: 7,
    ladder: [manager, head, ceo, hr].flatMap((one) => one ?? []),
    ...over,
  });

const handed = (to: unknown, from: unknown = 'fairlead', step = 0) => ({ version: 2, step, to, from });
const withDelegations = (...delegations: object[]) => ({
  intervention: { ...proposal, delegations } as unknown as Intervention,
});

describe('a decision that nobody takes', () => {
  test('is left alone at first, then its deciders are reminded', () => {
    expect(asked('2026-03-04')).toBeNull();
    expect(asked('2026-03-05')).toEqual({
      reminded: true,
      event: 'intervention-reminded',
      data: { step: 0, days: 3 },
    });
  });

  test('is reminded of again only after as many days more', () => {
    const reminded_at = '2026-03-05T00:01:00.000Z';
    expect(asked('2026-03-07', { reminded_at })).toBeNull();
    expect(asked('2026-03-08', { reminded_at })).toMatchObject({ reminded: true });
  });

  test('starts anew with a new step or version', () => {
    expect(asked('2026-03-04', { reminded_at: '2026-02-20T00:00:00.000Z' })).toBeNull();
  });

  test('goes to the next one up, and a week later to the one above', () => {
    expect(asked('2026-03-09')).toMatchObject({
      delegation: { version: 2, step: 0, to: head, from: 'fairlead' },
      event: 'intervention-escalated',
    });
    const first = withDelegations(handed(head));
    expect(asked('2026-03-10', { ...first, reminded_at: '2026-03-09T00:00:00.000Z' })).toBeNull();
    expect(asked('2026-03-16', first)).toMatchObject({ delegation: { to: ceo } });
  });

  test('skips whoever it is about, proposed it, signed before, or has it already', () => {
    const approved: Decision[] = [
      { type: 'approve', version: 2, decided_by: ceo, id: decisionId.parse('dec_1') } as Decision,
    ];
    const mine = withDelegations(handed(head, manager));
    expect(asked('2026-03-09', { ...mine, history: approved })).toMatchObject({ delegation: { to: hr } });
    const about = { intervention: { ...proposal, subject_ids: [head] } };
    expect(asked('2026-03-09', about)).toMatchObject({ delegation: { to: ceo } });
    const edited = { intervention: { ...proposal, proposed_by: head } };
    expect(asked('2026-03-09', edited)).toMatchObject({ delegation: { to: ceo } });
  });

  test('is reminded of on, where nobody is left to hand it to', () => {
    expect(asked('2026-03-30', { ladder: [manager] })).toMatchObject({ reminded: true });
  });
});
