import { addDays, type IsoDate } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import type { LoadItem, PersonLoad } from './workload.ts';
import { plainTag, tagsOf } from './workload.ts';
import { isStated } from './workload-hours.ts';

/** What a rebalancing may do, as figures. */
export interface RebalancePolicy {
  /** Load / capacity over which a person is relieved. */
  overload_ratio: number;
  /** Down to which they are relieved. */
  relief_ratio: number;
  /** Up to which somebody may take on work: they keep room for what comes unplanned. */
  receiver_ratio: number;
  max_moves: number;
  /** Handing over costs both sides time: smaller items aren't worth it. */
  smallest_hours: number;
  /** What is due in fewer days stays where it is: handing it over would make it late. */
  soonest_due_days: number;
  /** Whether work may go to another team. */
  cross_team: boolean;
  /** Labels that say an item stays with its assignee. */
  pinning_labels: readonly string[];
}

export const defaultRebalancePolicy: RebalancePolicy = {
  overload_ratio: 1.2,
  relief_ratio: 1,
  receiver_ratio: 0.9,
  max_moves: 6,
  smallest_hours: 1,
  soonest_due_days: 2,
  cross_team: false,
  pinning_labels: ['pinned', 'do-not-reassign'],
};

export type MoveReason =
  | 'overloaded'
  | 'has_room'
  | 'skill_match'
  | 'own_history'
  | 'not_started'
  | 'due_later';

export interface Move {
  item: LoadItem;
  from: PersonId;
  to: PersonId;
  hours: number;
  reasons: MoveReason[];
  /** Tags of the item that the receiver's skills or history answer. */
  matched: string[];
  figures: { from_ratio_before: number; to_ratio_after: number };
}

export interface LoadChange {
  person_id: PersonId;
  capacity_hours: number;
  before_hours: number;
  after_hours: number;
}

export interface RebalanceResult {
  moves: Move[];
  /** Everybody whose load changes. */
  load: LoadChange[];
  /** Load of those relieved in percent of their capacity at the end of the horizon; null without a move. */
  predicted_effect: { before: number; after: number; lower80: number; upper80: number } | null;
}

export interface RebalanceInput {
  loads: readonly PersonLoad[];
  as_of: IsoDate;
  policy?: Partial<RebalancePolicy>;
  /** Only these are relieved; by default everybody overloaded. */
  relieve?: ReadonlySet<PersonId>;
}

/**
 * Spread of actual against estimated hours of one item, as a share of the estimate. Field data (Jørgensen & Moløkken,
 * "How large are software cost overruns?", IST 48, 2006) put the mean error at 30 % and more; narrower would promise
 * more than an estimate holds.
 */
const HOURS_SPREAD = 0.4;
const Z80 = 1.2816;

/** A person's load while moves are being chosen. */
interface Standing {
  load: PersonLoad;
  capacity: number;
  hours: number;
}

const ratioOf = (standing: Standing): number => standing.hours / standing.capacity;

/** The item's tags that somebody has a skill for, or has closed items of. */
function matchOf(item: LoadItem, receiver: PersonLoad): { matched: string[]; bySkill: boolean } {
  const skills = new Set(receiver.skills.map(plainTag));
  const familiar = new Set(receiver.familiar);
  const tags = [...new Set(tagsOf(item))];
  const matched = tags.filter((tag) => skills.has(tag) || familiar.has(tag));
  return { matched: matched.sort(), bySkill: matched.some((tag) => skills.has(tag)) };
}

function isMovable(
  item: LoadItem,
  asOf: IsoDate,
  policy: RebalancePolicy,
): item is LoadItem & { hours: number } {
  const pinned = item.labels.some((label) => policy.pinning_labels.includes(label.toLowerCase()));
  return (
    item.in_horizon &&
    item.status_category === 'to_do' &&
    !item.blocked &&
    !pinned &&
    item.hours !== null &&
    isStated(item.estimated_from) &&
    item.hours >= policy.smallest_hours &&
    // What is overdue is late already: a colleague with room ends that sooner.
    (item.due_on === null || item.due_on < asOf || item.due_on >= addDays(asOf, policy.soonest_due_days))
  );
}

