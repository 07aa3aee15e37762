import type { Indicator } from '../answers.ts';
import type { SeriesPoint } from './series-scale.ts';
import { day, figure, quantity } from './words.ts';

/** The weeks that were observed and those that are forecast, with their 80 % interval. */
export function indicatorPoints({ observations, assessment, weeks_ahead }: Indicator): {
  past: SeriesPoint[];
  ahead: SeriesPoint[];
} {
  const forecast = assessment?.forecast ?? null;
  return {
    past: observations.map(({ period, value }) => ({ from: period.from, value, low: null, high: null })),
    ahead: weeks_ahead.map((from, step) => ({
      from,
      value: forecast?.mean[step] ?? null,
      low: forecast?.lower80[step] ?? null,
      high: forecast?.upper80[step] ?? null,
    })),
  };
}

/** What the forecast says, always with its interval. */
export function forecastWords(indicator: Indicator): string {
  const last = indicatorPoints(indicator).ahead.at(-1);
  if (indicator.assessment === null) return 'No forecast: no cycle has assessed it yet.';
  if (last === undefined || last.low === null || last.high === null)
    return 'No forecast: too few weeks are known.';
  const { unit } = indicator.definition;
  return `In the week of ${day(last.from)}, four times in five between ${figure(last.low)} and ${quantity(last.high, unit)}.`;
}

/** The healthy range in words; null where the role framework sets none. */
export function corridorWords({ corridor, definition: { unit } }: Indicator): string | null {
  if (corridor === null) return null;
  const { low, high } = corridor;
  if (low !== null && high !== null) return `${figure(low)} to ${quantity(high, unit)}`;
  if (low !== null) return `at least ${quantity(low, unit)}`;
  return high === null ? null : `at most ${quantity(high, unit)}`;
}

const recordWords: Record<string, string> = {
  work_item: 'work items',
  time_entry: 'time entries',
  pull_request: 'pull requests',
  code_review: 'code reviews',
  deployment: 'deployments',
  opportunity: 'opportunities',
  support_ticket: 'support tickets',
  satisfaction_rating: 'satisfaction ratings',
  collaboration_activity: 'counts of messages and meetings',
};
/** What it is computed from and where that was read: "work items from jira". */
export const sourceWords = ({ definition, sources }: Indicator): string => {
  const what = recordWords[definition.record_kind] ?? definition.record_kind.replaceAll('_', ' ');
  return sources.length === 0 ? `${what}, of no source at present` : `${what} from ${sources.join(', ')}`;
};

export const flagWords: Record<string, string> = {
  partial_source: 'the source was read in part',
  low_sample: 'few items',
  low_coverage: 'fields missing',
  stale: 'not fresh',
  outlier: 'unusual value',
};
