import { wordingOf } from '#agents/goals/chat/wording.ts';
import { parseGoal } from '#agents/goals/parser.ts';
import type { Clock } from '#domain/clock.ts';
import { invalidInput } from '#domain/errors.ts';
import { type Goal, type KpiSpec, kpiSpec } from '#domain/goal.ts';
import { completionOf } from '#domain/goal-progress.ts';
import { ownCompletion } from '#domain/goal-tree.ts';
import { goalId, kpiId, newId, type PersonId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/json.ts';
import type { GoalPatch, ScopedStore } from '#store/ports.ts';
import { type GoalRow, type GoalsFile, readGoalsCsv, writeGoalsCsv } from '#tools/files/goals-csv.ts';
import type { FileFault } from '#tools/files/people-csv.ts';

/** All goals that the store's reader may see, at most this many: more is a job for the database. */
const MOST_GOALS = 20_000;
const PAGE = 1000;

type Filter = Omit<Parameters<ScopedStore['goals']['list']>[0], 'after' | 'limit'>;

/** @throws UserError `invalid-input` where there are more than can be handled at once. */
export async function allGoals(store: Pick<ScopedStore, 'goals'>, filter: Filter = {}): Promise<Goal[]> {
  const found: Goal[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<ScopedStore['goals']['list']>> = await store.goals.list({
      ...filter,
      after,
      limit: PAGE,
    });
    found.push(...page.items);
    after = page.next;
    if (found.length > MOST_GOALS)
      throw invalidInput(`There are more than ${MOST_GOALS} goals; narrow them by team, owner or status.`);
  } while (after !== null);
  return found;
}

const english = wordingOf('en');
const titleOf = (kpi: Goal['kpis'][number]): string => kpi.title ?? english.line(kpi);
const percentOf = (share: number | null | undefined): number | null =>
  share == null ? null : Number((share * 100).toFixed(2));
const dueOf = (goal: Pick<Goal, 'due_on' | 'kpis'>): string | null =>
  goal.due_on ??
  goal.kpis
    .flatMap(({ due_iso }) => due_iso ?? [])
    .sort()
    .at(-1) ??
  null;

function rowOf(goal: Goal, emails: ReadonlyMap<string, string>, teams: ReadonlyMap<string, string>): GoalRow {
  return {
    email: goal.owner.kind === 'person' ? (emails.get(goal.owner.id) ?? null) : null,
    name: goal.objective,
    description: goal.description,
    visibility: goal.visibility,
    due_at: dueOf(goal),
    priority: goal.priority,
    status: goal.status,
    completion: percentOf(ownCompletion(goal)),
    key_results: goal.kpis.map((kpi) => ({
      title: titleOf(kpi),
      completion: percentOf(kpi.progress?.share),
    })),
    team: goal.owner.kind === 'team' ? (teams.get(goal.owner.id) ?? goal.owner.id) : null,
    goal_id: goal.id,
    parent_goal_id: goal.parent_id,
  };
}

/** The goals that the reader may see, as CSV. */
export async function exportGoals(store: ScopedStore, filter: Filter = {}): Promise<string> {
  const goals = await allGoals(store, filter);
  const people = await store.people.list();
  const emails = new Map(
    people.flatMap(({ id, email }) => (email === null ? [] : ([[id as string, email]] as const))),
  );
  const teams = new Map((await store.people.teams()).map(({ id, name }) => [id as string, name] as const));
  return writeGoalsCsv(goals.toReversed().map((goal) => rowOf(goal, emails, teams)));
}

export interface GoalsImport {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  dropped_columns: string[];
}

/** Who imports, and for whom they may set goals. */
export interface Importer {
  store: ScopedStore;
  /** Who counts as having set the goal. */
  authorOf(owner: Goal['owner']): PersonId;
  mayOwn(owner: Goal['owner']): Promise<boolean>;
  clock: Clock;
}

interface Plan {
  create: Goal[];
  patch: { id: Goal['id']; patch: GoalPatch }[];
  unchanged: number;
}

/**
 * A file of goals, all of it or nothing. A row is the goal of its `goal_id`, else the owner's goal of that name, else new.
 * @throws UserError `invalid-input` with every fault by line and field; nothing is written then.
 */
export async function importGoals(
  importer: Importer,
  bytes: Uint8Array,
  { dry_run }: { dry_run: boolean },
): Promise<GoalsImport> {
  const file = readGoalsCsv(bytes);
  const faults: FileFault[] = [...file.errors];
  const plan = file.errors_total > 0 ? null : await planOf(file, importer, faults);
  if (plan === null || faults.length > 0)
    throw invalidInput(faultText(faults, file.errors_total), {
      errors: faults,
      errors_total: Math.max(file.errors_total, faults.length),
    });
  if (!dry_run) await importer.store.goals.writeAll(plan);
  return {
    rows: file.goals.length,
    created: plan.create.length,
    updated: plan.patch.length,
    unchanged: plan.unchanged,
    dropped_columns: file.dropped_columns,
  };
}

const faultText = (faults: readonly FileFault[], total: number): string =>
  [
    `Nothing was imported: the file has ${Math.max(total, faults.length)} fault(s).`,
    ...faults.map(
      ({ line, field, message }) => `line ${line}${field === null ? '' : `, ${field}`}: ${message}`,
    ),
  ].join('\n');

async function planOf(file: GoalsFile, importer: Importer, faults: FileFault[]): Promise<Plan> {
  const { store } = importer;
  const { fiscal_year_start_month } = await store.policy.current();
  const known = await allGoals(store);
  const byId = new Map(known.map((goal) => [goal.id as string, goal]));
  const byName = new Map(known.map((goal) => [`${goal.owner.id} ${goal.objective}`, goal]));
  const owners = await ownersOf(file, importer, faults);
  const plan: Plan = { create: [], patch: [], unchanged: 0 };
  const seen = new Map<string, number>();
  for (const row of file.goals) {
    const owner = owners.get(keyOfOwner(row));
    if (owner === undefined) continue;
    const given = row.goal_id === null ? null : goalId.safeParse(row.goal_id);
    if (given !== null && !given.success) {
      faults.push({ line: row.line, field: 'goal_id', message: `"${row.goal_id}" is not an id of a goal.` });
      continue;
    }
    const before = byId.get(row.goal_id ?? '') ?? byName.get(`${owner.id} ${row.name}`);
    const id = before?.id ?? given?.data ?? newId('goal', goalId);
    const first = seen.get(id) ?? seen.get(`${owner.id} ${row.name}`);
    if (first !== undefined) {
      faults.push({ line: row.line, field: 'name', message: `The same goal stands in line ${first}.` });
      continue;
    }
    seen.set(id, row.line);
    seen.set(`${owner.id} ${row.name}`, row.line);
    const wanted = goalFrom(row, {
      id,
      owner,
      before: before ?? null,
      importer,
      fiscal_year_start_month,
    });
    if (before === undefined) plan.create.push(wanted);
    else if (sameGoal(before, wanted)) plan.unchanged += 1;
    else plan.patch.push({ id, patch: patchOf(wanted) });
  }
  checkParents(plan, file, byId, faults);
  plan.create = parentsFirst(plan.create);
  return plan;
}

const keyOfOwner = ({ email, team }: GoalRow): string =>
  email === null ? `team ${team}` : `person ${email}`;

/** Whose goals they are to be; a row whose owner isn't there, or isn't the importer's to set goals for, is a fault. */
async function ownersOf(
  file: GoalsFile,
  { store, mayOwn }: Importer,
  faults: FileFault[],
): Promise<Map<string, Goal['owner']>> {
  const owners = new Map<string, Goal['owner'] | null>();
  const teams = await store.people.teams();
  for (const row of file.goals) {
    const key = keyOfOwner(row);
    if (!owners.has(key)) {
      const person = row.email === null ? null : await store.people.byEmail(row.email);
      const team =
        row.email === null ? teams.find(({ id, name }) => id === row.team || name === row.team) : undefined;
      const owner: Goal['owner'] | null =
        person !== null
          ? { kind: 'person', id: person.id }
          : team === undefined
            ? null
            : { kind: 'team', id: team.id };
      owners.set(key, owner !== null && (await mayOwn(owner)) ? owner : null);
    }
    if (owners.get(key) === null)
      faults.push({
        line: row.line,
        field: row.email === null ? 'team' : 'email',
        message: `There is no ${row.email === null ? 'team' : 'person'} "${row.email ?? row.team}" whom you may set goals for.`,
      });
  }
  return new Map([...owners].flatMap(([key, owner]) => (owner === null ? [] : [[key, owner] as const])));
}

function goalFrom(
  row: GoalRow,
  {
    id,
    owner,
    before,
    importer,
    fiscal_year_start_month,
  }: {
    id: Goal['id'];
    owner: Goal['owner'];
    before: Goal | null;
    importer: Importer;
    fiscal_year_start_month: number;
  },
): Goal {
  const { clock, authorOf } = importer;
  const today = clock.today();
  const kpis = row.key_results.map((result) =>
    kpiFrom(result, { goal: id, due_at: row.due_at, before, today, fiscal_year_start_month }),
  );
  const completion = completionOf(kpis.map(({ progress }) => progress?.share));
  const stated =
    row.completion === null || percentOf(completion) === row.completion ? null : row.completion / 100;
  const due_on = row.due_at === null || dueOf({ kpis, due_on: null }) === row.due_at ? null : row.due_at;
  const parent = row.parent_goal_id === null ? null : goalId.safeParse(row.parent_goal_id);
  return {
    id,
    owner: before?.owner ?? owner,
    parent_id: parent?.success ? parent.data : null,
    objective: row.name,
    description: row.description,
    visibility: row.visibility ?? before?.visibility ?? 'line',
    status: row.status ?? before?.status ?? 'active',
    priority: row.priority,
    due_on,
    stated_completion: stated,
    kpis,
    created_by: before?.created_by ?? authorOf(before?.owner ?? owner),
    created_at: before?.created_at ?? clock.now(),
    updated_at: clock.now(),
  };
}

/** A key result that is there stays as it is; a new one is read like any goal said in words, its title kept as written. */
function kpiFrom(
  { title, completion }: GoalRow['key_results'][number],
  {
    goal,
    due_at,
    before,
    today,
    fiscal_year_start_month,
  }: {
    goal: Goal['id'];
    due_at: string | null;
    before: Goal | null;
    today: string;
    fiscal_year_start_month: number;
  },
): Goal['kpis'][number] {
  const known = before?.kpis.find((kpi) => titleOf(kpi) === title);
  const measured = known?.progress != null && known.progress.by !== 'import';
  const progress =
    completion === null || measured || percentOf(known?.progress?.share) === completion
      ? (known?.progress ?? null)
      : importedProgress(completion / 100, today);
  if (known !== undefined) return { ...known, progress };
  const read = parseGoal({ id: goal, text: title, today, fiscal_year_start_month });
  const [only] = read.kpis;
  const spec: KpiSpec = only !== undefined && read.kpis.length === 1 ? only : plainSpec(title);
  const dated = spec.due_iso === null && due_at !== null ? { due: due_at, due_iso: due_at } : {};
  return {
    ...spec,
    ...dated,
    id: newId('kpi', kpiId),
    goal_id: goal,
    indicator_id: null,
    baseline_evidence_id: null,
    title,
    progress,
  };
}

const plainSpec = (metric: string): KpiSpec => ({
  metric,
  direction: 'achieve',
  comparator: null,
  baseline: null,
  target: null,
  target_range: null,
  relative: null,
  unit: null,
  window: null,
  due: null,
  due_iso: null,
});

const importedProgress = (share: number, today: string): NonNullable<Goal['kpis'][number]['progress']> => ({
  value: null,
  share,
  status: share >= 1 ? 'reached' : 'unknown',
  reason: 'As a file stated it.',
  chance: null,
  by: 'import',
  as_of: today,
});

const patchOf = ({
  objective,
  description,
  visibility,
  status,
  priority,
  parent_id,
  due_on,
  stated_completion,
  kpis,
}: Goal) => ({
  objective,
  description,
  visibility,
  status,
  priority,
  parent_id,
  due_on: due_on ?? null,
  stated_completion: stated_completion ?? null,
  kpis,
});

/** Whether a row says of a goal what is known of it already. */
function sameGoal(before: Goal, wanted: Goal): boolean {
  const held = (goal: Goal) => ({
    ...patchOf(goal),
    kpis: goal.kpis.map(({ progress, ...kpi }) => ({
      spec: kpiSpec.parse(kpi),
      id: kpi.id,
      share: progress?.share ?? null,
    })),
  });
  return canonicalJson(held(before)) === canonicalJson(held(wanted));
}

function checkParents(
  plan: Plan,
  file: GoalsFile,
  known: ReadonlyMap<string, Goal>,
  faults: FileFault[],
): void {
  const made = new Set(plan.create.map(({ id }) => id as string));
  for (const { line, parent_goal_id: parent } of file.goals)
    if (parent !== null && !made.has(parent) && !known.has(parent))
      faults.push({
        line,
        field: 'parent_goal_id',
        message: `There is no goal "${parent}" in the file or among those that you see.`,
      });
}

/** Parents before those that serve them. What is left in a circle comes last, and the store refuses it. */
function parentsFirst(goals: readonly Goal[]): Goal[] {
  const waiting = new Map(goals.map((goal) => [goal.id, goal]));
  const ordered: Goal[] = [];
  for (let moved = true; moved && waiting.size > 0; ) {
    moved = false;
    for (const goal of [...waiting.values()]) {
      if (goal.parent_id !== null && waiting.has(goal.parent_id)) continue;
      waiting.delete(goal.id);
      ordered.push(goal);
      moved = true;
    }
  }
  return [...ordered, ...waiting.values()];
}
