import type { RunnableConfig } from '@langchain/core/runnables';
import { proposeMoves } from '#analytics/rebalance.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { receivedOf } from '../found-plan.ts';
import { moveName } from '../move-evidence.ts';
import { withShortfalls } from '../shortfalls.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';
import { teamWorkload } from '../workload.ts';

/**
 * Which work could go to whom, and of whom nothing relieves, why: that joins the finding of their overload. Code alone:
 * nothing that anybody wrote takes part.
 */
export const makeRebalanceNode =
  (deps: Pick<CycleDeps, 'cycles' | 'people' | 'records' | 'identities' | 'history' | 'assessments'>) =>
  async ({ cycle_id }: CycleGraphState, config?: RunnableConfig): Promise<CycleGraphUpdate> => {
    const { cycle, members } = await loadCycle(deps, cycle_id);
    const [{ loads }, past_received_hours, findings] = await Promise.all([
      teamWorkload(deps, members, cycle.as_of),
      receivedOf(deps, members, cycle.as_of),
      deps.assessments.findings(cycle.id),
    ]);
    const signal = config?.signal;
    const { moves, quality, unrelieved } = await proposeMoves({
      loads,
      as_of: cycle.as_of,
      past_received_hours,
      limits: signal === undefined ? {} : { signal },
    });
    const changed = withShortfalls(findings, unrelieved);
    if (changed.length > 0) await deps.assessments.saveFindings(cycle.id, changed);
    await deps.cycles.report(cycle.id, 'rebalance', {
      step: 'rebalance',
      person_id: null,
      done: moves.length,
      total: moves.length,
      message: `${moves.length} possible moves${unrelieved.length === 0 ? '' : `, ${unrelieved.length} without enough relief`}`,
    });
    return { moves: moves.map(moveName), plan_proven: quality.proven, plan_gap: quality.gap };
  };
