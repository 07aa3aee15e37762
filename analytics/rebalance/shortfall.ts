import type { WorkloadConstraint as Constraint, Relaxation, Shortfall } from '#domain/workload.ts';
import type { PersonLoad } from '../workload.ts';
import { type Choice, dueUnder } from './cost.ts';
import { greedyPlan } from './exact.ts';
import type { RebalancePolicy } from './policy.ts';
import {
  type KnownItem,
  makeProblem,
  type ProblemInput,
  type RebalanceProblem,
  type RefusalReason,
} from './problem.ts';
import { leastToPutOff } from './put-off.ts';
import { relaxationSentence, shortfallSentence } from './shortfall-sentences.ts';

interface Worst {
  over: number;
  week: number;
}

const worstOf = (limits: readonly number[], due: ArrayLike<number>): Worst => {
  let worst = { over: 0, week: 0 };
  limits.forEach((limit, week) => {
    const over = (due[week] ?? 0) - limit;
    if (over > worst.over + 1e-9) worst = { over, week };
  });
  return worst;
};

const heldBy: Record<RefusalReason, Constraint> = {
  other_team: 'team_capacity',
  no_account: 'accounts',
  unknown_work: 'unknown_hours',
  skill: 'skills',
  full: 'team_capacity',
  wip: 'wip_limit',
};
const stayingFor = {
  started: 'started_work',
  blocked: 'blocked_work',
  pinned: 'pinned_work',
  no_hours: 'unknown_hours',
  forecast: 'unknown_hours',
  too_small: 'not_worth_it',
  due_soon: 'due_dates',
} as const;

/** Of several refusals the one to name: what is nearest to a yes. */
const nearest: readonly RefusalReason[] = [
  'full',
  'wip',
  'unknown_work',
  'no_account',
  'skill',
  'other_team',
];

/** Hours of the giver's work that each constraint holds back, of what is due until the worst week. */
function bindingOf(
  problem: RebalanceProblem,
  choice: Choice,
  giver: number,
  week: number,
): Shortfall['binding'] {
  const found = new Map<Constraint, { hours: number; items: number; tags: Set<string> }>();
  const note = (constraint: Constraint, item: { hours: number | null }, tags: readonly string[] = []) => {
    const entry = found.get(constraint) ?? { hours: 0, items: 0, tags: new Set<string>() };
    entry.hours += item.hours ?? 0;
    entry.items += 1;
    for (const tag of tags) entry.tags.add(tag);
    found.set(constraint, entry);
  };
  for (const one of problem.staying)
    if (one.giver === giver && (one.item.week ?? week + 1) <= week) note(stayingFor[one.reason], one.item);
  for (const one of problem.stranded) {
    if (one.giver !== giver || one.item.week > week) continue;
    const reason = nearest.find((refusal) => one.refusals.has(refusal)) ?? 'full';
    note(heldBy[reason], one.item, reason === 'skill' ? one.tags : []);
  }
  const moves = choice.reduce((sum, option) => sum + (option >= 0 ? 1 : 0), 0);
  problem.candidates.forEach((candidate, index) => {
    if (candidate.giver !== giver || candidate.item.week > week || (choice[index] ?? -1) >= 0) return;
    note(moves >= problem.policy.max_moves ? 'number_of_moves' : 'team_capacity', candidate.item);
  });
  return [...found]
    .map(([constraint, { hours, items, tags }]) => ({ constraint, hours, items, tags: [...tags].sort() }))
    .sort((a, b) => b.hours - a.hours || (a.constraint < b.constraint ? -1 : 1));
}

/** One thing that could be allowed, as a change of the problem. */
interface Loosening {
  kind: Relaxation['kind'];
  change: { policy?: Partial<RebalancePolicy>; waive?: RefusalReason[] };
}

const loosenings: readonly Loosening[] = [
  { kind: 'more_moves', change: { policy: { max_moves: Number.MAX_SAFE_INTEGER } } },
  { kind: 'raise_wip_limit', change: { policy: { wip_limit: null } } },
  { kind: 'fuller_receivers', change: { policy: { receiver_ratio: 1 } } },
  { kind: 'move_pinned', change: { policy: { move_pinned: true } } },
  { kind: 'move_started', change: { policy: { move_started: true } } },
  { kind: 'train', change: { waive: ['skill'] } },
  { kind: 'cross_team', change: { policy: { cross_team: true } } },
];

/** What a loosening would move besides, by person: tried out, so that it is certain to work. */
function tryOut(input: ProblemInput, { kind, change }: Loosening, now: ReadonlyMap<string, Worst>) {
  const problem = makeProblem({
    ...input,
    policy: { ...input.policy, ...change.policy },
    waive: new Set(change.waive ?? []),
  });
  const choice = greedyPlan(problem);
  const due = dueUnder(problem, choice);
  return new Map(
    problem.givers.flatMap((giver, index): [string, Relaxation][] => {
      const id = giver.load.person_id;
      const before = now.get(id);
      const after = worstOf(giver.limits, due[index] ?? []);
      if (before === undefined || after.over > before.over - 1) return [];
      const items = problem.candidates
        .filter((candidate, place) => candidate.giver === index && (choice[place] ?? -1) >= 0)
        .map(({ item }) => item);
      return [[id, relaxation(kind, items, after.over <= 1e-9)]];
    }),
  );
}

