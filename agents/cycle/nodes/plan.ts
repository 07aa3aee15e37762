import type { CycleDeps } from '../deps.ts';
import type { PersonGraphState, PersonGraphUpdate } from '../state.ts';
import { makeDraftingNode } from './summarise.ts';

export const makePlanNode = (deps: CycleDeps) => {
  const node = makeDraftingNode(deps, 'plan');
  return async (state: PersonGraphState, config: { signal?: AbortSignal }): Promise<PersonGraphUpdate> => ({
    plan_ids: [await node(state, config)],
  });
};
