import { workItemEvidence } from '#agents/briefs/evidence.ts';
import { readWorkItems } from '#agents/briefs/work-item-reading.ts';
import { LOAD_METRIC } from '#agents/cycle/rebalance-proposals.ts';
import { type TeamWorkload, teamWorkload } from '#agents/cycle/workload.ts';
import type { PersonLoad } from '#analytics/workload.ts';
import { untilWeek } from '#analytics/workload-weeks.ts';
import type { CanaryFlaw } from '#domain/approval-health.ts';
import type { Clock } from '#domain/clock.ts';
import { CYCLE_WEEKS } from '#domain/cycle.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import { invalidInput, UserError } from '#domain/errors.ts';
import { type CycleId, interventionId, newId, type PersonId } from '#domain/ids.ts';
import type { Intervention, ProposalContent } from '#domain/intervention.ts';
import type { Person, Team } from '#domain/person.ts';
import type {
  EvidencePort,
  IdentitiesPort,
  PeoplePort,
  PolicyPort,
  ProposalHistoryPort,
  RecordsPort,
} from '#domain/ports.ts';
import { buildRebalance } from '../proposal.ts';
import { chooseFault, type Fault } from './fault.ts';

export interface CanaryDeps {
  people: PeoplePort;
  records: RecordsPort;
  identities: IdentitiesPort;
  evidence: EvidencePort;
  history: ProposalHistoryPort;
  policy: PolicyPort;
  clock: Clock;
}

export interface Planting {
  proposal: Intervention;
  flaw: CanaryFlaw;
  person_id: PersonId;
}

interface Wish {
  manager: PersonId;
  /** The newest cycle of a team, as an ordinary proposal names it. */
  cycleOf(team: Team['id']): Promise<CycleId | null>;
  flaw?: CanaryFlaw;
}

/**
 * A proposal to move work that is plainly wrong, made of the team's real work, people and hours, by the same code and
 * in the same words as any other. Nothing in its figures is false: whoever reads the load before and after sees what is
 * wrong with it. Stores nothing but evidence of the items that it names.
 * @throws UserError `invalid-input` where the person leads no team, `no-plan-found` where the team's data hold no such
 * fault.
 */
export async function buildCanary(deps: CanaryDeps, { manager, flaw, cycleOf }: Wish): Promise<Planting> {
  const teams = (await deps.people.teams()).filter((team) => team.manager_id === manager);
  if (teams.length === 0)
    throw invalidInput('A planted proposal goes to somebody who leads a team.', { field: 'manager' });
  for (const team of teams) {
    const members = (await deps.people.ofTeam(team.id)).filter((one) => one.active && one.id !== manager);
    const workload = await teamWorkload(deps, members, deps.clock.today());
    const open = await deps.history.openAbout(members.map((member) => member.id));
    const busy = new Set(
      open.flatMap((trace) => (trace.kind === 'rebalance_workload' ? trace.subject_ids.slice(0, 1) : [])),
    );
    const fault = chooseFault(workload.loads, busy, flaw);
    if (fault === null) continue;
    const cycle_id = await cycleOf(team.id);
    const proposal = await proposalOf(deps, { team, members, workload, fault, cycle_id });
    return { proposal, flaw: fault.flaw, person_id: fault.to.person_id };
  }
  throw new UserError(
    'no-plan-found',
    'Nothing plainly wrong can be made of this team’s work now: it takes somebody with work that hasn’t begun, and somebody who is away or at the limit, with an account where that work is.',
    { manager, flaw: flaw ?? null },
  );
}

interface Parts {
  team: Team;
  members: readonly Person[];
  workload: TeamWorkload;
  fault: Fault;
  cycle_id: CycleId | null;
}