/** No due date is the latest of all. */
const dueOf = (item: LoadItem): string => item.due_on ?? '9999-12-31';

/** Later due first; of those, larger first, so that few moves do; the key settles what is equal otherwise. */
const handOverOrder = (a: LoadItem, b: LoadItem): number =>
  dueOf(b).localeCompare(dueOf(a)) || (b.hours ?? 0) - (a.hours ?? 0) || a.key.localeCompare(b.key);

interface Candidate {
  standing: Standing;
  matched: string[];
  bySkill: boolean;
}

function receiversOf(
  item: LoadItem & { hours: number },
  donor: Standing,
  everybody: readonly Standing[],
  policy: RebalancePolicy,
): Candidate[] {
  return everybody
    .filter(
      (one) =>
        one !== donor &&
        one.capacity > 0 &&
        (policy.cross_team || (one.load.team_id !== null && one.load.team_id === donor.load.team_id)) &&
        one.load.accounts[item.source_id] !== undefined &&
        one.load.unknown_items === 0 &&
        one.hours + item.hours <= policy.receiver_ratio * one.capacity,
    )
    .map((standing) => ({ standing, ...matchOf(item, standing.load) }))
    .filter((candidate) => candidate.matched.length > 0)
    .sort((a, b) => {
      const after = (one: Candidate) => (one.standing.hours + item.hours) / one.standing.capacity;
      return (
        after(a) - after(b) ||
        b.matched.length - a.matched.length ||
        b.standing.capacity - a.standing.capacity ||
        a.standing.load.person_id.localeCompare(b.standing.load.person_id)
      );
    });
}

function makeMove(item: LoadItem & { hours: number }, donor: Standing, to: Candidate): Move {
  const reasons: MoveReason[] = [
    'overloaded',
    'has_room',
    to.bySkill ? 'skill_match' : 'own_history',
    'not_started',
  ];
  if (item.due_on === null || donor.load.items.some((other) => dueOf(other) < dueOf(item)))
    reasons.push('due_later');
  const before = donor.load.load_hours / donor.capacity;
  donor.hours -= item.hours;
  to.standing.hours += item.hours;
  return {
    item,
    from: donor.load.person_id,
    to: to.standing.load.person_id,
    hours: item.hours,
    reasons,
    matched: to.matched,
    figures: { from_ratio_before: before, to_ratio_after: ratioOf(to.standing) },
  };
}

function relieve(
  donor: Standing,
  everybody: readonly Standing[],
  asOf: IsoDate,
  policy: RebalancePolicy,
  room: number,
): Move[] {
  const moves: Move[] = [];
  const items = donor.load.items.filter((item) => isMovable(item, asOf, policy)).sort(handOverOrder);
  for (const item of items) {
    if (donor.hours <= policy.relief_ratio * donor.capacity || moves.length >= room) break;
    const receiver = receiversOf(item, donor, everybody, policy)[0];
    if (receiver !== undefined) moves.push(makeMove(item, donor, receiver));
  }
  return moves;
}

/** Takes back what turns out not to be needed, smallest first: a large late move often makes earlier ones idle. */
function withoutNeedless(moves: Move[], standings: Map<string, Standing>, policy: RebalancePolicy): Move[] {
  const kept = new Set(moves);
  for (const move of [...moves].sort((a, b) => a.hours - b.hours || a.item.key.localeCompare(b.item.key))) {
    const donor = standings.get(move.from);
    const receiver = standings.get(move.to);
    if (donor === undefined || receiver === undefined) continue;
    if (donor.hours + move.hours > policy.relief_ratio * donor.capacity) continue;
    donor.hours += move.hours;
    receiver.hours -= move.hours;
    kept.delete(move);
  }
  return moves.filter((move) => kept.has(move));
}

