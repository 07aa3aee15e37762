import type { ModelData } from 'highs';
import type { AssignmentModel } from './model.ts';

/** A linear program over some of a problem's options, as HiGHS takes it. */
export interface Program {
  data: ModelData;
  /** Columns that overfill a capacity; they come first, those of options after them. */
  elastic: number;
  /** Capacity row (`agent × rows + row`) behind each row of the program after those of the tasks. */
  capacityRows: Int32Array;
  /** The program's row of each capacity row, or -1 where there is no limit. */
  rowOf: Int32Array;
}

export interface ProgramShape {
  /** Whole options only, or shares of options too. */
  whole: boolean;
  /** Cost of a unit over capacity; null: nothing may go over. */
  overload_cost: number | null;
}

/** Which capacity rows have a limit, in both directions. */
function capacityIndex(model: AssignmentModel): { capacityRows: Int32Array; rowOf: Int32Array } {
  const rowOf = new Int32Array(model.capacity.length).fill(-1);
  const limited: number[] = [];
  model.capacity.forEach((capacity, index) => {
    if (capacity === Number.POSITIVE_INFINITY) return;
    rowOf[index] = model.tasks + limited.length;
    limited.push(index);
  });
  return { capacityRows: Int32Array.from(limited), rowOf };
}

/** The task of each option. */
export function taskOfOptions(model: AssignmentModel): Int32Array {
  const tasks = new Int32Array(model.option_agent.length);
  for (let task = 0; task < model.tasks; task += 1)
    tasks.fill(task, model.option_start[task] ?? 0, model.option_start[task + 1] ?? 0);
  return tasks;
}

export interface Columns {
  starts: number[];
  indices: number[];
  values: number[];
}

/** Matrix columns of options: 1 in the task's row, the loads in the capacity rows. */
export function optionColumns(
  model: AssignmentModel,
  taskOf: Int32Array,
  rowOf: Int32Array,
  options: Iterable<number>,
  columns: Columns = { starts: [0], indices: [], values: [] },
): Columns {
  for (const option of options) {
    columns.indices.push(taskOf[option] ?? 0);
    columns.values.push(1);
    const base = (model.option_agent[option] ?? 0) * model.rows;
    for (let row = 0; row < model.rows; row += 1) {
      const load = model.option_load[option * model.rows + row] ?? 0;
      const at = rowOf[base + row] ?? -1;
      if (at < 0 || load === 0) continue;
      columns.indices.push(at);
      columns.values.push(load);
    }
    columns.starts.push(columns.indices.length);
  }
  return columns;
}

export function makeProgram(
  model: AssignmentModel,
  taskOf: Int32Array,
  options: Int32Array,
  shape: ProgramShape,
): Program {
  const { capacityRows, rowOf } = capacityIndex(model);
  const elastic = shape.overload_cost === null ? 0 : capacityRows.length;
  const columns: Columns = { starts: [0], indices: [], values: [] };
  for (let index = 0; index < elastic; index += 1) {
    columns.indices.push(model.tasks + index);
    columns.values.push(-1);
    columns.starts.push(columns.indices.length);
  }
  optionColumns(model, taskOf, rowOf, options, columns);
  const [numCols, numRows] = [elastic + options.length, model.tasks + capacityRows.length];
  const cost = new Float64Array(numCols).fill(shape.overload_cost ?? 0);
  options.forEach((option, index) => {
    cost[elastic + index] = model.option_cost[option] ?? 0;
  });
  const upper = new Float64Array(numCols).fill(Number.POSITIVE_INFINITY);
  // The tasks' rows keep shares within 1; as bounds of their own they would only hinder the simplex.
  if (shape.whole) upper.fill(1, elastic);
  const rowLower = new Float64Array(numRows).fill(Number.NEGATIVE_INFINITY).fill(1, 0, model.tasks);
  const rowUpper = new Float64Array(numRows).fill(1);
  capacityRows.forEach((index, place) => {
    rowUpper[model.tasks + place] = model.capacity[index] ?? 0;
  });
  const data: ModelData = {
    numCols,
    numRows,
    colCost: cost,
    colLower: new Float64Array(numCols),
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: { format: 'csc', numRows, numCols, ...columns },
    ...(shape.whole ? { integrality: new Int32Array(numCols).fill(1, elastic) } : {}),
  };
  return { data, elastic, capacityRows, rowOf };
}
