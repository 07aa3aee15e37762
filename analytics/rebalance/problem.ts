import { addDays, type IsoDate } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import type { LoadItem, PersonLoad } from '../workload.ts';
import { isStated } from '../workload-hours.ts';
import { type Proficiency, tagsOf } from '../workload-skills.ts';
import { untilWeek } from '../workload-weeks.ts';
import { type Lateness, makeLateness } from './lateness.ts';
import { prices, type RebalancePolicy } from './policy.ts';

export type KnownItem = LoadItem & { hours: number; week: number };

/** Somebody over the limit: they only give. */
export interface Giver {
  load: PersonLoad;
  /** Hours that may be due by each week's end. */
  limits: number[];
  /** Hours of `relief_ratio` to `urgent_ratio` of the capacity until each week's end. */
  until_urgent: number[];
  /** Hours due by each week's end as things stand. */
  due: number[];
}

/** Somebody who may take on work; never somebody over the limit, so that any part of a plan keeps every limit. */
export interface Taker {
  load: PersonLoad;
  /** Hours that may be added by each week's end. */
  room: number[];
  /** Items that may be added. */
  places: number;
  /** They have items whose hours nothing tells, so that nobody knows what room there is. */
  unknown_work: boolean;
}

export interface MoveCost {
  handover: number;
  context: number;
  unfamiliar: number;
  late: number;
  fairness: number;
}

export interface TakeOption {
  /** Index into the takers. */
  taker: number;
  /** Hours that the item takes there, with the handover. */
  hours: number;
  cost: number;
  parts: MoveCost;
  late: number;
  matched: string[];
  by_skill: boolean;
}

/** An item that may move, and where it may go. */
export interface Candidate {
  item: KnownItem;
  /** Index into the givers. */
  giver: number;
  stay_cost: number;
  late: number;
  /** Cheapest first. */
  options: TakeOption[];
}

/** Why an item stays where it is, whoever might take it. */
export type StayReason =
  | 'started'
  | 'blocked'
  | 'pinned'
  | 'no_hours'
  | 'forecast'
  | 'too_small'
  | 'due_soon';
/** Why somebody can't take an item on. */
export type RefusalReason = 'other_team' | 'no_account' | 'unknown_work' | 'skill' | 'full' | 'wip';

export interface Stranded {
  item: KnownItem;
  giver: number;
  tags: string[];
  /** How many refuse on which ground. */
  refusals: Map<RefusalReason, number>;
  /** Takers for whom it is only too large. */
  full: number[];
}

export interface RebalanceProblem {
  as_of: IsoDate;
  policy: RebalancePolicy;
  waived: ReadonlySet<RefusalReason>;
  givers: Giver[];
  takers: Taker[];
  candidates: Candidate[];
  /** Items of givers that may not move. */
  staying: { item: LoadItem; giver: number; reason: StayReason }[];
  /** Items that may move, but that nobody can take. */
  stranded: Stranded[];
}

export interface ProblemInput {
  loads: readonly PersonLoad[];
  as_of: IsoDate;
  policy: RebalancePolicy;
  /** Only these are relieved; by default everybody overloaded. */
  relieve?: ReadonlySet<PersonId>;
  /** Hours that people received by executed proposals of late. */
  past_received_hours?: ReadonlyMap<string, number>;
  /** Grounds of refusal that don't count, to see what they hold up. */
  waive?: ReadonlySet<RefusalReason>;
}

const isPinned = (item: LoadItem, policy: RebalancePolicy): boolean =>
  item.labels.some((label) => policy.pinning_labels.includes(label.toLowerCase()));

/** Why an item of the horizon stays; null: it may move. */
export function stayReason(item: LoadItem, asOf: IsoDate, policy: RebalancePolicy): StayReason | null {
  if (item.blocked) return 'blocked';
  if (item.status_category !== 'to_do' && !policy.move_started) return 'started';
  if (isPinned(item, policy) && !policy.move_pinned) return 'pinned';
  if (item.hours === null) return 'no_hours';
  if (!isStated(item.estimated_from) && !policy.move_forecast) return 'forecast';
  if (item.hours < policy.smallest_hours || item.hours <= prices.handover_hours) return 'too_small';
  // What is overdue is late already: a colleague with room ends that sooner.
  const soon = item.due_on !== null && item.due_on >= asOf;
  if (soon && item.due_on !== null && item.due_on < addDays(asOf, policy.soonest_due_days)) return 'due_soon';
  return null;
}

