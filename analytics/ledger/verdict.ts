import { judgeOutcome } from '#domain/intervention.ts';
import { type Verdict, verdictFrom } from '#domain/ledger.ts';

/** Where nothing was promised, a change of so much of the scale counts: in points of percent, else a share of the value. */
const NOTICED_POINTS = 5;
const NOTICED_SHARE = 0.1;

interface Judged {
  unit: string;
  before: number;
  predicted: number;
  measured: number | null;
}

/**
 * What became of a promise. Where none was made (a talk about a goal that keeps its date and target), `better` says
 * which way would be good, and only a change that can be noticed counts.
 */
export function verdictOf({ unit, before, predicted, measured }: Judged, better: 'more' | 'less'): Verdict {
  if (measured === null || predicted !== before)
    return verdictFrom(judgeOutcome({ before, after: predicted }, measured));
  const noticed = unit === 'percent' ? NOTICED_POINTS : Math.max(NOTICED_SHARE * Math.abs(before), 1e-9);
  const gain = better === 'more' ? measured - before : before - measured;
  if (gain >= noticed) return 'helped';
  return gain <= -noticed ? 'worse' : 'no_effect';
}
