import type { InterventionKind } from '#domain/intervention.ts';
import type { Interval95, KindSummary, LedgerEntry } from '#domain/ledger.ts';
import { mean, rounded } from '../series/statistics.ts';
import { differenceInterval, meanInterval, wilsonInterval } from './interval.ts';

/** With fewer measured cases nothing is said of a kind. */
export const FEWEST_MEASURED = 5;
/** One case never counts for more than thrice the promise either way. */
const KEPT_AT_MOST = 3;
/** A predicted interval should hold so much. */
const NOMINAL = 0.8;

interface Measured {
  entry: LedgerEntry;
  before: number;
  predicted: number;
  measured: number;
  effect: number;
  /** Effect and plain change as shares of the promise; null where no change was promised. */
  kept: number | null;
  changed: number | null;
  /** Effect as a share of the promise before it learned: against a learned one, learning would undo itself. */
  kept_of_constructed: number | null;
}

const withinBounds = (share: number): number => Math.max(-KEPT_AT_MOST, Math.min(KEPT_AT_MOST, share));

function measuredOf(entry: LedgerEntry): Measured[] {
  const { before, predicted, constructed, measured, comparison, verdict } = entry;
  if (before === null || predicted === null || measured === null) return [];
  if (verdict === 'too_early' || verdict === 'not_measurable') return [];
  const effect = comparison?.effect ?? measured - before;
  const share = (value: number, promised: number) => (promised === 0 ? null : withinBounds(value / promised));
  return [
    {
      entry,
      before,
      predicted,
      measured,
      effect,
      kept: share(effect, predicted - before),
      changed: share(measured - before, predicted - before),
      kept_of_constructed: share(effect, (constructed ?? predicted) - before),
    },
  ];
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const intervalOf = (values: readonly number[]): Interval95 | null => {
  const found = meanInterval(values);
  return found === null
    ? null
    : { mean: rounded(found.mean), lower95: rounded(found.lower95), upper95: rounded(found.upper95) };
};

/**
 * How much of the promise, as it was before it learned, each measured proposal of a kind kept, newest first: what later
 * promises learn from.
 */
export const keptShares = (entries: readonly LedgerEntry[], kind: InterventionKind): number[] =>
  known(
    entries
      .filter((entry) => entry.kind === kind && entry.group === 'done')
      .flatMap(measuredOf)
      .map((one) => one.kept_of_constructed),
  );

/** By kind, in alphabetical order. */
export function summariseLedger(entries: readonly LedgerEntry[]): KindSummary[] {
  return [...Map.groupBy(entries, (entry) => entry.kind)]
    .map(([kind, own]) => summaryOf(kind, own))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function summaryOf(kind: InterventionKind, entries: readonly LedgerEntry[]): KindSummary {
  const done = entries.filter((entry) => entry.group === 'done');
  const measured = done.flatMap(measuredOf);
  const left = entries.filter((entry) => entry.group === 'not_done').flatMap(measuredOf);
  const count = (verdict: LedgerEntry['verdict']) => done.filter((entry) => entry.verdict === verdict).length;
  const kept = known(measured.map((one) => one.kept));
  const keptInterval = intervalOf(kept);
  const difference = differenceInterval(
    known(measured.map((one) => one.changed)),
    known(left.map((one) => one.changed)),
  );
  const within = withinOf(measured);
  const figures = {
    kind,
    done: done.length,
    measured: measured.length,
    too_early: count('too_early'),
    not_measurable: count('not_measurable'),
    helped: count('helped'),
    no_effect: count('no_effect'),
    worse: count('worse'),
    kept: keptInterval,
    not_done: left.length,
    kept_without: intervalOf(known(left.map((one) => one.changed))),
    difference:
      difference === null
        ? null
        : {
            mean: rounded(difference.mean),
            lower95: rounded(difference.lower95),
            upper95: rounded(difference.upper95),
          },
    within,
    helps: helpsOf(kept.length, keptInterval),
    calibration: calibrationOf(kept.length, keptInterval),
    metrics: metricsOf(measured),
  };
  return { ...figures, words: wordsOf(figures) };
}

function withinOf(measured: readonly Measured[]): KindSummary['within'] {
  const hits = measured.filter(
    ({ entry, measured: value }) =>
      entry.lower80 !== null && entry.upper80 !== null && value >= entry.lower80 && value <= entry.upper80,
  ).length;
  const share = wilsonInterval(hits, measured.length);
  return share === null ? null : { hits, n: measured.length, ...share };
}

/** Whether the whole interval lies on one side of no effect. */
export function helpsOf(n: number, kept: Interval95 | null): KindSummary['helps'] {
  if (n < FEWEST_MEASURED || kept === null) return 'too_few';
  if (kept.lower95 > 0) return 'yes';
  return kept.upper95 < 0 ? 'harms' : 'not_shown';
}

function calibrationOf(n: number, kept: Interval95 | null): KindSummary['calibration'] {
  if (n < FEWEST_MEASURED || kept === null) return 'too_few';
  if (kept.upper95 < 1) return 'too_high';
  return kept.lower95 > 1 ? 'too_low' : 'as_promised';
}

function metricsOf(measured: readonly Measured[]): KindSummary['metrics'] {
  return [...Map.groupBy(measured, ({ entry }) => `${entry.metric}\u0000${entry.unit}`).values()]
    .map((group) => {
      const effects = group.map((one) => one.effect);
      return {
        metric: group[0]?.entry.metric ?? '',
        unit: group[0]?.entry.unit ?? '',
        n: group.length,
        predicted_change: rounded(mean(group.map((one) => one.predicted - one.before))),
        measured_change: rounded(mean(group.map((one) => one.measured - one.before))),
        effect: rounded(mean(effects)),
        effect_interval: intervalOf(effects),
      };
    })
    .sort((a, b) => b.n - a.n || a.metric.localeCompare(b.metric));
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** "12 measured: 5 helped, 6 had no effect, 1 made it worse. …" */
function wordsOf(summary: Omit<KindSummary, 'words'>): string {
  const { measured, helped, no_effect: none, worse, kept, helps, calibration, within } = summary;
  if (measured === 0) return 'None measured so far: what it promises is by construction alone.';
  const count = `${measured} measured: ${helped} helped, ${none} had no effect, ${worse} made it worse.`;
  if (kept === null || helps === 'too_few')
    return `${count} Too few to say more; from ${FEWEST_MEASURED} on it is told.`;
  const came = `On average ${percent(kept.mean)} of the promise came (95 % interval ${percent(kept.lower95)} to ${percent(kept.upper95)})`;
  const help = {
    yes: 'it helps',
    not_shown: 'no effect has been shown',
    harms: 'it does harm',
  }[helps];
  const promise = {
    as_promised: '',
    too_high: ' It promised too much.',
    too_low: ' It promised too little.',
    too_few: '',
  }[calibration];
  const inside =
    within === null
      ? ''
      : ` ${within.hits} of ${within.n} came within the predicted interval, which should hold ${percent(NOMINAL)}.`;
  return `${count} ${came}: ${help}.${promise}${inside}`;
}
