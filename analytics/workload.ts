import { dayOf, daysBetween, type IsoDate, type Period } from '#domain/date.ts';
import type { PersonId, RecordId, SourceId, TeamId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import { isAbsence } from './indicators/absence.ts';
import { type AccountOwner, currentRecords, makePersonOf, type PersonOf } from './indicators/attribution.ts';
import { type HoursSource, makeHoursEstimate } from './workload-hours.ts';
import { makeProficiencies, type Proficiency } from './workload-skills.ts';
import {
  HORIZON_WEEKS,
  horizonWeeks,
  type LoadWeek,
  SHORTEST_SPAN_WEEKS,
  tightestSpan,
  untilWeek,
  weeksOfPerson,
} from './workload-weeks.ts';

export { HORIZON_WEEKS, type LoadWeek };

/** An open work item with what it will still take. */
export interface LoadItem {
  record_id: RecordId;
  source_id: SourceId;
  external_id: string;
  key: string;
  title: string | null;
  person_id: PersonId;
  /** The assignee's account at the source. */
  account: string;
  status_category: WorkItem['status_category'];
  /** Hours still to do; null when nothing tells. */
  hours: number | null;
  estimated_from: HoursSource;
  /** 80 % interval of the hours; null where they aren't known. */
  range: { low: number; high: number } | null;
  /** Closed items that a forecast of the hours rests on; 0 for stated ones. */
  sample: number;
  spent_hours: number;
  due_on: IsoDate | null;
  priority_rank: number | null;
  blocked: boolean;
  blocked_since: IsoDate | null;
  labels: string[];
  components: string[];
  /** Week of the horizon (0: the first) at whose end it should be done; null when it is due later. */
  week: number | null;
  /** Whether it weighs on the person's figures: it should be done within `span_weeks`. */
  in_horizon: boolean;
}

/**
 * A person's work over the coming weeks against the hours there are for it. Load, capacity and ratio are those of the
 * tightest stretch from today (`span_weeks`): what is due in four weeks may fit while what is due in two does not.
 */
export interface PersonLoad {
  person_id: PersonId;
  team_id: TeamId | null;
  span_weeks: number;
  /** null when the contract isn't known. */
  capacity_hours: number | null;
  leave_hours: number;
  /** Hours of open items that are to be done in the stretch and whose hours are known. */
  load_hours: number;
  /** load / capacity; null when either isn't known. */
  ratio: number | null;
  items: LoadItem[];
  /** Items of the stretch whose hours nothing tells. */
  unknown_items: number;
  /** The whole horizon. */
  weeks: LoadWeek[];
  proficiencies: Proficiency[];
  /** Items under way. */
  started_items: number;
  /** The person's active account by source. */
  accounts: Record<string, string>;
}

export interface WorkloadInput {
  people: readonly Person[];
  records: readonly StoredRecord[];
  identities?: readonly (AccountOwner & { active?: boolean })[];
  /** First day of the horizon. */
  as_of: IsoDate;
  horizon_weeks?: number;
  /** Share of contracted hours that goes into work items; the rest is meetings, mail and help. */
  focus_share?: number;
}

/** Planning guides reckon with 70–80 % of the contract; too high would hide overload, too low invent it. */
export const FOCUS_SHARE = 0.75;

function leaveByPerson(
  records: readonly StoredRecord[],
  personOf: PersonOf,
): Map<string, Map<IsoDate, number>> {
  const leave = new Map<string, Map<IsoDate, number>>();
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'time_entry' || payload.running || !isAbsence(payload)) continue;
    const person = personOf(source_id, payload.account);
    if (person === null) continue;
    const days = leave.get(person) ?? new Map<IsoDate, number>();
    leave.set(person, days);
    days.set(payload.spent_on, (days.get(payload.spent_on) ?? 0) + payload.hours);
  }
  return leave;
}

function blockedSince(item: WorkItem): IsoDate | null {
  const open = item.blocked_spans.filter((span) => span.to === null).map((span) => dayOf(span.from));
  return item.blocked ? (open.sort()[0] ?? null) : null;
}

/** What nobody has begun or touched for a quarter is on somebody's list and on nobody's mind; trackers are full of it. */
const DORMANT_DAYS = 91;

const isDormant = (item: WorkItem, asOf: IsoDate): boolean =>
  item.status_category === 'to_do' &&
  (item.due_on === null || item.due_on < asOf) &&
  daysBetween(dayOf(item.updated_at), asOf) > DORMANT_DAYS;

/**
 * The week by whose end an item should be done. Overdue: this one. Without date: what is under way within the shortest
 * span, the rest by the end of the horizon; what is dormant, in none. What is under way weighs on the horizon whenever
 * it is due.
 */
