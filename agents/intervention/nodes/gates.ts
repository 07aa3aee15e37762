import { interrupt } from '@langchain/langgraph';
import { interruptOf } from '#domain/human-in-the-loop.ts';
import { interventionId } from '#domain/ids.ts';
import type { InterventionDeps } from '../deps.ts';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

// A gate looks and waits, and does nothing else: whatever stood before `interrupt()` is done again at each resume. What
// was decided is read from the tables afterwards, never from what the resume carries.

/**
 * Waits for the decision of one step, showing the proposal in the shapes of LangChain's human-in-the-loop middleware and
 * of agent-inbox.
 */
export const makeReviewGate =
  ({ interventions }: Pick<InterventionDeps, 'interventions'>, role: 'manager' | 'hr') =>
  async ({ intervention_id }: InterventionGraphState): Promise<InterventionGraphUpdate> => {
    const found = await interventions.get(interventionId.parse(intervention_id));
    interrupt({ ...(found === null ? {} : interruptOf(found)), waits_for: role, intervention_id });
    return {};
  };

export function awaitOutcome({ intervention_id }: InterventionGraphState): InterventionGraphUpdate {
  interrupt({ waits_for: 'outcome', intervention_id });
  return {};
}
