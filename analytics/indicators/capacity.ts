import { addDays, type IsoDate } from '#domain/date.ts';
import type { Person } from '#domain/person.ts';

const WORKING_DAYS = 5;

/** Whether the person was employed on some day of the week that begins on this Monday. */
export const isEmployed = (person: Pick<Person, 'start_date' | 'end_date'>, monday: IsoDate): boolean =>
  (person.start_date === null || person.start_date <= monday || person.start_date <= addDays(monday, 6)) &&
  (person.end_date === null || person.end_date >= monday);

/**
 * Contracted hours of the week that begins on this Monday, in proportion to the days from Monday to Friday on
 * which the person is employed; null when the contract isn't known.
 */
export function contractedHours(
  person: Pick<Person, 'start_date' | 'end_date' | 'weekly_hours'>,
  monday: IsoDate,
): number | null {
  if (person.weekly_hours === null) return null;
  if (person.start_date === null && person.end_date === null) return person.weekly_hours;
  const friday = addDays(monday, WORKING_DAYS - 1);
  const whole =
    (person.start_date ?? monday) <= monday && (person.end_date === null || person.end_date >= friday);
  if (whole) return person.weekly_hours;
  let days = 0;
  for (let day = 0; day < WORKING_DAYS; day += 1) {
    const date = addDays(monday, day);
    const started = person.start_date === null || person.start_date <= date;
    const ended = person.end_date !== null && person.end_date < date;
    if (started && !ended) days += 1;
  }
  return (person.weekly_hours * days) / WORKING_DAYS;
}
