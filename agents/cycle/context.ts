import type { Cycle } from '#domain/cycle.ts';
import { SystemError } from '#domain/errors.ts';
import { cycleId } from '#domain/ids.ts';
import type { Person, Team } from '#domain/person.ts';
import type { CycleDeps } from './deps.ts';

/** The cycle with its team, as every node needs it. @throws SystemError when either is gone. */
export async function loadCycle(
  { cycles, people }: Pick<CycleDeps, 'cycles' | 'people'>,
  id: string,
): Promise<{ cycle: Cycle; team: Team; members: Person[] }> {
  const cycle = await cycles.get(cycleId.parse(id));
  if (cycle === null) throw new SystemError('internal', `There is no cycle ${id}.`);
  const [team, members] = await Promise.all([people.team(cycle.team_id), people.ofTeam(cycle.team_id)]);
  if (team === null) throw new SystemError('internal', `The team ${cycle.team_id} of cycle ${id} is gone.`);
  return { cycle, team, members: members.filter((member) => member.active) };
}
