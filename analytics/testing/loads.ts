import { addDays } from '#domain/date.ts';
import { recordId } from '#domain/ids.ts';
import type { LoadItem, PersonLoad } from '../workload.ts';
import { plainTag } from '../workload-skills.ts';
import { tightestSpan, untilWeek } from '../workload-weeks.ts';
import { JIRA, personNamed, TEAM } from './records.ts';

export const LOADS_AS_OF = '2026-03-02';
const WEEKS = 4;

/** A ten-hour item, due in the second week. */
export const makeLoadItem = (key: string, owner: string, changes: Partial<LoadItem> = {}): LoadItem => {
  const hours = changes.hours === undefined ? 10 : changes.hours;
  return {
    record_id: recordId.parse(`rec_${key}`),
    source_id: JIRA,
    external_id: key,
    key,
    title: null,
    person_id: personNamed(owner),
    account: `acc-${owner}`,
    status_category: 'to_do',
    hours,
    estimated_from: 'remaining',
    range: hours === null ? null : { low: 0.5 * hours, high: 1.5 * hours },
    sample: 0,
    spent_hours: 0,
    due_on: '2026-03-12',
    priority_rank: null,
    blocked: false,
    blocked_since: null,
    labels: [],
    components: ['payments'],
    week: weekFor(changes.due_on === undefined ? '2026-03-12' : changes.due_on),
    in_horizon: true,
    ...changes,
  };
};

/** As `workloadOf` places what hasn't begun. */
export function weekFor(due: string | null): number | null {
  if (due === null) return WEEKS - 1;
  const week = Array.from({ length: WEEKS }, (_, index) => addDays(LOADS_AS_OF, 7 * index + 6)).findIndex(
    (end) => due <= end,
  );
  return week < 0 ? null : week;
}

export interface LoadChanges {
  /** Hours of each week; null: not known. */
  weekly?: number | null;
  skills?: readonly string[];
  /** Closed items of a tag, without a declared skill. */
  closed?: Readonly<Record<string, number>>;
  team_id?: PersonLoad['team_id'];
  accounts?: PersonLoad['accounts'];
  /** Hours due in each week besides the items. */
  other_due?: readonly number[];
}

/** A load with the figures that `workloadOf` would give these items. */
export function makeLoad(name: string, items: readonly LoadItem[], changes: LoadChanges = {}): PersonLoad {
  const weekly = changes.weekly === undefined ? 30 : changes.weekly;
  const weeks = Array.from({ length: WEEKS }, (_, week) => ({
    from: addDays(LOADS_AS_OF, 7 * week),
    to: addDays(LOADS_AS_OF, 7 * week + 6),
    capacity_hours: weekly,
    leave_hours: 0,
    due_hours: items.reduce(
      (sum, item) => sum + (item.week === week ? (item.hours ?? 0) : 0),
      changes.other_due?.[week] ?? 0,
    ),
  }));
  const span = tightestSpan(weeks);
  const until = untilWeek(weeks, span.weeks);
  const declared = (changes.skills ?? ['payments']).map((skill) => ({
    tag: plainTag(skill),
    level: 0.6,
    declared: true,
    closed_items: 0,
  }));
  const closed = Object.entries(changes.closed ?? {}).map(([tag, count]) => ({
    tag,
    level: count / (count + 3),
    declared: false,
    closed_items: count,
  }));
  return {
    person_id: personNamed(name),
    team_id: changes.team_id === undefined ? TEAM : changes.team_id,
    span_weeks: span.weeks,
    capacity_hours: until.capacity,
    leave_hours: 0,
    load_hours: until.due,
    ratio: span.ratio,
    items: [...items],
    unknown_items: items.filter((item) => item.hours === null).length,
    weeks,
    proficiencies: [...declared, ...closed],
    started_items: items.filter((item) => item.status_category === 'in_progress').length,
    accounts: changes.accounts ?? { [JIRA]: `acc-${name}` },
  };
}