const cumulative = <Value>(load: PersonLoad, of: (until: ReturnType<typeof untilWeek>) => Value): Value[] =>
  load.weeks.map((_, week) => of(untilWeek(load.weeks, week + 1)));

const capacities = (load: PersonLoad): number[] => cumulative(load, ({ capacity }) => capacity ?? 0);
const dues = (load: PersonLoad): number[] => cumulative(load, ({ due }) => due);

const giverOf = (load: PersonLoad, policy: RebalancePolicy): Giver => ({
  load,
  limits: capacities(load).map((capacity) => policy.relief_ratio * capacity),
  until_urgent: capacities(load).map((capacity) => (prices.urgent_ratio - policy.relief_ratio) * capacity),
  due: dues(load),
});

function takerOf(load: PersonLoad, policy: RebalancePolicy): Taker {
  const due = dues(load);
  return {
    load,
    room: capacities(load).map((capacity, week) =>
      Math.max(0, policy.receiver_ratio * capacity - (due[week] ?? 0)),
    ),
    places:
      policy.wip_limit === null
        ? Number.POSITIVE_INFINITY
        : Math.max(0, policy.wip_limit - load.started_items),
    unknown_work: load.items.some((item) => item.week !== null && item.hours === null),
  };
}

/** A person with what is looked up for every item. */
interface Side {
  load: PersonLoad;
  lateness: Lateness;
  known: ReadonlyMap<string, Proficiency>;
}

const sideOf = (load: PersonLoad, asOf: IsoDate): Side => ({
  load,
  lateness: makeLateness(load, asOf),
  known: new Map(load.proficiencies.map((one) => [one.tag, one])),
});

interface Fit {
  /** Mean proficiency in what the item is about. */
  level: number;
  /** What of it the person knows. */
  matched: string[];
  by_skill: boolean;
}

function fitOf(tags: readonly string[], { known }: Side, knows: number): Fit {
  const level = tags.reduce((sum, tag) => sum + (known.get(tag)?.level ?? 0), 0) / Math.max(1, tags.length);
  const matched = tags.filter((tag) => (known.get(tag)?.level ?? 0) >= knows).sort();
  return { level, matched, by_skill: matched.some((tag) => known.get(tag)?.declared === true) };
}

/** Hours of everything that somebody has, against what a horizon holds; of the fullest stretch. */
const fullness = (load: PersonLoad): number => Math.min(1, load.ratio ?? 0);

const urgencyOf = (item: LoadItem): number => prices.late_weight[(item.priority_rank ?? 3) - 1] ?? 1;

/** What it costs that the taker has the item, and the hours it takes them. */
function optionOf(
  item: KnownItem,
  lack: number,
  to: Side,
  taker: number,
  fit: Fit,
  past: number,
): TakeOption {
  const unfamiliar = item.hours * prices.unfamiliar_share * lack;
  const hours = item.hours + unfamiliar + prices.handover_hours;
  const late = to.lateness.ofTaken(item, hours);
  // A week's capacity received is much; more than that weighs the same.
  const week = (to.load.weeks[0]?.capacity_hours ?? 0) || 1;
  const parts: MoveCost = {
    handover: 2 * prices.handover_hours,
    context: prices.context_share * item.spent_hours,
    unfamiliar,
    late: prices.late * urgencyOf(item) * late,
    fairness: item.hours * (prices.fairness * Math.min(1, past / week) + prices.fullness * fullness(to.load)),
  };
  const cost = parts.handover + parts.context + parts.unfamiliar + parts.late + parts.fairness;
  return { taker, hours, cost, parts, late, matched: fit.matched, by_skill: fit.by_skill };
}

