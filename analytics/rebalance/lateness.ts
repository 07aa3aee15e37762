import { addDays, daysBetween, type IsoDate } from '#domain/date.ts';
import { normalCumulative } from '../series/statistics.ts';
import type { LoadItem, PersonLoad } from '../workload.ts';
import { Z80 } from '../workload-hours.ts';
import { capacityUntil } from '../workload-weeks.ts';

/** Squared standard deviation of an item's hours, from their 80 % interval. */
export const varianceOf = (item: LoadItem): number =>
  item.range === null ? 0 : ((item.range.high - item.range.low) / (2 * Z80)) ** 2;

/** The day by which an item counts as in time: its date, and for what is overdue the end of this week. */
export const dueDayOf = (item: LoadItem, asOf: IsoDate): IsoDate | null =>
  item.due_on !== null && item.due_on < asOf ? addDays(asOf, 6) : item.due_on;

export interface Lateness {
  /** Chance that an item of the person's own misses its date; 0 for one without date. */
  ofOwn(item: LoadItem): number;
  /** The same for an item that they would take on, with the hours that it would take them. */
  ofTaken(item: LoadItem, hours: number): number;
}

/**
 * Chances of missing a date, by the load before it: everything the person has that is due until then is done first
 * (earliest due date first is optimal where anything is: Jackson 1955), hours are independent and their sum near
 * normal. Work handed over in the same plan is not counted, which for receivers is held by their limit.
 */
export function makeLateness(load: PersonLoad, asOf: IsoDate): Lateness {
  const days = 7 * load.weeks.length;
  const until = Array.from({ length: days }, (_, day) => capacityUntil(load.weeks, addDays(asOf, day)));
  const means = new Float64Array(days);
  const variances = new Float64Array(days);
  for (const item of load.items) {
    const due = dueDayOf(item, asOf);
    const day = due === null ? null : daysBetween(asOf, due);
    if (day === null || day >= days || item.hours === null) continue;
    for (let later = day; later < days; later += 1) {
      means[later] = (means[later] ?? 0) + item.hours;
      variances[later] = (variances[later] ?? 0) + varianceOf(item);
    }
  }
  const chance = (item: LoadItem, hours: number, variance: number): number => {
    const due = dueDayOf(item, asOf);
    if (due === null) return 0;
    const day = daysBetween(asOf, due);
    if (day < 0 || day >= days) return 0;
    const capacity = until[day] ?? null;
    if (capacity === null) return 0;
    const spare = capacity - (means[day] ?? 0) - hours;
    const spread = Math.sqrt((variances[day] ?? 0) + variance);
    if (spread === 0) return spare < 0 ? 1 : 0;
    return 1 - normalCumulative(spare / spread);
  };
  return {
    ofOwn: (item) => chance(item, 0, 0),
    ofTaken: (item, hours) => {
      const scale = item.hours === null || item.hours === 0 ? 1 : hours / item.hours;
      return chance(item, hours, varianceOf(item) * scale * scale);
    },
  };
}
