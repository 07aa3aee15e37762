import type { Member, MemberForecast } from './member.ts';
import { dampedTrend, simpleSmoothing } from './smoothing.ts';
import { theta } from './theta.ts';

export interface Combined extends MemberForecast {
  method: string;
}

const members: readonly { name: string; member: Member }[] = [
  { name: 'theta', member: theta },
  { name: 'damped', member: dampedTrend },
  { name: 'ses', member: simpleSmoothing },
];

/**
 * The mean of several methods: on the M competitions it beats nearly every one of its members (Makridakis,
 * Spiliotis & Assimakopoulos, "The M4 Competition", IJF 36, 2020).
 */
export function combine(values: Float64Array, horizon: number): Combined {
  const forecasts = members.map(({ member }) => member(values, horizon));
  const path = new Float64Array(Math.max(1, horizon));
  const ahead = (origin: number, into: Float64Array) => {
    into.fill(0);
    const own = into.length <= path.length ? path.subarray(0, into.length) : new Float64Array(into.length);
    for (const one of forecasts) {
      one.ahead(origin, own);
      for (let step = 0; step < into.length; step += 1)
        into[step] = (into[step] ?? 0) + (own[step] ?? 0) / forecasts.length;
    }
  };
  const mean = new Float64Array(horizon);
  ahead(values.length, mean);
  return { method: `mean(${members.map((one) => one.name).join(',')})`, mean, ahead };
}
