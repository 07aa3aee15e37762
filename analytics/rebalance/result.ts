import type { PersonId } from '#domain/ids.ts';
import type { Shortfall } from '#domain/workload.ts';
import type { LoadItem, PersonLoad } from '../workload.ts';
import { Z80 } from '../workload-hours.ts';
import { tightestSpan, untilWeek } from '../workload-weeks.ts';
import type { PlanCost } from './cost.ts';
import { varianceOf } from './lateness.ts';
import type { MoveCost } from './problem.ts';

export type MoveReason =
  | 'overloaded'
  | 'has_room'
  | 'skill_match'
  | 'own_history'
  | 'not_started'
  | 'due_later';

export interface Move {
  item: LoadItem & { hours: number; week: number };
  from: PersonId;
  to: PersonId;
  /** What it takes whoever has it now. */
  hours: number;
  /** What it takes the receiver: less familiar, and with the handover. */
  to_hours: number;
  /** What is left with the giver for handing it over. */
  handover_hours: number;
  reasons: MoveReason[];
  /** Tags of the item that the receiver's skills or history answer. */
  matched: string[];
  /** Chance of missing the due date where it is, and with the receiver; 0 without date. */
  late: { before: number; after: number };
  cost: MoveCost;
  figures: { from_ratio_before: number; to_ratio_after: number };
}

/** Over the weeks that the giver is relieved in (of the whole result: the longest such stretch). */
export interface LoadChange {
  person_id: PersonId;
  capacity_hours: number;
  before_hours: number;
  after_hours: number;
}

/** How good the plan is, and how well that is known. */
export interface PlanQuality {
  /** Costs in hours: without any move, with the plan, and the least that any plan could. */
  before: number;
  after: PlanCost;
  bound: number;
  /** (cost - bound) / max(1, cost). */
  gap: number;
  /** No plan within the limits costs less. */
  proven: boolean;
  methods: string[];
  /** Counted work alone decided, so that the same input gives the same plan on every machine. */
  reproducible: boolean;
  seconds: number;
}

export interface RebalanceResult {
  moves: Move[];
  /** Everybody whose load changes. */
  load: LoadChange[];
  /**
   * Load of those relieved in percent of their capacity, over the stretch from today that is tightest before and
   * after; null without a move.
   */
  predicted_effect: { before: number; after: number; lower80: number; upper80: number } | null;
  quality: PlanQuality;
  /** Those over the limit whom no plan relieves, and why. */
  unrelieved: Shortfall[];
}

/** Hours that a move adds to somebody's due by the end of a week. */
function changeFor(move: Move, person: PersonId, week: number): number {
  if (move.item.week > week) return 0;
  if (move.to === person) return move.to_hours;
  return move.from === person ? move.handover_hours - move.hours : 0;
}

/** A load as it would be after some moves. Only its weeks are those after; items stay where they are. */
export function loadAfter(load: PersonLoad, moves: readonly Move[]): PersonLoad['weeks'] {
  const until = load.weeks.map((_, week) =>
    moves.reduce((sum, move) => sum + changeFor(move, load.person_id, week), 0),
  );
  return load.weeks.map((week, index) => ({
    ...week,
    due_hours: week.due_hours + (until[index] ?? 0) - (until[index - 1] ?? 0),
  }));
}

/** Everybody whom moves touch, over a stretch of weeks. */
export function loadChanges(
  moves: readonly Move[],
  loads: readonly PersonLoad[],
  spanWeeks: number,
): LoadChange[] {
  const touched = new Set(moves.flatMap((move) => [move.from, move.to]));
  return loads.flatMap((load): LoadChange[] => {
    const { capacity, due } = untilWeek(load.weeks, spanWeeks);
    if (!touched.has(load.person_id) || capacity === null) return [];
    const after = untilWeek(loadAfter(load, moves), spanWeeks).due;
    return [
      {
        person_id: load.person_id,
        capacity_hours: capacity,
        before_hours: due,
        after_hours: Math.max(0, after),
      },
    ];
  });
}

/** @param relieved those who give. */
export function effectOf(
  moves: readonly Move[],
  relieved: readonly PersonLoad[],
): RebalanceResult['predicted_effect'] {
  if (moves.length === 0) return null;
  let [capacity, before, after, variance] = [0, 0, 0, 0];
  for (const load of relieved) {
    const own = untilWeek(load.weeks, load.span_weeks);
    const span = tightestSpan(loadAfter(load, moves));
    if (own.capacity === null || span.ratio === null) continue;
    capacity += own.capacity;
    before += own.due;
    after += span.ratio * own.capacity;
  }
  for (const move of moves) variance += varianceOf(move.item);
  if (capacity === 0) return null;
  const percent = (hours: number) => (100 * hours) / capacity;
  const spread = percent(Z80 * Math.sqrt(variance));
  return {
    before: percent(before),
    after: percent(after),
    lower80: Math.max(0, percent(after) - spread),
    upper80: percent(after) + spread,
  };
}

/**
 * The part of a result that relieves one person: their moves, everybody's load with these moves alone, and the effect.
 * Parts of one result fit together, and so does any choice of their moves: receivers never give and givers never
 * receive, so nobody is brought over the limit whichever of them are carried out.
 */
export function partFor(
  result: RebalanceResult,
  donor: PersonId,
  loads: readonly PersonLoad[],
): RebalanceResult {
  const moves = result.moves.filter((move) => move.from === donor);
  const giver = loads.find((load) => load.person_id === donor);
  return {
    moves,
    load: loadChanges(moves, loads, giver?.span_weeks ?? 1),
    predicted_effect: effectOf(moves, giver === undefined ? [] : [giver]),
    quality: result.quality,
    unrelieved: result.unrelieved.filter((one) => one.person_id === donor),
  };
}
