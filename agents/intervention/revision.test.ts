import { describe, expect, test } from 'vitest';
import type { ReviseGoal, ScheduleConversation } from '#domain/action.ts';
import { actionId, goalId, kpiId } from '#domain/ids.ts';
import { type ProposalContent, proposalEdits } from '#domain/intervention.ts';
import { ids, teams } from '#store/testing/company.ts';
import { reviseProposal } from './revision.ts';

const talk: ScheduleConversation = {
  kind: 'schedule_conversation',
  id: actionId.parse('act_talk'),
  with_person_id: ids.ann,
  host_person_id: ids.manager,
  purpose: 'goal_review',
  topics: ['What stands in the way?'],
  by: '2026-03-16',
};
const replan: ReviseGoal = {
  kind: 'revise_goal',
  id: actionId.parse('act_replan'),
  goal_id: goalId.parse('goal_1'),
  kpi_id: kpiId.parse('kpi_1'),
  title: 'churn',
  expected: { target: 3, due_iso: '2026-06-30' },
  target: 3,
  due_iso: '2026-09-30',
};
const content: ProposalContent = {
  kind: 'goal_at_risk',
  team_id: teams.payments,
  title: 'Look at “churn” again',
  rationale: [{ text: 'Churn stands at 5 % and is to be 3 % by June.', citations: [] }],
  actions: [talk, replan],
  load: [],
  predicted_effect: null,
  chain: [{ role: 'manager', person_ids: [ids.manager] }],
};
const context = { people: [], identities: [] };
const revise = (actions: unknown[]) => reviseProposal(content, proposalEdits.parse({ actions }), context);

describe('an edit of what moves no work', () => {
  test('that leaves an action out only narrows', () => {
    const { content: made, narrowing } = revise([{ id: talk.id }]);
    expect(narrowing).toBe(true);
    expect(made).toEqual({ ...content, actions: [talk] });
  });

  test('that changes a date or a number is the editor’s own proposal; numbers may come as text', () => {
    const { content: made, narrowing } = revise([
      { id: talk.id, by: '2026-03-20' },
      { id: replan.id, target: '3.5' },
    ]);
    expect(narrowing).toBe(false);
    expect(made.actions).toEqual([
      { ...talk, by: '2026-03-20' },
      { ...replan, target: 3.5 },
    ]);
  });

  test.each([
    ['a field of another kind', { id: talk.id, target: 4 }, /target can't be changed.*by, topics/],
    ['letters that nobody sees', { id: talk.id, topics: ['Pay\u202emore'] }, /U\+202E/],
    ['the goal as it stands', { id: replan.id, due_iso: '2026-06-30' }, /stands already/],
    ['an action that isn’t there', { id: 'act_other' }, /no action act_other.*act_talk/],
  ])('refuses %s, naming what would be valid', (_, wish, message) => {
    expect(() => revise([wish])).toThrow(message);
  });

  test('knows no other fields, so that none is passed over unseen', () => {
    expect(() => proposalEdits.parse({ actions: [{ id: talk.id, host_person_id: ids.bob }] })).toThrow();
  });
});
