import { readWorkItems } from '#agents/briefs/work-item-reading.ts';
import { buildRebalance } from '#agents/intervention/proposal.ts';
import { type Move, partFor, proposeMoves, type RebalanceResult } from '#analytics/rebalance.ts';
import { HORIZON_WEEKS } from '#analytics/workload.ts';
import { idFrom, interventionId, type PersonId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { moveEvidence, moveName } from '../move-evidence.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';
import { type TeamWorkload, teamWorkload } from '../workload.ts';

/** Puts the moves before those who decide: one proposal for each person who would be relieved. */
export const makeProposeNode =
  (deps: CycleDeps) =>
  async ({ cycle_id, moves }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const context = await loadCycle(deps, cycle_id);
    const workload = await teamWorkload(deps, context.members, context.cycle.as_of);
    const wanted = new Set(moves);
    const solved = proposeMoves({ loads: workload.loads, as_of: context.cycle.as_of });
    const proposed: string[] = [];
    for (const donor of new Set(solved.moves.map((move) => move.from))) {
      const part = partFor(solved, donor, workload.loads);
      // A source was read since: what would be proposed now is not what was found, and the next cycle finds it anew.
      if (part.moves.some((move) => !wanted.has(moveName(move)))) continue;
      const proposal = await deps.interventions.propose(
        await proposalOf(deps, context, workload, donor, part),
      );
      proposed.push(proposal.id);
    }
    const { cycle } = context;
    await deps.cycles.report(cycle.id, 'propose', {
      step: 'propose',
      person_id: null,
      done: proposed.length,
      total: proposed.length,
      message: `${proposed.length} proposals`,
    });
    return { intervention_ids: proposed };
  };

async function proposalOf(
  deps: CycleDeps,
  { cycle, team, members }: Awaited<ReturnType<typeof loadCycle>>,
  { loads, records, identities }: TeamWorkload,
  donor: PersonId,
  result: RebalanceResult,
): Promise<Intervention> {
  const from = members.find((member) => member.id === donor);
  if (from === undefined) throw new Error(`${donor} has left the team while it was looked at`);
  const [policy, direct, line, findings] = await Promise.all([
    deps.policy.current(),
    team.manager_id === null ? [] : [team.manager_id],
    team.manager_id === null ? [] : deps.people.lineAbove(team.manager_id),
    deps.assessments.findings(cycle.id),
  ]);
  const readings = readWorkItems({
    person: from,
    period: cycle.period,
    records,
    identities,
  });
  const evidence = await deps.evidence.record(
    moveEvidence(result.moves, readings, from, cycle.period, members),
  );
  const citationOf = (move: Move) =>
    evidence.filter((item) => item.ref_id === move.item.record_id).map((item) => item.id);
  const overload = findings
    .filter((finding) => finding.kind === 'overload' && finding.person_id === donor)
    .flatMap((finding) => finding.evidence_ids);
  const after = new Map(result.load.map((change) => [change.person_id, change.after_hours]));
  const effect = result.predicted_effect;
  return buildRebalance({
    // The same cycle proposes the same thing once, however often this step runs.
    id: idFrom('itv', interventionId, { cycle: cycle.id, donor }),
    cycle_id: cycle.id,
    team,
    from,
    moves: result.moves.flatMap((move) => {
      const record = records.find((candidate) => candidate.id === move.item.record_id);
      const account = loads.find((load) => load.person_id === move.to)?.accounts[move.item.source_id];
      if (record === undefined || account === undefined) return [];
      return [
        {
          key: move.item.key,
          from_person_id: move.from,
          to_person_id: move.to,
          hours: round(move.hours),
          skill: move.matched[0] ?? null,
          citations: citationOf(move),
          record,
          from_account: move.item.account,
          to_account: account,
        },
      ];
    }),
    // Everybody of the team whose capacity is known: an editor may send a move to any of them.
    load: loads.flatMap((load) =>
      load.capacity_hours === null
        ? []
        : [
            {
              person_id: load.person_id,
              capacity_hours: round(load.capacity_hours),
              before_hours: round(load.load_hours),
              after_hours: round(after.get(load.person_id) ?? load.load_hours),
            },
          ],
    ),
    predicted_effect:
      effect === null
        ? null
        : {
            metric: LOAD_METRIC,
            unit: 'percent',
            before: round(effect.before),
            after: round(effect.after),
            lower80: round(effect.lower80),
            upper80: round(effect.upper80),
            horizon_days: policy.outcome_days,
          },
    people: members,
    citations: overload.length > 0 ? overload : evidence.map((item) => item.id),
    horizon_days: 7 * HORIZON_WEEKS,
    policy,
    managers: [...direct, ...line],
    now: deps.clock.now(),
    today: cycle.as_of,
  });
}

/** What is predicted and later measured: open work of the coming weeks against capacity. */
export const LOAD_METRIC = 'open work in percent of capacity';

const round = (value: number): number => Math.round(value * 100) / 100;
