import { readWorkItems } from '#agents/briefs/work-item-reading.ts';
import { buildRebalance } from '#agents/intervention/proposal.ts';
import { dueDayOf } from '#analytics/rebalance/lateness.ts';
import { type Move, partFor, type RebalanceResult } from '#analytics/rebalance.ts';
import { untilWeek } from '#analytics/workload-weeks.ts';
import type { IsoDate } from '#domain/date.ts';
import { idFrom, interventionId, type PersonId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';
import { foundPlan, type PlanKnowledge, receivedOf } from './found-plan.ts';
import { moveEvidence } from './move-evidence.ts';
import type { TeamWorkload } from './workload.ts';

type CycleContext = Awaited<ReturnType<typeof loadCycle>>;

/** One proposal for each person who would be relieved, by the moves that the cycle found. Nothing is stored yet. */
export async function rebalanceProposals(
  deps: CycleDeps,
  context: CycleContext,
  workload: TeamWorkload,
  moves: readonly string[],
  plan: PlanKnowledge,
): Promise<Intervention[]> {
  const past_received_hours = await receivedOf(deps, context.members, context.cycle.as_of);
  const input = { loads: workload.loads, as_of: context.cycle.as_of, past_received_hours };
  const found = foundPlan(input, moves, plan);
  const proposals: Intervention[] = [];
  for (const donor of new Set(found?.moves.map((move) => move.from))) {
    if (found === null) break;
    const part = partFor(found, donor, workload.loads);
    proposals.push(await proposalOf(deps, context, workload, donor, part));
  }
  return proposals;
}

const overdue = (due: IsoDate | null, today: IsoDate) => (due !== null && due < today ? due : null);

async function proposalOf(
  deps: CycleDeps,
  { cycle, team, members }: CycleContext,
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
  const span = loads.find((load) => load.person_id === donor)?.span_weeks ?? 1;
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
          receiver_hours: round(move.to_hours),
          handover_hours: round(move.handover_hours),
          ...(move.item.sample === 0 || move.item.range === null
            ? {}
            : { forecast: { ...move.item.range, sample: move.item.sample } }),
          due_on: dueDayOf(move.item, cycle.as_of),
          was_due_on: overdue(move.item.due_on, cycle.as_of),
          late: move.late,
          record,
          from_account: move.item.account,
          to_account: account,
        },
      ];
    }),
    // Everybody of the team whose capacity is known: an editor may send a move to any of them.
    load: loads.flatMap((load) => {
      const { capacity, due } = untilWeek(load.weeks, span);
      if (capacity === null) return [];
      return [
        {
          person_id: load.person_id,
          capacity_hours: round(capacity),
          before_hours: round(due),
          after_hours: round(after.get(load.person_id) ?? due),
        },
      ];
    }),
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
    horizon_days: 7 * span,
    plan: { proven: result.quality.proven, gap: result.quality.gap },
    policy,
    managers: [...direct, ...line],
    now: deps.clock.now(),
    today: cycle.as_of,
  });
}

/** What is predicted and later measured: open work of the coming weeks against capacity. */
export const LOAD_METRIC = 'open work in percent of capacity';

const round = (value: number): number => Math.round(value * 100) / 100;
