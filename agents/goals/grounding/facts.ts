import type { KpiFacts } from '../checks/check.ts';
import type { Grounding } from './grounding.ts';

/** What the measurability checks are told of a KPI. What isn't known is left out, and its checks stay silent. */
export function factsOf(found: Grounding | null): KpiFacts {
  if (found === null) return {};
  const { verdict, baseline, chance, complement, indicator_direction, indicator_name } = found;
  if (verdict === 'unsure') return {};
  if (verdict === 'not_measured' || indicator_name === null) return { indicator: null };
  return {
    ...(chance === null
      ? {}
      : { forecast: { mean: chance.mean, lower95: chance.interval95[0], upper95: chance.interval95[1] } }),
    indicator: {
      name: indicator_name,
      unit: baseline?.unit ?? found.indicator_unit ?? '',
      value: baseline?.value ?? null,
      n: baseline?.n ?? 0,
      minimum_n: baseline?.minimum_n ?? 0,
      spread: baseline?.spread ?? null,
      fresh_until: baseline?.fresh_until ?? null,
      owner_contributes: found.owner_contributes,
      better:
        indicator_direction === null || indicator_direction === 'corridor'
          ? null
          : complement === (indicator_direction === 'decrease')
            ? 'increase'
            : 'decrease',
      flags: baseline?.flags ?? [],
    },
  };
}
