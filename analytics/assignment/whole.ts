import type { Highs } from 'highs';
import type { AssignmentModel } from './model.ts';
import { makeProgram } from './program.ts';

export interface WholeLimits {
  seconds: number;
  /** Branch-and-bound nodes; null: as many as there is time for. */
  nodes: number | null;
  /** Stop once no plan can be cheaper by this much or more: just under the costs' unit. */
  precision: number;
  /** Called with each better plan, as options by task. */
  onPlan(choice: Int32Array): void;
  /** Called with the proven bound over these options as it rises. */
  onBound(bound: number): void;
  /** Looked at between nodes. */
  stop(): boolean;
}

export interface WholeAnswer {
  /** Proven lower bound over the plans made of these options; Infinity: there are none. */
  bound: number;
  /** The tree was searched to its end. */
  finished: boolean;
  choice: Int32Array | null;
}

/** The cheapest plan made of these options alone, by branch and bound (HiGHS), starting from `start` if there is one. */
export function solveWhole(
  highs: Highs,
  model: AssignmentModel,
  taskOf: Int32Array,
  options: Int32Array,
  start: Int32Array | null,
  limits: WholeLimits,
): WholeAnswer {
  const { data } = makeProgram(model, taskOf, options, { whole: true, overload_cost: null });
  const { callbackType, modelStatus } = highs.constants;
  const place = new Map(Array.from(options, (option, index) => [option, index]));
  const columnsOf = (choice: Int32Array) => {
    const values = new Float64Array(options.length);
    for (const option of choice) {
      const index = place.get(option);
      if (index === undefined) return null;
      values[index] = 1;
    }
    return values;
  };
  const planOf = (values: Float64Array): Int32Array => {
    const choice = new Int32Array(model.tasks).fill(-1);
    options.forEach((option, index) => {
      if ((values[index] ?? 0) > 0.5) choice[taskOf[option] ?? 0] = option;
    });
    return choice;
  };
  const answer: WholeAnswer = { bound: Number.NEGATIVE_INFINITY, finished: false, choice: null };
  const solver = highs.createModel(data);
  try {
    solver.options.set({
      output_flag: false,
      time_limit: Math.max(0.01, limits.seconds),
      mip_rel_gap: 0,
      mip_abs_gap: limits.precision,
    });
    if (limits.nodes !== null) solver.options.set({ mip_max_nodes: limits.nodes });
    const known = start === null ? null : columnsOf(start);
    if (known !== null) solver.setSolution({ colValue: known });
    solver.run({
      [callbackType.mipImprovingSolution]: (event) => {
        answer.choice = planOf(event.data.mip_solution ?? new Float64Array(0));
        limits.onPlan(answer.choice);
      },
      [callbackType.mipInterrupt]: (event) => {
        const bound = event.data.mip_dual_bound;
        if (bound !== undefined && Number.isFinite(bound)) limits.onBound(bound);
        if (limits.stop()) event.interrupt();
      },
    });
    const status = solver.getModelStatus();
    if (status === modelStatus.infeasible)
      return { ...answer, bound: Number.POSITIVE_INFINITY, finished: true };
    const bound = Number(solver.info.get('mip_dual_bound'));
    answer.finished = status === modelStatus.optimal;
    if (Number.isFinite(bound)) answer.bound = bound;
    if (answer.finished) {
      answer.choice = planOf(solver.getSolution().colValue);
      limits.onPlan(answer.choice);
    }
    return answer;
  } finally {
    solver.dispose();
  }
}
