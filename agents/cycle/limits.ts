import { addDays } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import { BUDGET_DAYS, type LimitInput } from '#domain/proposal-limits.ts';
import type { ProposalCandidate } from './candidates.ts';
import type { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';

/** What became of earlier proposals on these matters, to these deciders and about these people. */
export async function limitsOf(
  deps: Pick<CycleDeps, 'history' | 'policy'>,
  { cycle }: Awaited<ReturnType<typeof loadCycle>>,
  candidates: readonly ProposalCandidate[],
): Promise<LimitInput<ProposalCandidate>> {
  const deciders = [...new Set(candidates.flatMap((one) => one.decider_ids))].sort();
  const people = [
    ...new Set(candidates.flatMap((one): PersonId[] => (one.person_id === null ? [] : [one.person_id]))),
  ].sort();
  const [newest, given, open, policy] = await Promise.all([
    deps.history.newestOf(candidates.map((one) => one.dedupe_key)),
    deps.history.givenTo(deciders, addDays(cycle.as_of, 1 - BUDGET_DAYS)),
    deps.history.openAbout(people),
    deps.policy.current(),
  ]);
  return {
    candidates,
    newest,
    given,
    open,
    policy,
    today: cycle.as_of,
  };
}
