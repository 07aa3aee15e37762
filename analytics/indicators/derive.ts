import { dayOf, daysBetween, type IsoDate, type Period } from '#domain/date.ts';
import { idFrom, observationId, type SourceId } from '#domain/ids.ts';
import type { IndicatorDefinition, Observation, Subject } from '#domain/indicator.ts';
import type { Person, Team } from '#domain/person.ts';
import type { RecordKind, StoredRecord } from '#domain/record.ts';
import { isOutlier } from '../series/outliers.ts';
import { rounded } from '../series/statistics.ts';
import {
  type ActivityLedger,
  addActivityWeek,
  enterActivity,
  keepFirstReviews,
  makeActivityLedger,
} from './activity-ledger.ts';
import { activityMeasures, countedActivities, peopleBehind } from './activity-measures.ts';
import { type AccountOwner, currentRecords, makePersonOf } from './attribution.ts';
import { contractedHours, isEmployed } from './capacity.ts';
import {
  type ActivityIndicatorId,
  COVERAGE_MINIMUM,
  type IndicatorId,
  indicatorDefinitions,
} from './definitions.ts';
import { addWeek, figureOf, type Ledger, makeLedger } from './ledger.ts';
import { countedIndicators, type Measure, workItemRules } from './measure.ts';
import { enterTimeEntry, hoursByWorkItem } from './time-entry-entry.ts';
import { makeWeekGrid, type WeekGrid } from './week-grid.ts';
import { enterWorkItem } from './work-item-entry.ts';

export interface DeriveInput {
  people: readonly Person[];
  teams: readonly Team[];
  /** In any order, repeats allowed: the newest version of each counts. From `recordsRangeOf(range)`, for full windows. */
  records: readonly StoredRecord[];
  /** Every ISO week that touches it is reported. */
  range: Period;
  /** Sources whose last read was incomplete. */
  partial_sources?: readonly SourceId[];
  /** Accounts of people, so that earlier assignees are found; without it only accounts that records are joined to. */
  identities?: readonly AccountOwner[];
  /** Fewer people than this behind a team's figure of how it works together, and there is none. Policy says. */
  minimum_group?: number;
  /** Whether such figures are told of single people. Policy says. */
  collaboration_of_people?: boolean;
}

/** Weeks without any sign of a subject and with nothing open after which silence is absence, not an output of nought. */
const SILENT_WEEKS = 4;
/** Nothing changed at the source for a week up to the end of the period: it is probably not being read. */
const STALE_DAYS = 7;
/** A week with less than a fifth of the contract left (four days away of five) says nothing about hours. */
const CAPACITY_MINIMUM = 0.2;

/** Per subject and week: hours under contract of those whose contract is known, and of how many people. */
interface Staffing {
  contracted: Float64Array;
  /** Hours and absence of those whose contract is known. */
  hours: Float64Array;
  absence: Float64Array;
  people: Float64Array;
  known: Float64Array;
}

interface Account {
  subject: Subject;
  ledger: Ledger;
  activity: ActivityLedger;
  staffing: Staffing;
  /** 1 in weeks in which somebody of it was employed. */
  employed: Uint8Array;
}

const makeAccount = (subject: Subject, weeks: number): Account => ({
  subject,
  ledger: makeLedger(weeks),
  activity: makeActivityLedger(weeks),
  employed: new Uint8Array(weeks),
  staffing: {
    contracted: new Float64Array(weeks),
    hours: new Float64Array(weeks),
    absence: new Float64Array(weeks),
    people: new Float64Array(weeks),
    known: new Float64Array(weeks),
  },
});

/** Weeks (1 where so) in which the subject's work is seen: since its first sign, until it has been silent for long. */
function coveredWeeks(signs: Uint8Array, holding: Float64Array | null, most = SILENT_WEEKS): Uint8Array {
  const covered = new Uint8Array(signs.length);
  let silent = Number.POSITIVE_INFINITY;
  for (let week = 0; week < signs.length; week += 1) {
    silent = signs[week] === 1 || (holding?.[week] ?? 0) > 0 ? 0 : silent + 1;
    covered[week] = Number(silent < most);
  }
  return covered;
}

const add = (cells: Float64Array, week: number, amount: number) => {
  cells[week] = (cells[week] ?? 0) + amount;
};

function staff(account: Account, person: Person, grid: WeekGrid): void {
  const { staffing, ledger } = account;
  const covered = coveredWeeks(ledger.logged, null);
  grid.mondays.forEach((monday, week) => {
    if (!isEmployed(person, monday)) return;
    account.employed[week] = 1;
    if (covered[week] !== 1) return;
    add(staffing.people, week, 1);
    const contracted = contractedHours(person, monday);
    if (contracted === null) return;
    add(staffing.known, week, 1);
    add(staffing.contracted, week, contracted);
    add(staffing.hours, week, figureOf(ledger, 'hours', week));
    add(staffing.absence, week, figureOf(ledger, 'absence_hours', week));
  });
}

