import { interrupt } from '@langchain/langgraph';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

// A gate waits and does nothing else: whatever stood before `interrupt()` would be done again at each resume. What
// was decided is read from the tables afterwards, never from what the resume carries.

export function managerReview({ intervention_id }: InterventionGraphState): InterventionGraphUpdate {
  interrupt({ waits_for: 'manager', intervention_id });
  return {};
}

export function hrReview({ intervention_id }: InterventionGraphState): InterventionGraphUpdate {
  interrupt({ waits_for: 'hr', intervention_id });
  return {};
}

export function awaitOutcome({ intervention_id }: InterventionGraphState): InterventionGraphUpdate {
  interrupt({ waits_for: 'outcome', intervention_id });
  return {};
}