function effectOf(
  moves: readonly Move[],
  relieved: readonly Standing[],
): RebalanceResult['predicted_effect'] {
  if (moves.length === 0) return null;
  const capacity = relieved.reduce((sum, one) => sum + one.capacity, 0);
  const percent = (hours: number) => (100 * hours) / capacity;
  const before = percent(relieved.reduce((sum, one) => sum + one.load.load_hours, 0));
  const after = percent(relieved.reduce((sum, one) => sum + one.hours, 0));
  const spread = percent(Z80 * HOURS_SPREAD * Math.hypot(...moves.map((move) => move.hours)));
  return { before, after, lower80: Math.max(0, after - spread), upper80: after + spread };
}

/**
 * Moves of not-started work away from overloaded people to colleagues of the team who have the skill (or have
 * closed items of that component or label), an account at the source and room. Greedy: whoever is furthest over
 * goes first, what is due later is handed over first. Nobody is brought over `receiver_ratio`, no item moves twice,
 * and people whose hours or contract aren't known neither give nor take.
 */
export function proposeMoves({
  loads,
  as_of,
  policy: changes,
  relieve: only,
}: RebalanceInput): RebalanceResult {
  const policy = { ...defaultRebalancePolicy, ...changes };
  const everybody = loads.flatMap((load): Standing[] =>
    load.capacity_hours === null || load.capacity_hours <= 0
      ? []
      : [{ load, capacity: load.capacity_hours, hours: load.load_hours }],
  );
  const donors = everybody
    .filter((one) => ratioOf(one) > policy.overload_ratio && (only?.has(one.load.person_id) ?? true))
    .sort((a, b) => ratioOf(b) - ratioOf(a) || a.load.person_id.localeCompare(b.load.person_id));
  const moves: Move[] = [];
  for (const donor of donors)
    moves.push(...relieve(donor, everybody, as_of, policy, policy.max_moves - moves.length));
  const standings = new Map(everybody.map((one) => [one.load.person_id as string, one]));
  const kept = withoutNeedless(moves, standings, policy);
  for (const move of kept) {
    const receiver = standings.get(move.to);
    if (receiver !== undefined) move.figures.to_ratio_after = ratioOf(receiver);
  }
  const touched = new Set(kept.flatMap((move) => [move.from, move.to]));
  return {
    moves: kept,
    load: everybody
      .filter((one) => touched.has(one.load.person_id))
      .map((one) => ({
        person_id: one.load.person_id,
        capacity_hours: one.capacity,
        before_hours: one.load.load_hours,
        after_hours: one.hours,
      })),
    predicted_effect: effectOf(
      kept,
      donors.filter((one) => touched.has(one.load.person_id)),
    ),
  };
}

/**
 * The part of a result that relieves one person: their moves, everybody's load with these moves alone, and the effect.
 * Parts of one result fit together: nobody is brought over the limit when all of them are carried out.
 */
export function partFor(
  result: RebalanceResult,
  donor: PersonId,
  loads: readonly PersonLoad[],
): RebalanceResult {
  const moves = result.moves.filter((move) => move.from === donor);
  const standings = loads.flatMap((load): Standing[] => {
    if (load.capacity_hours === null || load.capacity_hours <= 0) return [];
    const given = moves
      .filter((move) => move.from === load.person_id)
      .reduce((sum, move) => sum + move.hours, 0);
    const taken = moves
      .filter((move) => move.to === load.person_id)
      .reduce((sum, move) => sum + move.hours, 0);
    return [{ load, capacity: load.capacity_hours, hours: load.load_hours - given + taken }];
  });
  const touched = new Set([donor, ...moves.map((move) => move.to)]);
  return {
    moves,
    load: standings
      .filter((one) => touched.has(one.load.person_id))
      .map(({ load, capacity, hours }) => ({
        person_id: load.person_id,
        capacity_hours: capacity,
        before_hours: load.load_hours,
        after_hours: hours,
      })),
    predicted_effect: effectOf(
      moves,
      standings.filter((one) => one.load.person_id === donor),
    ),
  };
}
