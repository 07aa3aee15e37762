import { proposeMoves } from '#analytics/rebalance.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { moveName } from '../move-evidence.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';
import { teamWorkload } from '../workload.ts';

/** Which work could go to whom. Code alone: nothing that anybody wrote takes part. */
export const makeRebalanceNode =
  (deps: Pick<CycleDeps, 'cycles' | 'people' | 'records' | 'identities'>) =>
  async ({ cycle_id }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const { cycle, members } = await loadCycle(deps, cycle_id);
    const { loads } = await teamWorkload(deps, members, cycle.as_of);
    const { moves } = proposeMoves({ loads, as_of: cycle.as_of });
    await deps.cycles.report(cycle.id, 'rebalance', {
      step: 'rebalance',
      person_id: null,
      done: moves.length,
      total: moves.length,
      message: `${moves.length} possible moves`,
    });
    return { moves: moves.map(moveName) };
  };
