import type { AssignmentModel } from './model.ts';

/** Decimal places that costs are looked at for; finer ones are taken as real numbers. */
const UNITS = [1, 0.1, 0.01, 0.001] as const;

/** The largest number of which every cost is a whole multiple (so every plan's cost too); 0: there is none we know. */
export function costUnit(model: AssignmentModel): number {
  for (const unit of UNITS) {
    const scale = Math.round(1 / unit);
    let divisor = 0;
    let whole = true;
    for (const cost of model.option_cost) {
      const scaled = cost * scale;
      const rounded = Math.round(scaled);
      if (Math.abs(scaled - rounded) > 1e-9 * Math.max(1, Math.abs(scaled)) || Math.abs(rounded) > 1e12) {
        whole = false;
        break;
      }
      divisor = greatestDivisor(divisor, Math.abs(rounded));
    }
    if (whole) return (divisor === 0 ? 1 : divisor) / scale;
  }
  return 0;
}

function greatestDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** The bound lifted to the next cost that a plan can have; what rounding may have added is not counted. */
export function liftBound(bound: number, unit: number): number {
  const slack = 1e-9 * Math.max(1, Math.abs(bound));
  if (unit === 0 || !Number.isFinite(bound)) return bound - (Number.isFinite(bound) ? slack : 0);
  const lifted = Math.ceil((bound - slack) / unit - 1e-6) * unit;
  // 3 * 0.1 is 0.30000000000000004: such noise isn't for showing.
  return Number(lifted.toPrecision(15));
}

/** Whether no plan can be cheaper than one of this cost. */
export const isClosed = (cost: number, bound: number, unit: number): boolean =>
  cost - bound <= (unit > 0 ? 1e-6 * unit : 1e-6 * Math.max(1, Math.abs(cost)));
