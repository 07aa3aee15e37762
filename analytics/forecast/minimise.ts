/**
 * Nelder–Mead within a box (Nelder & Mead 1965; points outside are clamped to the border). Deterministic, and
 * bounded by `evaluations`.
 */
export function minimise(
  loss: (parameters: Float64Array) => number,
  start: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  evaluations: number,
): Float64Array {
  const size = start.length;
  const clamp = (point: Float64Array) => {
    for (let index = 0; index < size; index += 1)
      point[index] = Math.min(upper[index] ?? 0, Math.max(lower[index] ?? 0, point[index] ?? 0));
    return point;
  };
  const evaluate = (point: Float64Array) => {
    const value = loss(point);
    return Number.isFinite(value) ? value : Number.MAX_VALUE;
  };
  const simplex: { point: Float64Array; value: number }[] = Array.from({ length: size + 1 }, (_, corner) => {
    const point: Float64Array = Float64Array.from(start);
    if (corner > 0) {
      const axis = corner - 1;
      const span = (upper[axis] ?? 0) - (lower[axis] ?? 0);
      const step = 0.2 * span;
      const value = point[axis] ?? 0;
      point[axis] = value + step <= (upper[axis] ?? 0) ? value + step : value - step;
    }
    clamp(point);
    return { point, value: evaluate(point) };
  });
  let used = size + 1;
  const along = (centre: Float64Array, point: Float64Array, factor: number) =>
    clamp(centre.map((value, index) => value + factor * ((point[index] ?? 0) - value)));
  while (used < evaluations) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0];
    const worst = simplex[size];
    const second = simplex[size - 1];
    if (best === undefined || worst === undefined || second === undefined) break;
    if (worst.value - best.value <= 1e-8 * Math.abs(best.value)) break;
    const centre = new Float64Array(size);
    for (let corner = 0; corner < size; corner += 1)
      for (let index = 0; index < size; index += 1)
        centre[index] = (centre[index] ?? 0) + (simplex[corner]?.point[index] ?? 0) / size;
    const reflected = along(centre, worst.point, -1);
    const value = evaluate(reflected);
    used += 1;
    if (value < best.value) {
      const expanded = along(centre, worst.point, -2);
      const further = evaluate(expanded);
      used += 1;
      simplex[size] = further < value ? { point: expanded, value: further } : { point: reflected, value };
    } else if (value < second.value) simplex[size] = { point: reflected, value };
    else {
      const contracted = along(centre, value < worst.value ? reflected : worst.point, 0.5);
      const nearer = evaluate(contracted);
      used += 1;
      if (nearer < Math.min(value, worst.value)) simplex[size] = { point: contracted, value: nearer };
      else {
        for (const corner of simplex.slice(1)) {
          corner.point = along(best.point, corner.point, 0.5);
          corner.value = evaluate(corner.point);
        }
        used += size;
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return simplex[0]?.point ?? Float64Array.from(start);
}
