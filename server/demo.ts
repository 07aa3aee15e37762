import { type Demo, startDemo } from '#demo/start.ts';
import { FairleadError, SystemError } from '#domain/errors.ts';
import { newId, sourceId } from '#domain/ids.ts';
import { vendor as vendorSchema } from '#domain/source.ts';
import type { Installation } from './compose.ts';
import { createCycle, findTeam, runCycle } from './cycles.ts';
import { bringGoals } from './demo-goals.ts';
import { importPeopleFile } from './people-import.ts';
import { syncAndDerive } from './sync-job.ts';

/** Starts the simulated vendors; at the first start also brings the company in and runs the main job for one team. */
export async function bringDemo(
  installation: Installation,
  signal: AbortSignal,
): Promise<{ close(): Promise<void> }> {
  await requireOwnGround(installation);
  const demo = await startDemo({ data_dir: installation.config.data_dir, today: installation.clock.today() });
  try {
    await pointSources(installation, demo);
    const { items: done } = await installation.system.cycles.list({ state: 'done', limit: 1 });
    if (done.length === 0) await firstTime(installation, demo, signal);
    installation.tell(
      `${demo.organisation}: sign in as ${demo.default_manager_email}, who leads ${demo.default_team}.`,
    );
    return demo;
  } catch (error) {
    await demo.close();
    throw error;
  }
}

/** A simulated company is never mixed with a real one. */
async function requireOwnGround({ system }: Installation): Promise<void> {
  const [sources, people] = await Promise.all([system.sources.list(), system.people.page({ limit: 1 })]);
  const ours = sources.some((source) => source.settings.demo === true);
  const something = people.items.length > 0 || sources.length > 0;
  if (something && !ours) {
    throw new SystemError(
      'conflict',
      'This database holds a real organisation: the simulated company is not put on top of it. Start with: npm start -- --no-demo',
    );
  }
}

/** The simulated vendors listen on other ports at each start. */
async function pointSources({ operator, system, secrets }: Installation, demo: Demo): Promise<void> {
  const wanted = [
    {
      name: 'jira',
      vendor: 'jira' as const,
      base_url: demo.jira.url,
      settings: { demo: true },
      secrets: { email: demo.jira.email, token: demo.jira.token },
    },
    {
      name: 'harvest',
      vendor: 'harvest' as const,
      base_url: demo.harvest.url,
      settings: { demo: true, account_id: demo.harvest.account_id },
      secrets: { token: demo.harvest.token },
    },
    ...demo.systems.map(({ vendor, url, settings, credentials }) => ({
      name: vendor,
      vendor: vendorSchema.parse(vendor),
      base_url: url,
      settings: { ...settings, demo: true },
      secrets: credentials,
    })),
  ];
  for (const { secrets: credentials, ...source } of wanted) {
    const known = await system.sources.byName(source.name);
    await operator.sources.save({ ...source, id: known?.id ?? newId('src', sourceId), enabled: true });
    await secrets.set(source.name, credentials);
  }
}

/** Each step is harmless to repeat: a first start that was interrupted goes on at the next. */
async function firstTime(installation: Installation, demo: Demo, signal: AbortSignal): Promise<void> {
  const { system, operator, clock, tell } = installation;
  const { result } = await importPeopleFile(installation, Buffer.from(demo.people_csv), {
    mapping: null,
    mode: 'partial',
    dry_run: false,
  });
  tell(
    `${demo.organisation}, a simulated company: ${result.created + result.updated + result.unchanged} people in ${result.teams} teams`,
  );
  for (const { email, roles } of demo.grants) {
    const person = await system.people.byEmail(email);
    for (const role of roles)
      if (person !== null && role !== 'employee' && role !== 'manager')
        await operator.grants.give(person.id, role);
  }
  await bringGoals(installation, demo.goals);
  for (const { source, streams } of await syncAndDerive(installation, null, signal)) {
    const read = streams.filter(({ stored, unchanged, error }) => stored + unchanged > 0 || error !== null);
    const words = read.map(({ stream, stored, unchanged, error }) =>
      error === null ? `${stored + unchanged} ${stream}` : `${stream} ended early: ${error.message}`,
    );
    tell(`${source}: ${words.join(', ')}`);
  }
  const team = await findTeam(system, demo.default_team);
  const { items: begun } = await system.cycles.list({ team_id: team.id, limit: 1 });
  const cycle =
    begun.find(({ state }) => state === 'queued' || state === 'running') ??
    (await createCycle(system, clock, team.id, 'fairlead'));
  tell(`drafting for ${team.name}`);
  try {
    const outcome = await runCycle(installation, cycle.id, signal);
    tell(
      `${team.name}: ${outcome.summary_ids.length} summaries, ${outcome.plan_ids.length} plans, ${outcome.intervention_ids.length} proposal(s), ${outcome.claims_kept} sentences with evidence`,
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof FairleadError)) throw error;
    // Everything else is there to be used, and the cycle itself says why it failed.
    tell(`${team.name}: no drafts, because ${error.message}`);
  }
}
