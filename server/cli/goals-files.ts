import { readFile } from 'node:fs/promises';
import { invalidInput } from '#domain/errors.ts';
import { type Goal, goal as goalSchema } from '#domain/goal.ts';
import { ownCompletion } from '#domain/goal-tree.ts';
import type { Team } from '#domain/person.ts';
import { goalHeaders } from '#tools/files/goals-csv.ts';
import type { Installation } from '../compose.ts';
import { findTeam } from '../cycles.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, warnOfDemo, withInstallation } from './installation.ts';

const narrowing = {
  team: { type: 'string', description: 'goals of this team and of those who are in it', valueHint: 'NAME' },
  owner: { type: 'string', description: 'goals of this person', valueHint: 'EMAIL' },
  status: {
    type: 'string',
    description: goalSchema.shape.status.options.join(', '),
    valueHint: 'STATUS',
  },
} as const;

async function filterOf(
  { system }: Pick<Installation, 'system'>,
  {
    team,
    owner,
    status,
  }: { team?: string | undefined; owner?: string | undefined; status?: string | undefined },
) {
  const known = status === undefined ? undefined : goalSchema.shape.status.safeParse(status);
  if (known?.success === false)
    throw new UsageError(
      `--status ${JSON.stringify(status)} is not valid. Valid: ${goalSchema.shape.status.options.join(', ')}.`,
    );
  const person = owner === undefined ? undefined : await system.people.byEmail(owner);
  if (person === null) throw invalidInput(`Nobody has the e-mail address ${owner}.`, { owner });
  return {
    ...(team === undefined ? {} : { team_id: (await findTeam(system, team)).id }),
    ...(person === undefined ? {} : { owner_id: person.id }),
    ...(known === undefined ? {} : { status: known.data }),
  };
}

export const goalsExport = defineCommand({
  summary: 'goals as CSV, as HR tools read them',
  details: `Columns: ${goalHeaders.join(', ')}, key_result_1_title, key_result_1_completion, … and, for reading it back, team, goal_id, parent_goal_id.`,
  args: narrowing,
  examples: ['fairlead goals export > goals.csv', 'fairlead goals export --team Payments --status active'],
  run: (args, world) =>
    withInstallation(world, 'goals export', async (installation) => {
      const { exportGoals } = await import('../goals-file.ts');
      const text = await exportGoals(installation.operator, await filterOf(installation, args));
      world.print(text.replace(/\r\n$/u, ''));
      return exit.done;
    }),
});

export const goalsImport = defineCommand({
  summary: 'goals from a CSV file',
  details: `Headers: ${goalHeaders.join(', ')}, key_result_1_title, key_result_1_completion, … A row is the goal of its goal_id, else the owner's goal of that name, else new. Any fault stops the import, and nothing is written.`,
  args: {
    file: { type: 'positional', required: true, description: 'the CSV file' },
    'dry-run': { type: 'boolean', description: 'say what would change and write nothing' },
    ...jsonArgument,
  },
  examples: ['fairlead goals import goals.csv --dry-run', 'fairlead goals import goals.csv'],
  async run({ file, 'dry-run': dryRun, json }, world) {
    const bytes = await readFile(file);
    return await withInstallation(world, 'goals import', async (installation) => {
      await warnOfDemo(installation, world);
      const { importGoals } = await import('../goals-file.ts');
      const { operator, clock, system } = installation;
      const teams = await system.people.teams();
      const importer = { store: operator, clock, authorOf: authorAmong(teams), mayOwn: async () => true };
      const done = await importGoals(importer, bytes, { dry_run: dryRun === true });
      for (const header of done.dropped_columns)
        world.tell(`Column ${JSON.stringify(header)} was not read: not a column that Fairlead knows.`);
      if (json) world.print(JSON.stringify({ ...done, dry_run: dryRun === true }));
      else
        world.print(
          `${dryRun ? 'Would import' : 'Imported'} ${done.rows} goals: ${done.created} new, ${done.updated} changed, ${done.unchanged} as they were.`,
        );
      return exit.done;
    });
  },
});

/** Nobody sits at the command line by name: a goal counts as its owner's own, a team's as its manager's. */
const authorAmong =
  (teams: readonly Team[]) =>
  (owner: Goal['owner']): Goal['created_by'] => {
    if (owner.kind === 'person') return owner.id;
    const manager = teams.find(({ id }) => id === owner.id)?.manager_id;
    if (manager == null)
      throw invalidInput(`The team ${owner.id} has no manager, who could answer for a goal.`);
    return manager;
  };

export const goalsList = defineCommand({
  summary: 'goals with how far they are',
  args: { ...narrowing, ...jsonArgument },
  examples: ['fairlead goals list', 'fairlead goals list --team Payments --json'],
  run: ({ json, ...args }, world) =>
    withInstallation(world, 'goals list', async (installation) => {
      const { allGoals } = await import('../goals-file.ts');
      const goals = await allGoals(installation.operator, await filterOf(installation, args));
      if (json) for (const goal of goals) world.print(JSON.stringify(goal));
      else if (goals.length === 0) world.print('There are no goals.');
      else for (const goal of goals) world.print(lineOf(goal));
      return exit.done;
    }),
});

function lineOf(goal: Goal): string {
  const share = ownCompletion(goal);
  const percent = (share === null ? '–' : `${Math.round(share * 100)} %`).padStart(5);
  const worst = ['off_track', 'at_risk', 'on_track', 'reached'].find((status) =>
    goal.kpis.some(({ progress }) => progress?.status === status),
  );
  return `${goal.id}  ${goal.status.padEnd(9)}  ${percent}  ${(worst ?? 'unknown').replace('_', ' ').padEnd(9)}  ${goal.objective}`;
}
