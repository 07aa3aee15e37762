import type { PersonId } from '#domain/ids.ts';
import type { RecordKind, StoredRecord } from '#domain/record.ts';
import { type SeriesName, seriesRules } from './activity-rules.ts';
import type { PersonOf } from './attribution.ts';
import type { WeekGrid } from './week-grid.ts';

/** One thing of a series in a week: of whom, and what it adds. */
export interface ActivityItem {
  person: PersonId;
  value: number;
  label: string | null;
  /** Milliseconds since 1970; of a span the end of the week. */
  at: number;
}

/** The items of one subject, by series and week, and the weeks in which each kind of record said something of it. */
export interface ActivityLedger {
  readonly weeks: number;
  readonly series: Map<SeriesName, ActivityItem[][]>;
  readonly signs: Map<RecordKind, Uint8Array>;
}

export const makeActivityLedger = (weeks: number): ActivityLedger => ({
  weeks,
  series: new Map(),
  signs: new Map(),
});

const rulesByKind = Map.groupBy(
  Object.entries(seriesRules).map(([name, rule]) => ({ name: name as SeriesName, rule })),
  ({ rule }) => rule.kind,
);

function put(
  ledger: ActivityLedger,
  name: SeriesName,
  kind: RecordKind,
  week: number,
  item: ActivityItem,
): void {
  if (week < 0 || week >= ledger.weeks) return;
  let weeks = ledger.series.get(name);
  if (weeks === undefined) {
    weeks = Array.from({ length: ledger.weeks }, () => []);
    ledger.series.set(name, weeks);
  }
  weeks[week]?.push(item);
  let signs = ledger.signs.get(kind);
  if (signs === undefined) {
    signs = new Uint8Array(ledger.weeks);
    ledger.signs.set(kind, signs);
  }
  signs[week] = 1;
}

export interface ActivityContext {
  grid: WeekGrid;
  personOf: PersonOf;
  ledgerOf(person: PersonId): ActivityLedger | undefined;
}

/** Enters a record of code, sales, support or collaboration into the ledgers of those whom it counts for. */
export function enterActivity(record: StoredRecord, { grid, personOf, ledgerOf }: ActivityContext): void {
  const { payload } = record;
  for (const { name, rule } of rulesByKind.get(payload.kind) ?? []) {
    for (const found of 'events' in rule ? rule.events(payload) : rule.spans(payload)) {
      const person = personOf(record.source_id, found.account);
      const ledger = person === null ? undefined : ledgerOf(person);
      if (person === null || ledger === undefined) continue;
      const item = { person, value: found.value, label: found.label ?? null };
      if ('at' in found) {
        put(ledger, name, payload.kind, grid.weekOf(found.at), { ...item, at: found.at });
        continue;
      }
      const first = Math.max(0, grid.weekOf(found.from));
      for (let week = first; week < grid.count; week += 1) {
        const end = grid.endOf(week);
        if (found.to !== null && found.to <= end) break;
        if (found.from <= end) put(ledger, name, payload.kind, week, { ...item, at: end });
      }
    }
  }
}

/** Of several reviews of one pull request by one person the first counts; the others are talk about the same. */
export function keepFirstReviews({ series }: ActivityLedger): void {
  const weeks = series.get('review_hours');
  const seen = new Set<string>();
  weeks?.forEach((items, week) => {
    items.sort((a, b) => a.at - b.at || ((a.label ?? '') < (b.label ?? '') ? -1 : 1));
    weeks[week] = items.filter(({ label }) => label === null || (!seen.has(label) && seen.add(label)));
  });
}

/** Adds one week of a member's ledger to a team's. */
export function addActivityWeek(team: ActivityLedger, member: ActivityLedger, week: number): void {
  for (const [name, weeks] of member.series)
    for (const item of weeks[week] ?? []) put(team, name, seriesRules[name].kind, week, item);
  for (const [kind, signs] of member.signs) {
    if (signs[week] !== 1) continue;
    const own = team.signs.get(kind) ?? new Uint8Array(team.weeks);
    own[week] = 1;
    team.signs.set(kind, own);
  }
}