/** Why somebody can't have an item whatever it takes them. */
function closedDoor(
  item: KnownItem,
  giver: PersonLoad,
  taker: Taker,
  fit: Fit,
  { policy, waived }: RebalanceProblem,
): RefusalReason | null {
  const { load } = taker;
  const sameTeam = load.team_id !== null && load.team_id === giver.team_id;
  const shut: [RefusalReason, boolean][] = [
    ['other_team', !policy.cross_team && !sameTeam],
    ['no_account', load.accounts[item.source_id] === undefined],
    ['skill', fit.matched.length === 0],
    ['unknown_work', taker.unknown_work],
    ['wip', taker.places < 1],
  ];
  return shut.find(([reason, holds]) => holds && !waived.has(reason))?.[0] ?? null;
}

const fits = (item: KnownItem, taker: Taker, hours: number): boolean =>
  taker.room.every((room, week) => week < item.week || hours <= room + 1e-9);

/** Order that no label decides: people by what they have, items by their keys. */
function sortedLoads(loads: readonly PersonLoad[], past: ReadonlyMap<string, number>): PersonLoad[] {
  const named = loads.map((load) => ({
    load,
    name: JSON.stringify([
      load.team_id,
      load.weeks.map((week) => [week.capacity_hours, week.due_hours]),
      load.proficiencies,
      Object.keys(load.accounts).sort(),
      load.started_items,
      past.get(load.person_id) ?? 0,
      load.items.map((item) => item.key).sort(),
      load.person_id,
    ]),
  }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ load }) => load);
}

const capacityKnown = (load: PersonLoad): boolean =>
  load.weeks.length > 0 &&
  load.weeks.every((week) => week.capacity_hours !== null) &&
  load.weeks.some((week) => (week.capacity_hours ?? 0) > 0);

/** Who gives, who may take, what may move and what that costs. */
export function makeProblem({
  loads,
  as_of,
  policy,
  relieve,
  past_received_hours: past = new Map(),
  waive = new Set(),
}: ProblemInput): RebalanceProblem {
  const known = sortedLoads(loads.filter(capacityKnown), past);
  const isOver = (load: PersonLoad) => load.ratio !== null && load.ratio > policy.overload_ratio;
  const givers = known
    .filter((load) => isOver(load) && (relieve?.has(load.person_id) ?? true))
    .map((load) => giverOf(load, policy));
  const takers = known.filter((load) => !isOver(load)).map((load) => takerOf(load, policy));
  const problem: RebalanceProblem = {
    as_of,
    policy,
    waived: waive,
    givers,
    takers,
    candidates: [],
    staying: [],
    stranded: [],
  };
  const sides = takers.map(({ load }) => sideOf(load, as_of));
  const pasts = takers.map(({ load }) => past.get(load.person_id) ?? 0);
  givers.forEach(({ load }, giver) => {
    const from = sideOf(load, as_of);
    for (const item of [...load.items].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      if (item.week === null) continue;
      const reason = stayReason(item, as_of, policy);
      if (reason !== null) problem.staying.push({ item, giver, reason });
      else place(problem, item as KnownItem, giver, from, sides, pasts);
    }
  });
  return problem;
}

/** Finds who may take an item on. */
function place(
  problem: RebalanceProblem,
  item: KnownItem,
  giver: number,
  from: Side,
  sides: readonly Side[],
  pasts: readonly number[],
): void {
  const { policy, takers, candidates, stranded } = problem;
  const tags = [...new Set(tagsOf(item))];
  const own = fitOf(tags, from, policy.knows_level).level;
  const refusals = new Map<RefusalReason, number>();
  const options: TakeOption[] = [];
  const full: number[] = [];
  sides.forEach((to, index) => {
    const taker = takers[index];
    if (taker === undefined) return;
    const fit = fitOf(tags, to, policy.knows_level);
    const door = closedDoor(item, from.load, taker, fit, problem);
    const option =
      door === null ? optionOf(item, Math.max(0, own - fit.level), to, index, fit, pasts[index] ?? 0) : null;
    if (option !== null && fits(item, taker, option.hours)) options.push(option);
    else {
      const reason = door ?? 'full';
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      if (reason === 'full') full.push(index);
    }
  });
  if (options.length === 0) stranded.push({ item, giver, tags, refusals, full });
  else {
    options.sort((a, b) => a.cost - b.cost || a.taker - b.taker);
    const late = from.lateness.ofOwn(item);
    candidates.push({ item, giver, stay_cost: prices.late_staying * urgencyOf(item) * late, late, options });
  }
}
