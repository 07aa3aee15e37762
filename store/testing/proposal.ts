import type { ReassignWorkItem } from '#domain/action.ts';
import { actionId, interventionId, recordId } from '#domain/ids.ts';
import { type Intervention, type ProposalContent, proposalHash } from '#domain/intervention.ts';
import { ids, jira, TODAY, teams } from './company.ts';

export const move = (name: string): ReassignWorkItem => ({
  kind: 'reassign_work_item',
  id: actionId.parse(`act_${name}`),
  source_id: jira,
  record_id: recordId.parse(`rec_${name}`),
  external_id: name,
  key: `PAY-${name}`,
  title: 'Retry failed payouts',
  expected: { assignee: 'a1', status_category: 'to_do' },
  from_person_id: ids.ann,
  to_person_id: ids.bob,
  from_account: 'a1',
  to_account: 'b1',
  hours: 6,
});

export const proposalContent: ProposalContent = {
  kind: 'rebalance_workload',
  team_id: teams.payments,
  title: 'Move two tickets',
  rationale: [{ text: 'Open work exceeds capacity.', citations: [] }],
  actions: [move('1'), move('2')],
  load: [],
  predicted_effect: null,
  chain: [
    { role: 'manager', person_ids: [ids.manager] },
    { role: 'hr', person_ids: [] },
  ],
};

/** Awaits the manager of payments, then hr. */
export function proposalOf(
  name: string,
  over: Partial<ProposalContent> = {},
  rest: Partial<Intervention> = {},
): Intervention {
  const content = { ...proposalContent, ...over };
  return {
    ...content,
    id: interventionId.parse(`itv_${name}`),
    cycle_id: null,
    version: 1,
    hash: proposalHash(content, 1),
    state: 'awaiting_approval',
    step: 0,
    proposed_by: 'fairlead',
    subject_ids: [ids.ann],
    dedupe_key: `rebalance:${name}`,
    expires_on: '2026-03-16',
    created_at: `${TODAY}T09:00:00.000Z`,
    updated_at: `${TODAY}T09:00:00.000Z`,
    ...rest,
  };
}