function joinTeam(team: Account, member: Account, weeks: number): void {
  for (let week = 0; week < weeks; week += 1) {
    if (member.employed[week] !== 1) continue;
    team.employed[week] = 1;
    addWeek(team.ledger, member.ledger, week);
    addActivityWeek(team.activity, member.activity, week);
    for (const name of ['contracted', 'hours', 'absence', 'people', 'known'] as const)
      add(team.staffing[name], week, member.staffing[name][week] ?? 0);
  }
}

function hoursMeasure(indicator: IndicatorId, account: Account, week: number): Measure {
  const { ledger, staffing } = account;
  if (indicator === 'hours_logged') {
    const n = figureOf(ledger, 'entries', week);
    return { value: figureOf(ledger, 'hours', week), n, eligible: n };
  }
  const contracted = staffing.contracted[week] ?? 0;
  const capacity = contracted - (staffing.absence[week] ?? 0);
  const enough = contracted > 0 && capacity >= CAPACITY_MINIMUM * contracted;
  return {
    value: enough ? (100 * (staffing.hours[week] ?? 0)) / capacity : null,
    n: staffing.known[week] ?? 0,
    eligible: staffing.people[week] ?? 0,
  };
}

/** When the sources last said something, by kind of record. */
interface Freshness {
  newest: string;
  partial: boolean;
}

function freshnessOf(
  records: readonly StoredRecord[],
  partialSources: readonly SourceId[],
): Map<RecordKind, Freshness> {
  const seen = new Set(records.map((record) => record.source_id));
  // A source that gave nothing at all might have given anything.
  const blind = partialSources.some((source) => !seen.has(source));
  const found = new Map<RecordKind, Freshness>();
  for (const { payload, updated_at, source_id } of records) {
    const before = found.get(payload.kind);
    const partial = partialSources.includes(source_id);
    if (before === undefined) found.set(payload.kind, { newest: updated_at, partial: blind || partial });
    else {
      if (updated_at > before.newest) before.newest = updated_at;
      before.partial ||= partial;
    }
  }
  return found;
}

/** Per week of the grid: the newest day seen by its end, and whether that was long before it. */
function freshWeeks(newest: string, { sundays }: WeekGrid): { until: IsoDate; stale: boolean }[] {
  const day = dayOf(newest);
  return sundays.map((sunday) => {
    const until = [day, sunday].sort()[0] ?? sunday;
    return { until, stale: daysBetween(until, sunday) > STALE_DAYS };
  });
}

interface Reporting {
  grid: WeekGrid;
  contractOf(person: string, week: number): number | null;
  minimum_group: number;
  collaboration_of_people: boolean;
  fresh: Map<RecordKind, { partial: boolean; weeks: { until: IsoDate; stale: boolean }[] }>;
}

function observationOf(
  definition: IndicatorDefinition,
  account: Account,
  week: number,
  measure: Measure,
  { grid, fresh }: Reporting,
): Observation {
  const from = grid.mondays[week] ?? '';
  const enough =
    measure.n >= definition.minimum_n ||
    countedIndicators.has(definition.id) ||
    countedActivities.has(definition.id);
  const coverage = measure.eligible > 0 ? Math.min(1, measure.n / measure.eligible) : enough ? 1 : 0;
  const seen = fresh.get(definition.record_kind);
  const state = seen?.weeks[week];
  const flags: Observation['flags'] = [];
  if (seen?.partial) flags.push('partial_source');
  if (!enough) flags.push('low_sample');
  if (coverage < COVERAGE_MINIMUM) flags.push('low_coverage');
  if (state?.stale) flags.push('stale');
  return {
    id: idFrom('obs', observationId, `${definition.id} ${account.subject.id} ${from}`),
    indicator_id: definition.id,
    subject: account.subject,
    period: { from, to: grid.sundays[week] ?? '' },
    value: enough && measure.value !== null ? rounded(measure.value) : null,
    unit: definition.unit,
    n: measure.n,
    coverage: rounded(coverage),
    fresh_until: state?.until ?? null,
    flags,
  };
}

function flagOutliers(series: Observation[]): void {
  const earlier: number[] = [];
  for (const observation of series) {
    if (observation.value === null) continue;
    if (isOutlier(observation.value, earlier)) observation.flags.push('outlier');
    earlier.push(observation.value);
  }
}

const isActivity = (indicator: IndicatorId): indicator is ActivityIndicatorId =>
  indicator in activityMeasures;

/** Too few people behind a figure of how a team works together: it would be about one of them. */
const hidden: Measure = { value: null, n: 0, eligible: 0 };