async function proposalOf(
  deps: CanaryDeps,
  { team, members, workload, fault, cycle_id }: Parts,
): Promise<Intervention> {
  const today = deps.clock.today();
  const from = members.find((member) => member.id === fault.from.person_id);
  if (from === undefined) throw invalidInput('Somebody has left the team meanwhile.', {});
  const [policy, line] = await Promise.all([
    deps.policy.current(),
    team.manager_id === null ? [] : deps.people.lineAbove(team.manager_id),
  ]);
  const citations = await evidenceOf(deps, fault, from, members, workload);
  const span = fault.from.span_weeks;
  return buildRebalance({
    id: newId('itv', interventionId),
    cycle_id,
    team,
    from,
    moves: fault.items.flatMap((item) => {
      const record = workload.records.find((one) => one.id === item.record_id);
      const account = fault.to.accounts[item.source_id];
      if (record === undefined || account === undefined) return [];
      return [
        {
          key: item.key,
          from_person_id: from.id,
          to_person_id: fault.to.person_id,
          hours: round(item.hours),
          skill: null,
          citations: citations.get(item.record_id) ?? [],
          receiver_hours: round(item.hours * RECEIVER_FACTOR),
          handover_hours: HANDOVER_HOURS,
          due_on: item.due_on,
          record,
          from_account: item.account,
          to_account: account,
        },
      ];
    }),
    load: pictures(workload.loads, fault, span),
    predicted_effect: effectOf(fault, span, policy.outcome_days),
    people: members,
    citations: [...citations.values()].flat(),
    horizon_days: 7 * span,
    plan: { proven: false, gap: 0.2 },
    policy,
    managers: team.manager_id === null ? line : [team.manager_id, ...line],
    now: deps.clock.now(),
    today,
  });
}

/** What a usual move takes: somewhat more for whoever doesn't know the work, and an hour to hand it over. */
const RECEIVER_FACTOR = 1.2;
const HANDOVER_HOURS = 1;
const round = (value: number): number => Math.round(value * 100) / 100;

async function evidenceOf(
  deps: Pick<CanaryDeps, 'evidence' | 'clock'>,
  { items }: Fault,
  from: Person,
  members: readonly Person[],
  { records, identities }: TeamWorkload,
): Promise<Map<string, string[]>> {
  const period = completeWeeksBefore(deps.clock.today(), CYCLE_WEEKS);
  const wanted = new Set<string>(items.map((item) => item.record_id));
  const other_people = members.filter(({ id }) => id !== from.id).map(({ name }) => ({ name }));
  const readings = readWorkItems({ person: from, period, records, identities }).filter(({ record }) =>
    wanted.has(record.id),
  );
  const kept = await deps.evidence.record(
    readings.map((reading) => workItemEvidence(reading, { person_id: from.id, period, other_people })),
  );
  return new Map(
    items.map((item) => [
      item.record_id,
      kept.filter(({ ref_id }) => ref_id === item.record_id).map(({ id }) => id),
    ]),
  );
}

const movedHours = ({ items }: Fault): number => items.reduce((sum, item) => sum + item.hours, 0);

function pictures(loads: readonly PersonLoad[], fault: Fault, span: number): ProposalContent['load'] {
  const moved = movedHours(fault);
  return loads.flatMap((load) => {
    const { capacity, due } = untilWeek(load.weeks, span);
    if (capacity === null) return [];
    const change =
      load.person_id === fault.from.person_id
        ? HANDOVER_HOURS * fault.items.length - moved
        : load.person_id === fault.to.person_id
          ? moved * RECEIVER_FACTOR
          : 0;
    return [
      {
        person_id: load.person_id,
        capacity_hours: round(capacity),
        before_hours: round(due),
        after_hours: round(Math.max(0, due + change)),
      },
    ];
  });
}

/** Hours of an item are off by so much in 80 of 100 cases, as a share. */
const HOURS_SPREAD = 0.4;

function effectOf(fault: Fault, span: number, horizon_days: number): ProposalContent['predicted_effect'] {
  const { capacity, due } = untilWeek(fault.from.weeks, span);
  if (capacity === null || capacity === 0) return null;
  const percent = (hours: number) => round((100 * Math.max(0, hours)) / capacity);
  const left = due - movedHours(fault) + HANDOVER_HOURS * fault.items.length;
  const spread = HOURS_SPREAD * Math.sqrt(fault.items.reduce((sum, item) => sum + item.hours ** 2, 0));
  return {
    metric: LOAD_METRIC,
    unit: 'percent',
    before: percent(due),
    after: percent(left),
    lower80: percent(left - spread),
    upper80: percent(left + spread),
    horizon_days,
  };
}
