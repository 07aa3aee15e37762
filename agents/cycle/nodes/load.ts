import { SystemError } from '#domain/errors.ts';
import { cycleId } from '#domain/ids.ts';
import type { CycleDeps } from '../deps.ts';
import { type CycleGraphState, type CycleGraphUpdate, STATE_VERSION } from '../state.ts';

/** Who is in the team. */
export const makeLoadNode =
  ({ cycles, people }: Pick<CycleDeps, 'cycles' | 'people'>) =>
  async ({ cycle_id }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const id = cycleId.parse(cycle_id);
    const cycle = await cycles.get(id);
    if (cycle === null) throw new SystemError('internal', `There is no cycle ${id}.`);
    const members = (await people.ofTeam(cycle.team_id)).filter((member) => member.active);
    await cycles.report(id, 'load', {
      step: 'load',
      person_id: null,
      done: 0,
      total: members.length,
      message: `${members.length} people`,
    });
    return { state_version: STATE_VERSION, person_ids: members.map((member) => member.id).sort() };
  };
