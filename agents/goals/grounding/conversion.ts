import { folded } from '#analytics/retrieval/words.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { IndicatorDefinition } from '#domain/indicator.ts';
import { HOURS } from '../durations.ts';
import { statedUnit } from './fit.ts';
import type { Terms, WindowPeriod } from './terms.ts';

/** Weeks of one of each. */
const WEEKS: Readonly<Record<WindowPeriod, number>> = {
  day: 1 / 7,
  week: 1,
  month: 365.25 / 12 / 7,
  quarter: 365.25 / 4 / 7,
  year: 365.25 / 7,
};

/** How a weekly value of the indicator reads as the KPI's number: `complement` first, then `factor`. */
export interface Conversion {
  factor: number;
  complement: boolean;
  /** The unit after it. */
  unit: string;
  /** The period that a sum is of; null for what isn't summed over time. */
  per: WindowPeriod | null;
}

/** What adds up over weeks: twice the time gives twice the number. Shares, medians and stocks don't. */
export const addsUp = ({ kind, unit, minimum_n }: IndicatorDefinition): boolean =>
  kind === 'flow' && minimum_n === 1 && unit !== 'percent' && unit !== 'ratio';

/** Hours that people logged are no span of the calendar: eight of them aren't a third of a day. */
const spansCalendar = ({ id }: IndicatorDefinition): boolean => id !== 'hours_logged';

function unitFactor(kpi: KpiSpec, definition: IndicatorDefinition): number | null {
  const wanted = statedUnit(kpi);
  if (wanted === null || wanted === definition.unit || wanted === 'duration') return 1;
  if (wanted === 'percentage_points' && definition.unit === 'percent') return 1;
  const [from, to] = [HOURS[definition.unit], HOURS[wanted]];
  if (from === undefined || to === undefined) return null;
  return spansCalendar(definition) || (to <= 1 && to > 1 / 3_600_000) ? from / to : null;
}

/** The period that a window's words name; null where they name none that is known ("per sprint"). */
export function windowPeriodOf(window: string, { windows }: Pick<Terms, 'windows'>): WindowPeriod | null {
  const text = folded(window);
  if (/\d|two|zwei|deux|dos|due|dois/.test(text)) return null;
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const found = words.flatMap((word) => windows.get(word) ?? windows.get(word.replace(/s$/, '')) ?? []);
  const sign = [...text].flatMap((one) => (/\p{Script=Han}/u.test(one) ? (windows.get(one) ?? []) : []));
  return found[0] ?? sign[0] ?? null;
}

/** null: the indicator's values can't be read as the KPI's number; the reason in words. */
export function conversionOf(
  kpi: KpiSpec,
  definition: IndicatorDefinition,
  complement: boolean,
  terms: Pick<Terms, 'windows'>,
): { conversion: Conversion } | { conversion: null; reason: string } {
  const factor = unitFactor(kpi, definition);
  if (factor === null)
    return {
      conversion: null,
      reason: `The KPI is in ${statedUnit(kpi)}, but “${definition.name}” is measured in ${definition.unit}.`,
    };
  const wanted = statedUnit(kpi);
  const unit =
    wanted === null || wanted === 'duration' || wanted === 'percentage_points' ? definition.unit : wanted;
  if (!addsUp(definition)) return { conversion: { factor, complement, unit, per: null } };
  const per = kpi.window === null ? 'week' : windowPeriodOf(kpi.window, terms);
  if (per === null)
    return {
      conversion: null,
      reason: `How long “${kpi.window}” is isn't known, so weekly values can't be added up to it.`,
    };
  return { conversion: { factor: factor * WEEKS[per], complement, unit, per } };
}

export const converted = (value: number, { factor, complement }: Conversion): number =>
  (complement ? 100 - value : value) * factor;