function relaxation(
  kind: Relaxation['kind'],
  items: readonly KnownItem[],
  sufficient: boolean,
  changes: Partial<Relaxation> = {},
): Relaxation {
  const draft: Omit<Relaxation, 'sentence'> = {
    kind,
    sufficient,
    hours: items.reduce((sum, item) => sum + item.hours, 0),
    weeks: null,
    record_ids: items.map((item) => item.record_id),
    keys: items.map((item) => item.key),
    tags: [],
    ...changes,
  };
  return { ...draft, sentence: relaxationSentence(draft) };
}

/** Less of the same work, and more hands: what helps whatever binds. */
function plainRelaxations(
  problem: RebalanceProblem,
  choice: Choice,
  giver: number,
  due: Float64Array,
): Relaxation[] {
  const own = problem.givers[giver];
  if (own === undefined) return [];
  const moved = new Set(
    problem.candidates.flatMap(({ item }, index) => ((choice[index] ?? -1) >= 0 ? [item.record_id] : [])),
  );
  const open = own.load.items.filter(
    (item): item is KnownItem => item.week !== null && item.hours !== null && !moved.has(item.record_id),
  );
  const excess = own.limits.map((limit, week) => (due[week] ?? 0) - limit);
  const found: Relaxation[] = [];
  const fresh = open.filter((item) => item.status_category === 'to_do');
  const deferred = leastToPutOff(fresh, excess);
  if (deferred !== null) found.push(relaxation('defer', deferred, true));
  const dropped = deferred === null ? leastToPutOff(open, excess) : null;
  if (dropped !== null) found.push(relaxation('descope', dropped, true));
  const split = splitOf(problem, giver);
  if (split !== null) found.push(split);
  const perWeek = Math.max(0, ...excess.map((hours, week) => hours / (week + 1)));
  const weeks = 1 + excess.findLastIndex((hours) => hours > 0);
  const tags = [...new Set(problem.stranded.flatMap((one) => (one.giver === giver ? one.tags : [])))].sort();
  if (perWeek > 0)
    found.push(relaxation('hire', [], true, { hours: Math.ceil(2 * perWeek) / 2, weeks, tags }));
  return found;
}

/** The largest piece of an item too large for anybody's room. */
function splitOf({ stranded, takers }: RebalanceProblem, giver: number): Relaxation | null {
  let best: { item: KnownItem; hours: number } | null = null;
  for (const one of stranded) {
    if (one.giver !== giver || !one.refusals.has('full')) continue;
    for (const index of one.full) {
      const room = Math.min(...(takers[index]?.room.slice(one.item.week) ?? [0]));
      if (room >= SMALLEST_PIECE && room > (best?.hours ?? 0)) best = { item: one.item, hours: room };
    }
  }
  return best === null
    ? null
    : relaxation('split', [best.item], false, { hours: Math.floor(2 * best.hours) / 2 });
}
/** A piece of less than two hours isn't worth a ticket of its own. */
const SMALLEST_PIECE = 2;

/** Everybody who stays over `overload_ratio` under the plan, or gets no relief at all, and what would help. */
export function shortfallsOf(input: ProblemInput, problem: RebalanceProblem, choice: Choice): Shortfall[] {
  const due = dueUnder(problem, choice);
  const left = problem.givers.flatMap((giver, index) => {
    const own = due[index] ?? new Float64Array();
    const worst = worstOf(giver.limits, own);
    if (worst.over <= 0 || !isStillOver(giver.load, own, problem.policy)) return [];
    return [{ giver, index, own, worst }];
  });
  if (left.length === 0) return [];
  const now = new Map(left.map(({ giver, worst }) => [giver.load.person_id as string, worst]));
  const tried = loosenings.map((loosening) => tryOut(input, loosening, now));
  return left.map(({ giver, index, own, worst }): Shortfall => {
    const person_id = giver.load.person_id;
    const relaxations = [
      ...tried.flatMap((found) => found.get(person_id) ?? []),
      ...plainRelaxations(problem, choice, index, own),
    ].sort((a, b) => Number(b.sufficient) - Number(a.sufficient));
    const facts = {
      over_hours: worst.over,
      week: worst.week + 1,
      capacity_hours: (giver.limits[worst.week] ?? 0) / problem.policy.relief_ratio,
      binding: bindingOf(problem, choice, index, worst.week),
    };
    return { person_id, ...facts, relaxations, reasons: shortfallSentence(facts) };
  });
}

function isStillOver(load: PersonLoad, due: Float64Array, policy: RebalancePolicy): boolean {
  let capacity = 0;
  return load.weeks.some((week, index) => {
    capacity += week.capacity_hours ?? 0;
    return index >= 1 && (due[index] ?? 0) > policy.overload_ratio * capacity;
  });
}
