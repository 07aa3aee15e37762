/**
 * Values that a method can take: gaps before the first known value cut off, those between filled on a straight
 * line. `missing` counts the gaps at the end: the horizon begins after them.
 */
export interface Filled {
  values: Float64Array;
  missing: number;
  /** Values that were really there. */
  known: number;
}

/** Larger than any figure of people's work by far, and its square is still finite. */
const LARGEST = 1e120;

const isKnown = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= LARGEST;

export function fillGaps(values: readonly (number | null)[]): Filled {
  const places = values.flatMap((value, index) => (isKnown(value) ? [index] : []));
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined)
    return { values: new Float64Array(0), missing: values.length, known: 0 };
  const filled = new Float64Array(last - first + 1);
  let left = first;
  for (const right of places) {
    const from = Number(values[left]);
    const to = Number(values[right]);
    for (let index = left; index <= right; index += 1)
      filled[index - first] = right === left ? to : from + ((to - from) * (index - left)) / (right - left);
    left = right;
  }
  return { values: filled, missing: values.length - 1 - last, known: places.length };
}
