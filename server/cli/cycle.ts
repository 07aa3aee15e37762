import { createCycle, findTeam, runCycle } from '../cycles.ts';
import { defineCommand, exit } from './command.ts';
import { contentsOf, namesOf, printReport } from './cycle-report.ts';
import { jsonArgument, withInstallation } from './installation.ts';

export const cycle = defineCommand({
  summary: 'the main job for a team: summaries, plans, proposals',
  details:
    'Looks at the last complete weeks before today (FAIRLEAD_TODAY fixes the day). Drafts are kept, and every sentence cites its evidence; proposals wait in the inbox.',
  args: {
    team: { type: 'string', required: true, description: 'id or name of the team', valueHint: 'ID' },
    ...jsonArgument,
  },
  examples: ['fairlead cycle --team "Payments"'],
  run: ({ team: wanted, json }, world) =>
    withInstallation(world, 'cycle', async (installation) => {
      const { system, clock } = installation;
      const team = await findTeam(system, wanted);
      const { id, period } = await createCycle(system, clock, team.id, 'operator');
      const watching = follow(() => system.cycles.events(id, 0), world.progress);
      const result = await runCycle(installation, id, world.signal).finally(watching.stop);
      const report = { cycle_id: id, team, period, ...result, ...(await contentsOf(system, id, result)) };
      if (json) world.print(JSON.stringify(report));
      else printReport(report, await namesOf(system), world.print);
      return exit.done;
    }),
});

/** Shows the newest progress on a terminal, a few times a second. */
function follow(
  read: () => Promise<{ message: string; done: number; total: number }[]>,
  progress: (text: string | null) => void,
) {
  let stopped = false;
  const timer = setInterval(() => {
    read().then(
      (events) => {
        const last = events.at(-1);
        if (!stopped && last) progress(`${last.message} (${last.done}/${last.total})`);
      },
      () => {},
    );
  }, 500);
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      progress(null);
    },
  };
}
