import { combine } from './combination.ts';
import { addErrors, chooseScale, type ErrorTable, makeErrorTable, type Scale } from './intervals.ts';
import type { MemberForecast } from './member.ts';

/** Origins at which everything is fitted anew: each costs as much as the forecast itself. */
const HONEST_ORIGINS = 6;
/** A fit to fewer values than this says nothing of one to all of them. */
const FEWEST_FITTED = 8;

export interface Hindcast {
  /** From every settled origin, by the method as it was fitted to all values. */
  fitted: ErrorTable;
  /** From a few origins spread over the second half, fitted only to what came before each. */
  honest: ErrorTable;
}

function honestErrors(values: Float64Array, reach: number, scale: Scale): ErrorTable {
  const n = values.length;
  const table = makeErrorTable(reach);
  const last = n - Math.max(1, Math.ceil(reach / 2));
  const first = Math.max(FEWEST_FITTED, Math.floor(n / 2));
  if (last < first) return table;
  const count = Math.min(HONEST_ORIGINS, last - first + 1);
  for (let index = 0; index < count; index += 1) {
    const origin = count === 1 ? last : Math.round(first + ((last - first) * index) / (count - 1));
    addErrors(table, values, origin, combine(values.slice(0, origin), reach).mean, scale);
  }
  return table;
}

/** What the combination would have said at earlier times, and how wrong it would have been. */
export function hindcast(values: Float64Array, one: MemberForecast, reach: number): Hindcast {
  const n = values.length;
  const first = Math.min(n - 2, Math.max(2, Math.floor(n / 4)));
  const paths = Array.from({ length: n - first }, (_, index) => {
    const path = new Float64Array(reach);
    one.ahead(first + index, path);
    return path;
  });
  const oneStep = new Float64Array(n + 1);
  paths.forEach((path, index) => {
    oneStep[first + index] = path[0] ?? 0;
  });
  oneStep[n] = one.mean[0] ?? 0;
  const scale = chooseScale(values, oneStep, first);
  const fitted = makeErrorTable(reach);
  paths.forEach((path, index) => {
    addErrors(fitted, values, first + index, path, scale);
  });
  return { fitted, honest: honestErrors(values, reach, scale) };
}
