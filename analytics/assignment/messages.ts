import type { AssignmentModel, Infeasibility } from './model.ts';

/** What a thread is started with. */
export interface ThreadInput {
  role: 'search' | 'exact' | 'sequence';
  model: AssignmentModel;
  board: SharedArrayBuffer;
  seed: number;
  /** Milliseconds since the epoch: the clocks of threads start at different times. */
  deadline: number;
  work_limit: number | null;
  start: Int32Array | null;
}

export type ThreadNews =
  | { kind: 'plan' }
  | { kind: 'bound'; bound: number }
  | { kind: 'infeasible'; infeasibility: Infeasibility }
  | { kind: 'method'; method: string }
  /** The clock cut a step short that was meant to run by counted work. */
  | { kind: 'cut' }
  | { kind: 'done' };

export type Tell = (news: ThreadNews) => void;
