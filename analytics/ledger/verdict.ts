import type { Comparison, Verdict } from '#domain/ledger.ts';

/** Where nothing was promised, a change of so much of the scale counts: in points of percent, else a share of the value. */
const NOTICED_POINTS = 5;
const NOTICED_SHARE = 0.1;
/** Where no spread is known, half of what was promised: less can't be told from the usual ups and downs of a few weeks. */
const HELP_SHARE = 0.5;

export interface Judged {
  unit: string;
  before: number;
  predicted: number;
  measured: number | null;
  comparison: Comparison | null;
}

/** What would have to change for anybody to notice. */
function noticedOf({ unit, before, predicted }: Judged): number {
  const promised = Math.abs(predicted - before);
  if (promised > 0) return NOTICED_SHARE * promised;
  return unit === 'percent' ? NOTICED_POINTS : Math.max(NOTICED_SHARE * Math.abs(before), 1e-9);
}

/**
 * What became of a promise, by the effect against the comparison: helped or made worse only where the whole 80 %
 * interval lies on one side; where no interval is known, from half of the promise on. `better` says which way is good
 * where no change was promised.
 */
export function verdictOf(judged: Judged, better: 'more' | 'less'): Verdict {
  const { before, predicted, measured, comparison } = judged;
  if (measured === null || comparison === null) return 'not_measurable';
  const promised = predicted - before;
  const up = promised === 0 ? better === 'more' : promised > 0;
  const gain = up ? comparison.effect : -comparison.effect;
  const noticed = noticedOf(judged);
  if (comparison.lower80 === null || comparison.upper80 === null) {
    const enough = promised === 0 ? noticed : HELP_SHARE * Math.abs(promised);
    return gain >= enough ? 'helped' : gain <= -enough ? 'worse' : 'no_effect';
  }
  const [low, high] = up
    ? [comparison.lower80, comparison.upper80]
    : [-comparison.upper80, -comparison.lower80];
  if (low > 0 && gain >= noticed) return 'helped';
  return high < 0 && gain <= -noticed ? 'worse' : 'no_effect';
}
