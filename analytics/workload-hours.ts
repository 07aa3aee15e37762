import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { PersonOf } from './indicators/attribution.ts';
import { median } from './series/statistics.ts';
import { tagsOf } from './workload-skills.ts';

/** Where an open item's hours come from, surest first. */
export type HoursSource = 'remaining' | 'estimate' | 'person_median' | 'team_median' | 'unknown';

/** Whether somebody wrote the hours down for this very item. */
export const isStated = (from: HoursSource): boolean => from === 'remaining' || from === 'estimate';

/** What an item will still take. */
export interface HoursEstimate {
  /** null when nothing tells. */
  hours: number | null;
  /** 80 % interval; null where `hours` is. */
  range: { low: number; high: number } | null;
  from: HoursSource;
  /** Closed items that a forecast rests on; 0 for stated hours. */
  sample: number;
}

/** Medians of fewer closed items swing too much to plan by. */
const SIMILAR_ITEMS = 5;
/** An item that has used up its estimate and isn't done still takes something: a tenth of the estimate. */
const OVERRUN_SHARE = 0.1;
/**
 * Standard deviation of actual against estimated hours of one item, as a share of the estimate. Field data (Jørgensen
 * & Moløkken, "How large are software cost overruns?", IST 48, 2006) put the mean error at 30 % and more; narrower
 * would promise more than an estimate holds.
 */
export const HOURS_SPREAD = 0.4;
/** Of a normal distribution, 80 % lie within this many standard deviations. */
export const Z80 = 1.2816;
const NOTHING: HoursEstimate = { hours: null, range: null, from: 'unknown', sample: 0 };

function statedHours(item: WorkItem): HoursEstimate | null {
  const of = (hours: number, from: HoursSource): HoursEstimate => {
    const spread = Z80 * HOURS_SPREAD * hours;
    return { hours, range: { low: hours - spread, high: hours + spread }, from, sample: 0 };
  };
  if (item.remaining_hours !== null && item.remaining_hours > 0) return of(item.remaining_hours, 'remaining');
  // Remaining 0 on an open item mostly means that nobody keeps it up.
  if (item.estimate_hours === null || item.estimate_hours === 0) return null;
  const left = item.estimate_hours - (item.spent_hours ?? 0);
  return of(Math.max(left, OVERRUN_SHARE * item.estimate_hours), 'estimate');
}

interface Similar {
  centre: number;
  low: number;
  high: number;
  sample: number;
}

/**
 * The median, and an 80 % prediction interval for one more item on the log scale, where hours of work items are near
 * normal: centre ± t · s · √(1 + 1/n), with t of n − 1 degrees by Hill's first correction of the normal quantile.
 */
function similarOf(hours: readonly number[]): Similar {
  const sample = hours.length;
  const centre = median(hours);
  const logs = hours.map((one) => Math.log(one));
  const middle = logs.reduce((sum, one) => sum + one, 0) / sample;
  const variance = logs.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (sample - 1);
  const degrees = sample - 1;
  const quantile = Z80 + (Z80 ** 3 + Z80) / (4 * degrees);
  const reach = quantile * Math.sqrt(variance * (1 + 1 / sample));
  return {
    centre,
    low: Math.min(centre, Math.exp(middle - reach)),
    high: Math.max(centre, Math.exp(middle + reach)),
    sample,
  };
}

/** What items are alike in, most telling first: type and component, then type, then nothing. */
function likenesses(item: WorkItem): string[] {
  const tag = tagsOf(item)[0];
  return [...(tag === undefined ? [] : [`${item.type} ${tag}`]), `${item.type}`, ''];
}

/**
 * Tells the hours that an open item of a person will still take: as stated, else from what similar closed items took
 * (the person's, then the team's; of that type and component, of that type, of any), less what is spent.
 */
export function makeHoursEstimate(
  records: readonly StoredRecord[],
  personOf: PersonOf,
  teamOf: ReadonlyMap<string, string | null>,
): (person: string, item: WorkItem) => HoursEstimate {
  const samples = new Map<string, number[]>();
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'work_item' || payload.status_category !== 'done') continue;
    if (payload.spent_hours === null || payload.spent_hours <= 0) continue;
    const person = personOf(source_id, payload.assignee);
    if (person === null) continue;
    for (const owner of [person, teamOf.get(person)]) {
      if (owner === null || owner === undefined) continue;
      for (const likeness of likenesses(payload)) {
        const key = `${owner}|${likeness}`;
        const list = samples.get(key);
        if (list === undefined) samples.set(key, [payload.spent_hours]);
        else list.push(payload.spent_hours);
      }
    }
  }
  const known = new Map<string, Similar>();
  for (const [key, hours] of samples)
    if (hours.length >= SIMILAR_ITEMS) known.set(key, similarOf(hours.sort((a, b) => a - b)));
  const among = (owner: string | null | undefined, item: WorkItem): Similar | undefined => {
    if (owner === null || owner === undefined) return undefined;
    for (const likeness of likenesses(item)) {
      const found = known.get(`${owner}|${likeness}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (person, item) => {
    const stated = statedHours(item);
    if (stated !== null) return stated;
    const own = among(person, item);
    const similar = own ?? among(teamOf.get(person), item);
    if (similar === undefined) return NOTHING;
    const { centre, low, high, sample } = similar;
    const least = OVERRUN_SHARE * centre;
    const left = (whole: number) => Math.max(whole - (item.spent_hours ?? 0), least);
    return {
      hours: left(centre),
      range: { low: Math.min(left(low), left(centre)), high: left(high) },
      from: own === undefined ? 'team_median' : 'person_median',
      sample,
    };
  };
}
