import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { PersonOf } from './indicators/attribution.ts';
import { median } from './series/statistics.ts';

/** Where an open item's hours come from, surest first. */
export type HoursSource = 'remaining' | 'estimate' | 'person_median' | 'team_median' | 'unknown';

/** Whether somebody wrote the hours down for this very item. */
export const isStated = (from: HoursSource): boolean => from === 'remaining' || from === 'estimate';

/** Medians of fewer closed items swing too much to plan by. */
const SIMILAR_ITEMS = 5;
/** An item that has used up its estimate and isn't done still takes something: a tenth of the estimate. */
const OVERRUN_SHARE = 0.1;

function statedHours(item: WorkItem): { hours: number; from: HoursSource } | null {
  if (item.remaining_hours !== null && item.remaining_hours > 0)
    return { hours: item.remaining_hours, from: 'remaining' };
  // Remaining 0 on an open item mostly means that nobody keeps it up.
  if (item.estimate_hours === null || item.estimate_hours === 0) return null;
  const left = item.estimate_hours - (item.spent_hours ?? 0);
  return { hours: Math.max(left, OVERRUN_SHARE * item.estimate_hours), from: 'estimate' };
}

/**
 * Tells the hours that an open item of a person will still take: as stated, else the median of what similar closed
 * items took (the person's of that type, the person's, the team's of that type, the team's), less what is spent.
 */
export function makeHoursEstimate(
  records: readonly StoredRecord[],
  personOf: PersonOf,
  teamOf: ReadonlyMap<string, string | null>,
): (person: string, item: WorkItem) => { hours: number | null; from: HoursSource } {
  const samples = new Map<string, number[]>();
  const note = (key: string, hours: number) => {
    const list = samples.get(key);
    if (list === undefined) samples.set(key, [hours]);
    else list.push(hours);
  };
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'work_item' || payload.status_category !== 'done') continue;
    if (payload.spent_hours === null || payload.spent_hours <= 0) continue;
    const person = personOf(source_id, payload.assignee);
    if (person === null) continue;
    for (const owner of [person, teamOf.get(person)]) {
      if (owner === null || owner === undefined) continue;
      note(owner, payload.spent_hours);
      note(`${owner} ${payload.type}`, payload.spent_hours);
    }
  }
  const medians = new Map(
    [...samples].flatMap(([key, hours]) =>
      hours.length >= SIMILAR_ITEMS ? [[key, median(hours)] as const] : [],
    ),
  );
  return (person, item) => {
    const stated = statedHours(item);
    if (stated !== null) return stated;
    const team = teamOf.get(person);
    const own = medians.get(`${person} ${item.type}`) ?? medians.get(person);
    const theirs = medians.get(`${team} ${item.type}`) ?? medians.get(`${team}`);
    const whole = own ?? theirs;
    if (whole === undefined) return { hours: null, from: 'unknown' };
    const left = Math.max(whole - (item.spent_hours ?? 0), OVERRUN_SHARE * whole);
    return { hours: left, from: own === undefined ? 'team_median' : 'person_median' };
  };
}
