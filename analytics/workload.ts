import { addDays, dayOf, type IsoDate, type Period, weekStart } from '#domain/date.ts';
import type { PersonId, RecordId, SourceId, TeamId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import { isAbsence } from './indicators/absence.ts';
import { type AccountOwner, currentRecords, makePersonOf, type PersonOf } from './indicators/attribution.ts';
import { type HoursSource, makeHoursEstimate } from './workload-hours.ts';

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
  due_on: IsoDate | null;
  priority_rank: number | null;
  blocked: boolean;
  blocked_since: IsoDate | null;
  labels: string[];
  components: string[];
  /** Whether it weighs on the horizon: due in it, overdue, under way, or without a due date. */
  in_horizon: boolean;
}

/** A person's work over the coming weeks against the hours there are for it. */
export interface PersonLoad {
  person_id: PersonId;
  team_id: TeamId | null;
  /** null when the contract isn't known. */
  capacity_hours: number | null;
  leave_hours: number;
  /** Hours of open items that weigh on the horizon and whose hours are known. */
  load_hours: number;
  /** load / capacity; null when either isn't known. */
  ratio: number | null;
  items: LoadItem[];
  /** Items of the horizon whose hours nothing tells. */
  unknown_items: number;
  skills: string[];
  /** Components (or labels, see `tagsOf`) of which the person has closed at least two items. */
  familiar: string[];
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

/** Two weeks: what is handed over later than that can wait for the next look; shorter sees only what has begun. */
export const HORIZON_WEEKS = 2;
/** Planning guides reckon with 70–80 % of the contract; too high would hide overload, too low invent it. */
export const FOCUS_SHARE = 0.75;
/** One item of a component may have been chance. */
const FAMILIAR_ITEMS = 2;

/** "Payments-API" and "payments api" are one skill; + and # stay, for C++ and C#. */
export const plainTag = (tag: string): string =>
  tag
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();

/**
 * What an item is about: its components, or its labels where it has none. Labels beside components mostly say where
 * an item came from ("customer request"), which is no skill.
 */
export function tagsOf(item: { labels: readonly string[]; components: readonly string[] }): string[] {
  const names = item.components.length > 0 ? item.components : item.labels;
  return names.map(plainTag).filter((tag) => tag !== '');
}

const MONDAY_TO_FRIDAY = 5;

/** Monday-to-Friday days of the horizon on which the person is employed. */
function workingDays(person: Person, horizon: Period): number {
  let days = 0;
  for (let day = horizon.from; day <= horizon.to; day = addDays(day, 1)) {
    const weekday = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${weekStart(day)}T00:00:00Z`)) / 86_400_000;
    const employed =
      (person.start_date === null || person.start_date <= day) &&
      (person.end_date === null || day <= person.end_date);
    if (employed && weekday < MONDAY_TO_FRIDAY) days += 1;
  }
  return days;
}

function leaveByPerson(
  records: readonly StoredRecord[],
  personOf: PersonOf,
  horizon: Period,
): Map<string, number> {
  const leave = new Map<string, number>();
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'time_entry' || payload.running || !isAbsence(payload)) continue;
    const person = personOf(source_id, payload.account);
    if (person === null || payload.spent_on < horizon.from || payload.spent_on > horizon.to) continue;
    leave.set(person, (leave.get(person) ?? 0) + payload.hours);
  }
  return leave;
}

function blockedSince(item: WorkItem): IsoDate | null {
  const open = item.blocked_spans.filter((span) => span.to === null).map((span) => dayOf(span.from));
  return item.blocked ? (open.sort()[0] ?? null) : null;
}

interface Placing {
  personOf: PersonOf;
  hoursOf: ReturnType<typeof makeHoursEstimate>;
  horizon: Period;
}

function loadItem(
  record: StoredRecord,
  item: WorkItem,
  { personOf, hoursOf, horizon }: Placing,
): LoadItem | null {
  const person = personOf(record.source_id, item.assignee);
  if (person === null || item.assignee === null || item.status_category === 'done') return null;
  const { hours, from } = hoursOf(person, item);
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
    due_on: item.due_on,
    priority_rank: item.priority_rank,
    blocked: item.blocked,
    blocked_since: blockedSince(item),
    labels: item.labels,
    components: item.components,
    in_horizon: item.status_category === 'in_progress' || item.due_on === null || item.due_on <= horizon.to,
  };
}

function familiarTags(records: readonly StoredRecord[], personOf: PersonOf): Map<string, string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'work_item' || payload.status_category !== 'done') continue;
    const person = personOf(source_id, payload.assignee);
    if (person === null) continue;
    const own = counts.get(person) ?? new Map<string, number>();
    for (const tag of new Set(tagsOf(payload))) own.set(tag, (own.get(tag) ?? 0) + 1);
    counts.set(person, own);
  }
  return new Map(
    [...counts].map(([person, own]) => [
      person,
      [...own].flatMap(([tag, times]) => (times >= FAMILIAR_ITEMS ? [tag] : [])).sort(),
    ]),
  );
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

/**
 * Workload of each person over the coming weeks (two by default): hours still to do in their open items, from the
 * item's remaining time, else estimate less spent, else the median of similar closed items; and the capacity,
 * contract less leave, times the share that goes into work items. Independent of the order of records.
 */
export function workloadOf(input: WorkloadInput): PersonLoad[] {
  const weeks = input.horizon_weeks ?? HORIZON_WEEKS;
  const horizon = { from: input.as_of, to: addDays(input.as_of, 7 * weeks - 1) };
  const records = currentRecords(input.records);
  const personOf = makePersonOf(records, input.identities);
  const leave = leaveByPerson(records, personOf, horizon);
  const familiar = familiarTags(records, personOf);
  const accounts = accountsByPerson(input, records);
  const teamOf = new Map(input.people.map((person) => [person.id as string, person.team_id]));
  const placing = { personOf, horizon, hoursOf: makeHoursEstimate(records, personOf, teamOf) };
  const items = Map.groupBy(
    records.flatMap((record) => {
      const item = record.payload.kind === 'work_item' ? loadItem(record, record.payload, placing) : null;
      return item === null ? [] : [item];
    }),
    (item) => item.person_id,
  );
  return input.people.map((person) => {
    const own = items.get(person.id) ?? [];
    const ahead = own.filter((item) => item.in_horizon);
    const leaveHours = leave.get(person.id) ?? 0;
    const contracted =
      person.weekly_hours === null
        ? null
        : (person.weekly_hours * workingDays(person, horizon)) / MONDAY_TO_FRIDAY;
    const capacity =
      contracted === null ? null : Math.max(0, contracted - leaveHours) * (input.focus_share ?? FOCUS_SHARE);
    const load = ahead.reduce((sum, item) => sum + (item.hours ?? 0), 0);
    const unknown = ahead.filter((item) => item.hours === null).length;
    return {
      person_id: person.id,
      team_id: person.team_id,
      capacity_hours: capacity,
      leave_hours: leaveHours,
      load_hours: load,
      ratio: capacity === null || capacity === 0 ? null : load / capacity,
      items: own,
      unknown_items: unknown,
      skills: person.skills.map((skill) => skill.name),
      familiar: familiar.get(person.id) ?? [],
      accounts: accounts.get(person.id) ?? {},
    };
  });
}
