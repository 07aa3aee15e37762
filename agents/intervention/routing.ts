import { END } from '@langchain/langgraph';
import type { InterventionGraphState } from './state.ts';

export type Next =
  | 'manager_review'
  | 'hr_review'
  | 'precheck'
  | 'execute'
  | 'await_outcome'
  | 'measure'
  | typeof END;

/** Where the tables say that the proposal stands. */
export function routeFromTables({ state, role, ripe }: InterventionGraphState): Next {
  switch (state) {
    case 'awaiting_approval':
      return role === 'hr' ? 'hr_review' : 'manager_review';
    case 'approved':
      return 'precheck';
    case 'executing':
      return 'execute';
    case 'executed':
      return ripe ? 'measure' : 'await_outcome';
    default:
      return END;
  }
}

/** After the precheck: a void proposal ends here. */
export const routeAfterPrecheck = ({ state }: InterventionGraphState): 'execute' | typeof END =>
  state === 'executing' ? 'execute' : END;
