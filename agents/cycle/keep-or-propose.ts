import type { Action } from '#domain/action.ts';
import type { Intervention } from '#domain/intervention.ts';
import { contentHash } from '#domain/json.ts';
import type { ProposalTrace } from '#domain/ports.ts';
import type { CycleDeps } from './deps.ts';

/** What an action does, without the days and words that change from week to week while the matter stays the same. */
function substanceOf(action: Action): string {
  switch (action.kind) {
    case 'schedule_conversation':
      return `${action.kind} ${action.purpose} ${action.with_person_id} ${action.host_person_id}`;
    case 'revise_goal':
      return `${action.kind} ${action.kpi_id} ${contentHash(action.expected)}`;
    case 'comment_on_work_item':
      return `${action.kind} ${action.record_id} ${contentHash(action.expected)}`;
    case 'reassign_work_item':
      return contentHash(action);
  }
}

const sameMatter = (one: Intervention, other: Intervention): boolean =>
  contentHash(one.actions.map(substanceOf).sort()) === contentHash(other.actions.map(substanceOf).sort());

/**
 * Leaves an open proposal that would do the same where it is: new figures of an old matter are no new proposal, and
 * whoever has begun to look at it isn't sent back. One that would do something else is superseded.
 * @returns the id of the proposal that stands.
 */
export async function keepOrPropose(
  { interventions }: Pick<CycleDeps, 'interventions'>,
  proposal: Intervention,
  open: ProposalTrace | null,
): Promise<string> {
  if (open !== null && proposal.kind !== 'rebalance_workload') {
    const standing = await interventions.get(open.id);
    if (standing?.state === 'awaiting_approval' && sameMatter(standing, proposal)) return standing.id;
  }
  return (await interventions.propose(proposal)).id;
}
