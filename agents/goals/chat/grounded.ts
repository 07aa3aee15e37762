import type { Grounding } from '../grounding/grounding.ts';
import type { Grounded } from './conversation.ts';

/** Of a grounding what a conversation keeps: figures and names, no series. */
export function groundedFrom(found: Grounding): Grounded {
  const { baseline, chance, indicator_id, indicator_name } = found;
  const measured = found.verdict === 'measured' && indicator_id !== null;
  return {
    indicator: measured ? { id: indicator_id, name: indicator_name ?? indicator_id } : null,
    unsure: found.verdict === 'unsure',
    nearest: found.nearest.map((near) => ({ id: near.indicator_id, name: near.name })),
    other_metric: found.other_metric,
    baseline:
      baseline === null || !measured
        ? null
        : {
            value: Number(baseline.value.toPrecision(4)),
            n: baseline.n,
            window: baseline.window,
            as_of: baseline.period.to,
            evidence_ids: baseline.evidence_ids.slice(0, 5),
          },
    forecast:
      chance === null || !measured
        ? null
        : {
            chance: chance.probability,
            mean: chance.mean,
            lower80: chance.interval80[0],
            upper80: chance.interval80[1],
            lower95: chance.interval95[0],
            upper95: chance.interval95[1],
            at: chance.at,
          },
    minimum_n: baseline?.minimum_n ?? 0,
    spread: baseline?.spread ?? null,
    unit: found.indicator_unit,
    fresh_until: baseline?.fresh_until ?? null,
    owner_contributes: found.owner_contributes,
  };
}
