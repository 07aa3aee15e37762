import { limitProposals } from '#domain/proposal-limits.ts';
import { candidatesOf } from '../candidates.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { keepOrPropose } from '../keep-or-propose.ts';
import { withLedger } from '../learned-promises.ts';
import { limitsOf } from '../limits.ts';
import { rebalanceProposals } from '../rebalance-proposals.ts';
import { type CycleGraphState, type CycleGraphUpdate, heldBackEntry } from '../state.ts';
import { teamWorkload } from '../workload.ts';

/** Puts what was found before those who decide, the most urgent first, and no more of it than the policy allows. */
export const makeProposeNode =
  (deps: CycleDeps) =>
  async ({ cycle_id, moves, plan_proven, plan_gap }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const context = await loadCycle(deps, cycle_id);
    const { cycle, members } = context;
    const workload = await teamWorkload(deps, members, cycle.as_of);
    const rebalances = await rebalanceProposals(deps, context, workload, moves, {
      // A thread that was begun by an older version doesn't say.
      proven: plan_proven ?? false,
      gap: plan_gap ?? 1,
    });
    const { candidates: found, silent } = await candidatesOf(deps, context, workload, rebalances);
    const candidates = await withLedger(deps, context, found);
    const { proposed, held_back } = limitProposals(await limitsOf(deps, context, candidates));
    const ids: string[] = [];
    for (const { item, open } of proposed) ids.push(await keepOrPropose(deps, item.proposal, open));
    const held = [...silent, ...held_back.map(({ item, reason }) => ({ ...item, reason }))];
    await deps.cycles.report(cycle.id, 'propose', {
      step: 'propose',
      person_id: null,
      done: ids.length,
      total: ids.length + held.length,
      message: `${ids.length} proposals${held.length === 0 ? '' : `, ${held.length} held back`}`,
    });
    return { intervention_ids: ids, held_back: held.map(heldBackEntry) };
  };