function activityObservations(
  definition: IndicatorDefinition,
  indicator: ActivityIndicatorId,
  account: Account,
  reporting: Reporting,
): Observation[] {
  const { grid, collaboration_of_people, minimum_group } = reporting;
  const signs = account.activity.signs.get(definition.record_kind);
  const ofPerson = account.subject.kind === 'person';
  if (signs === undefined || (definition.team_only && ofPerson && !collaboration_of_people)) return [];
  const covered = coveredWeeks(signs, null, Math.max(SILENT_WEEKS, definition.window_weeks));
  const series: Observation[] = [];
  for (let week = grid.lead; week < grid.count; week += 1) {
    if (account.employed[week] !== 1 || covered[week] !== 1) continue;
    const few = definition.team_only && !ofPerson && peopleBehind(account.activity, week) < minimum_group;
    const measure = few ? hidden : activityMeasures[indicator](account.activity, week, definition, reporting);
    series.push(observationOf(definition, account, week, measure, reporting));
  }
  flagOutliers(series);
  return series;
}

function observationsOf(account: Account, reporting: Reporting): Observation[] {
  const { grid } = reporting;
  const worked = coveredWeeks(account.ledger.worked, account.ledger.figures.open);
  const logged = coveredWeeks(account.ledger.logged, null);
  const result: Observation[] = [];
  for (const definition of indicatorDefinitions) {
    const indicator = definition.id as IndicatorId;
    if (isActivity(indicator)) {
      for (const observation of activityObservations(definition, indicator, account, reporting))
        result.push(observation);
      continue;
    }
    const rule = workItemRules[indicator];
    const covered = rule === undefined ? logged : worked;
    const series: Observation[] = [];
    for (let week = grid.lead; week < grid.count; week += 1) {
      if (account.employed[week] !== 1 || covered[week] !== 1) continue;
      const measure =
        rule === undefined
          ? hoursMeasure(indicator, account, week)
          : rule(account.ledger, week, definition.minimum_n);
      series.push(observationOf(definition, account, week, measure, reporting));
    }
    flagOutliers(series);
    for (const observation of series) result.push(observation);
  }
  return result;
}

/**
 * Observations of every indicator for each person and team and each ISO week (UTC) of the range, as the
 * definitions' formulas say. Pure and independent of order: shuffled, repeated or re-paged records give the same
 * list. Nothing for weeks outside employment, before the first sign of a subject in the sources, or after four
 * silent ones. A team is its direct members. Time and memory grow linearly in records and in people × weeks.
 */
export function deriveObservations(input: DeriveInput): Observation[] {
  const grid = makeWeekGrid(input.range);
  const records = currentRecords(input.records);
  const people = [...input.people].sort((a, b) => (a.id < b.id ? -1 : 1));
  const accounts = new Map(
    people.map((person) => [person.id, makeAccount({ kind: 'person', id: person.id }, grid.count)]),
  );
  const hours = hoursByWorkItem(records);
  const context = {
    grid,
    personOf: makePersonOf(records, input.identities),
    ledgerOf: (person: Person['id'] | null) => (person === null ? undefined : accounts.get(person)?.ledger),
    spentOn: (key: string) => hours.get(key),
  };
  for (const record of records) {
    if (record.payload.kind === 'work_item') enterWorkItem(record, record.payload, context);
    else if (record.payload.kind === 'time_entry') enterTimeEntry(record, record.payload, context);
    else enterActivity(record, { ...context, ledgerOf: (person) => accounts.get(person)?.activity });
  }
  const teams = new Map(
    [...input.teams]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((team) => [team.id, makeAccount({ kind: 'team', id: team.id }, grid.count)]),
  );
  for (const person of people) {
    const account = accounts.get(person.id);
    if (account === undefined) continue;
    staff(account, person, grid);
    keepFirstReviews(account.activity);
    const team = person.team_id === null ? undefined : teams.get(person.team_id);
    if (team !== undefined) joinTeam(team, account, grid.count);
  }
  const freshness = freshnessOf(records, input.partial_sources ?? []);
  const fresh = new Map(
    [...freshness].map(([kind, { newest, partial }]) => [kind, { partial, weeks: freshWeeks(newest, grid) }]),
  );
  const byId = new Map<string, Person>(people.map((person) => [person.id, person]));
  const reporting: Reporting = {
    grid,
    fresh,
    contractOf(person, week) {
      const found = byId.get(person);
      return found === undefined ? null : contractedHours(found, grid.mondays[week] ?? '');
    },
    minimum_group: input.minimum_group ?? 1,
    collaboration_of_people: input.collaboration_of_people ?? false,
  };
  return [...accounts.values(), ...teams.values()].flatMap((account) => observationsOf(account, reporting));
}
