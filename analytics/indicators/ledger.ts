/** An item resolved in a week; NaN where the item doesn't say. */
export interface ClosedItem {
  cycle_days: number;
  lead_days: number;
  /** Percent. */
  accuracy: number;
  /** 1 late, 0 in time. */
  late: number;
}

/** A move to done, and the week in which it was undone (beyond every week while it stands). */
export interface Completion {
  undone_week: number;
}

/** Counts of one subject per week; adding two ledgers up is adding their figures. */
const figures = [
  /** Resolved, with a date. */
  'closed',
  /** Done in about that week, but without a date of resolution. */
  'undated',
  'open',
  /** Open, and known whether started. */
  'open_known',
  'in_progress',
  'open_due',
  'overdue',
  /** Held at some time of the week while open. */
  'held',
  'held_known',
  'blocked_days',
  'history_unknown',
  'hours',
  'entries',
  'absence_hours',
] as const;
export type Figure = (typeof figures)[number];

export interface Ledger {
  readonly figures: Record<Figure, Float64Array>;
  readonly closed: ClosedItem[][];
  readonly completions: Completion[][];
  /** Days since first start of each item in progress at the week's end. */
  readonly ages: number[][];
  /** Weeks in which something of that kind of record happened. */
  readonly worked: Uint8Array;
  readonly logged: Uint8Array;
}

export function makeLedger(weeks: number): Ledger {
  const empty = <Value>(): Value[][] => Array.from({ length: weeks }, () => []);
  return {
    figures: Object.fromEntries(figures.map((name) => [name, new Float64Array(weeks)])) as Record<
      Figure,
      Float64Array
    >,
    closed: empty(),
    completions: empty(),
    ages: empty(),
    worked: new Uint8Array(weeks),
    logged: new Uint8Array(weeks),
  };
}

/** Adds to a figure of a week; weeks outside are passed over. */
export function count(ledger: Ledger, figure: Figure, week: number, amount = 1): void {
  const cells = ledger.figures[figure];
  const before = cells[week];
  if (before !== undefined) cells[week] = before + amount;
}

export const figureOf = (ledger: Ledger, figure: Figure, week: number): number =>
  ledger.figures[figure][week] ?? 0;

/** Adds one week of a member's ledger to a team's. */
export function addWeek(team: Ledger, member: Ledger, week: number): void {
  for (const name of figures) count(team, name, week, figureOf(member, name, week));
  team.closed[week]?.push(...(member.closed[week] ?? []));
  team.ages[week]?.push(...(member.ages[week] ?? []));
  team.completions[week]?.push(...(member.completions[week] ?? []));
  if (member.worked[week] === 1) team.worked[week] = 1;
  if (member.logged[week] === 1) team.logged[week] = 1;
}
