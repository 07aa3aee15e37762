/** One week of a series: what was observed, or what is forecast with its interval. */
export interface SeriesPoint {
  /** The week's Monday. */
  from: string;
  value: number | null;
  low: number | null;
  high: number | null;
}

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface SeriesScale {
  low: number;
  high: number;
  x(index: number): number;
  y(value: number): number;
}

/** How far a healthy range may lie from the values, in their spans, and still be drawn to its edge. */
const REACH = 1;

/**
 * Where values and weeks are drawn. What is counted or timed is never below nothing, so 0 is the floor where values are
 * near it; a range far away from everything observed doesn't flatten the line.
 */
export function scaleOf(
  values: readonly number[],
  corridor: { low: number | null; high: number | null } | null,
  frame: Frame,
  weeks: number,
): SeriesScale {
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const span = most - least || Math.abs(most) || 1;
  const edges = [corridor?.low, corridor?.high].filter(
    (edge) => typeof edge === 'number' && edge >= least - REACH * span && edge <= most + REACH * span,
  ) as number[];
  const low = least >= 0 && least < span ? 0 : Math.min(least, ...edges);
  const high = Math.max(most, ...edges, low + span / 2);
  const inFrame = (place: number) => Math.min(frame.bottom, Math.max(frame.top, place));
  return {
    low,
    high,
    x: (index) => frame.left + (index * (frame.right - frame.left)) / Math.max(1, weeks - 1),
    y: (value) => inFrame(frame.bottom - ((value - low) * (frame.bottom - frame.top)) / (high - low || 1)),
  };
}

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 4;

/** Round values across the scale, at most five. */
export function axisTicks({ low, high }: { low: number; high: number }): number[] {
  const raw = (high - low) / TICKS || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find((candidate) => candidate * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (
    let tick = Math.ceil(low / step) * step;
    tick <= high + step / 1e6 && ticks.length <= TICKS;
    tick += step
  )
    ticks.push(Math.round(tick / step) * step);
  return ticks;
}

/** A line that is left open where nothing was observed. */
export function pathOf(values: readonly (number | null)[], scale: SeriesScale): string {
  let before = false;
  return values
    .map((value, index) => {
      if (value === null) {
        before = false;
        return '';
      }
      const step = `${before ? 'L' : 'M'}${scale.x(index).toFixed(1)} ${scale.y(value).toFixed(1)}`;
      before = true;
      return step;
    })
    .join('');
}
