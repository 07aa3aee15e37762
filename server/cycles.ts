import type { Clock } from '#domain/clock.ts';
import { CYCLE_WEEKS, type Cycle, type CycleResult } from '#domain/cycle.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import { invalidInput } from '#domain/errors.ts';
import { type CycleId, cycleId, newId, type TeamId } from '#domain/ids.ts';
import type { Team } from '#domain/person.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { Installation } from './compose.ts';

/** Queues a cycle of a team over the last complete weeks. */
export async function createCycle(
  store: ScopedStore,
  clock: Clock,
  team: TeamId,
  by: Cycle['requested_by'],
): Promise<Cycle> {
  const asOf = clock.today();
  return await store.cycles.create({
    id: newId('cyc', cycleId),
    team_id: team,
    period: completeWeeksBefore(asOf, CYCLE_WEEKS),
    as_of: asOf,
    requested_by: by,
  });
}

/** A team by id, or by name without regard to case. @throws UserError `invalid-input` naming the teams there are. */
export async function findTeam(store: ScopedStore, wanted: string): Promise<Team> {
  const teams = await store.people.teams();
  const found = teams.filter(
    (team) => team.id === wanted || team.name.toLowerCase() === wanted.toLowerCase(),
  );
  const [team] = found;
  if (team !== undefined && found.length === 1) return team;
  const names = teams.map(({ name, id }) => `${name} (${id})`);
  const shown = names.length > 40 ? [...names.slice(0, 40), `… and ${names.length - 40} more`] : names;
  const fault =
    found.length > 1
      ? `Several teams are called ${wanted}; name one by its id.`
      : `There is no team ${wanted}.`;
  throw invalidInput(`${fault} Teams: ${shown.join(', ') || 'none; import people first'}.`, { team: wanted });
}

/**
 * Runs a cycle to its end, going on where an earlier run left off, and sets each of its proposals on a thread of its own.
 * @throws FairleadError when it failed; the cycle itself says why.
 */
export async function runCycle(
  { cycles, interventions }: Pick<Installation, 'cycles' | 'interventions'>,
  id: CycleId,
  signal: AbortSignal,
): Promise<CycleResult> {
  const result = await cycles.run(id, signal);
  for (const proposal of result.intervention_ids) await interventions.advance(proposal, signal);
  return result;
}
