import { makeBusyTeam } from '#agents/testing/busy-team.ts';
import type { Named } from '#agents/writers/model/pseudonyms.ts';
import { loadCompany } from './company/simulated.ts';
import { nameGroups } from './fairness/counterfactual.ts';

/** Everybody whom a suite may name: nobody of them exists, and what leaves the machine names nobody all the same. */
export async function everybody(): Promise<Named[]> {
  const { people } = await loadCompany();
  const twins = Object.values(nameGroups).flatMap((names) => names.map((name) => ({ name, email: null })));
  return [...people, ...makeBusyTeam().people, ...twins].map(({ name, email }) => ({ name, email }));
}