function weekOf(item: WorkItem, periods: readonly Period[]): number | null {
  const last = periods.length - 1;
  const started = item.status_category === 'in_progress';
  if (isDormant(item, periods[0]?.from ?? dayOf(item.updated_at))) return null;
  if (item.due_on === null) return started ? Math.min(SHORTEST_SPAN_WEEKS - 1, last) : last;
  const due = item.due_on;
  const week = periods.findIndex(({ to }) => due <= to);
  if (week >= 0) return week;
  return started ? last : null;
}

interface Placing {
  personOf: PersonOf;
  hoursOf: ReturnType<typeof makeHoursEstimate>;
  periods: readonly Period[];
}

function loadItem(
  record: StoredRecord,
  item: WorkItem,
  { personOf, hoursOf, periods }: Placing,
): LoadItem | null {
  const person = personOf(record.source_id, item.assignee);
  if (person === null || item.assignee === null || item.status_category === 'done') return null;
  const { hours, range, from, sample } = hoursOf(person, item);
  return {
    record_id: record.id,
    source_id: record.source_id,
    external_id: record.external_id,
    key: item.key,
    title: item.title,
    person_id: person,
    account: item.assignee,
    status_category: item.status_category,
    hours,
    estimated_from: from,
    range,
    sample,
    spent_hours: item.spent_hours ?? 0,
    due_on: item.due_on,
    priority_rank: item.priority_rank,
    blocked: item.blocked,
    blocked_since: blockedSince(item),
    labels: item.labels,
    components: item.components,
    week: weekOf(item, periods),
    in_horizon: false,
  };
}

function accountsByPerson(
  input: WorkloadInput,
  records: readonly StoredRecord[],
): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  const note = (person: string | null, source: string, account: string | null) => {
    if (person !== null && account !== null) found.set(person, { ...found.get(person), [source]: account });
  };
  if (input.identities === undefined)
    for (const record of records) note(record.person_id, record.source_id, record.account);
  else {
    const sorted = [...input.identities].sort((a, b) => (a.account < b.account ? -1 : 1));
    for (const one of sorted) if (one.active !== false) note(one.person_id, one.source_id, one.account);
  }
  return found;
}

const NO_LEAVE: ReadonlyMap<IsoDate, number> = new Map();

/** @param own open items of the person; a new list with `in_horizon` set comes back. */
function loadOf(
  person: Person,
  own: readonly LoadItem[],
  weeks: LoadWeek[],
  rest: Pick<PersonLoad, 'proficiencies' | 'accounts'>,
): PersonLoad {
  const span = tightestSpan(weeks);
  const { capacity, due, leave } = untilWeek(weeks, span.weeks);
  const items = own.map((item) => ({ ...item, in_horizon: item.week !== null && item.week < span.weeks }));
  return {
    person_id: person.id,
    team_id: person.team_id,
    span_weeks: span.weeks,
    capacity_hours: capacity,
    leave_hours: leave,
    load_hours: due,
    ratio: span.ratio,
    items,
    unknown_items: items.filter((item) => item.in_horizon && item.hours === null).length,
    weeks,
    started_items: items.filter((item) => item.status_category === 'in_progress').length,
    ...rest,
  };
}

/**
 * Workload of each person over the coming weeks (four by default): hours still to do in their open items, from the
 * item's remaining time, else estimate less spent, else what similar closed items took, by the week they are due in;
 * and the capacity of each week, contract less leave, times the share that goes into work items. Independent of the
 * order of records.
 */
export function workloadOf(input: WorkloadInput): PersonLoad[] {
  const periods = horizonWeeks(input.as_of, input.horizon_weeks ?? HORIZON_WEEKS);
  const records = currentRecords(input.records);
  const personOf = makePersonOf(records, input.identities);
  const leave = leaveByPerson(records, personOf);
  const proficienciesOf = makeProficiencies(records, personOf, input.as_of);
  const accounts = accountsByPerson(input, records);
  const teamOf = new Map(input.people.map((person) => [person.id as string, person.team_id]));
  const placing = { personOf, periods, hoursOf: makeHoursEstimate(records, personOf, teamOf) };
  const items = Map.groupBy(
    records.flatMap((record) => {
      const item = record.payload.kind === 'work_item' ? loadItem(record, record.payload, placing) : null;
      return item === null ? [] : [item];
    }),
    (item) => item.person_id,
  );
  return input.people.map((person) => {
    const own = items.get(person.id) ?? [];
    const due = periods.map((_, week) =>
      own.reduce((sum, item) => sum + (item.week === week ? (item.hours ?? 0) : 0), 0),
    );
    const focus = input.focus_share ?? FOCUS_SHARE;
    return loadOf(person, own, weeksOfPerson(person, periods, leave.get(person.id) ?? NO_LEAVE, due, focus), {
      proficiencies: proficienciesOf(person.id, person.skills),
      accounts: accounts.get(person.id) ?? {},
    });
  });
}
