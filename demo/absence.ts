import { addDays, type IsoDate } from '#domain/date.ts';
import { type Behaviour, cast } from './behaviour.ts';
import { isHoliday, seasonOf, weekday } from './calendar.ts';
import type { Random } from './random.ts';
import type { Member } from './roster.ts';

export type AbsenceReason = 'Annual leave' | 'Public holiday' | 'Sick leave';

/** Leave is planned ahead: whatever lies this far after the anchor is already in the calendar. */
export const PLANNED_DAYS = 20;

function vacationBlocks(days: readonly IsoDate[], random: Random): IsoDate[] {
  const starts = days.filter((day) => weekday(day) === 0);
  const blocks = random.weighted([
    [1, 0.5],
    [2, 0.4],
    [3, 0.1],
  ]);
  return Array.from({ length: blocks }, () => {
    const monday = random.weighted(starts.map((day) => [day, seasonOf(day).vacation_weight] as const));
    const length = random.weighted([
      [5, 0.55],
      [12, 0.35],
      [2, 0.1],
    ]);
    return Array.from({ length }, (_, offset) => addDays(monday, offset));
  }).flat();
}

/** Days on which the person would work by contract but doesn't, with the reason. */
export function absencesOf(
  member: Member,
  behaviour: Behaviour,
  days: readonly IsoDate[],
  anchor: IsoDate,
  random: Random,
): Map<IsoDate, AbsenceReason> {
  // No ordinary holiday blurs the weeks in which somebody's story happens.
  const inStory = Object.values<string>(cast).includes(member.id);
  const quietFrom = inStory ? addDays(anchor, -42) : addDays(anchor, PLANNED_DAYS);
  const settled = days.filter((day) => day < quietFrom);
  const planned = settled.length > 30 ? vacationBlocks(settled, random) : [];
  const vacation = new Set(behaviour.rests ? planned : []);
  const absences = new Map<IsoDate, AbsenceReason>();
  for (const day of days) {
    if (!member.work_days.includes(weekday(day))) continue;
    const away = behaviour.leave && day >= behaviour.leave.from && day <= behaviour.leave.to;
    if (isHoliday(day, member.city)) absences.set(day, 'Public holiday');
    else if (away || (vacation.has(day) && day < quietFrom)) absences.set(day, 'Annual leave');
    else if (day < anchor && random.chance(0.014)) absences.set(day, 'Sick leave');
  }
  return absences;
}
