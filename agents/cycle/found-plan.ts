import { type RebalanceInput, type RebalanceResult, resultOfMoves } from '#analytics/rebalance.ts';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { Person } from '#domain/person.ts';
import type { CycleDeps } from './deps.ts';

/** How good a plan is known to be. */
export interface PlanKnowledge {
  proven: boolean;
  gap: number;
}

/** A quarter: who took on much in it has had their turn. */
const FAIRNESS_DAYS = 91;

/** Hours of work that each member received by executed proposals in the last quarter. */
export async function receivedOf(
  { history }: Pick<CycleDeps, 'history'>,
  members: readonly Person[],
  asOf: IsoDate,
): Promise<Map<string, number>> {
  const ids = members.map((member) => member.id);
  const received = await history.receivedHours(ids, addDays(asOf, -FAIRNESS_DAYS));
  return new Map(received.map(({ person_id, hours }) => [person_id as string, hours]));
}

/**
 * The plan that the cycle found, with the figures as they are now. A source may have been read since: whoever's moves
 * are not all allowed any more gets none, and the next cycle finds theirs anew.
 */
export function foundPlan(
  input: RebalanceInput,
  names: readonly string[],
  plan: PlanKnowledge,
): RebalanceResult | null {
  const moves = names.flatMap((name) => {
    const [record_id, to] = name.split('>');
    return record_id === undefined || to === undefined ? [] : [{ record_id, to }];
  });
  const whole = resultOfMoves(input, moves, plan);
  if (whole !== null) return whole;
  const unproven = { proven: false, gap: 1 };
  const giverOf = new Map(
    input.loads.flatMap((load) => load.items.map((item) => [item.record_id as string, load.person_id])),
  );
  const gone = new Set(
    moves
      .filter((move) => resultOfMoves(input, [move], unproven) === null)
      .map(({ record_id }) => giverOf.get(record_id)),
  );
  return resultOfMoves(
    input,
    moves.filter(({ record_id }) => !gone.has(giverOf.get(record_id))),
    unproven,
  );
}
