import type { PersonId } from '#domain/ids.ts';
import { defaultRebalancePolicy as policy } from '../rebalance/policy.ts';
import type { RebalanceResult } from '../rebalance.ts';
import type { PersonLoad } from '../workload.ts';

const WEEKS = 4;

/** Everything that a plan may not do, said anew from the loads alone. */
export function violations(loads: readonly PersonLoad[], { moves }: RebalanceResult): string[] {
  const of = (id: PersonId) => loads.find((load) => load.person_id === id);
  const found: string[] = [];
  if (moves.length > policy.max_moves) found.push('too many moves');
  if (new Set(moves.map(({ item }) => item.record_id)).size < moves.length) found.push('an item twice');
  for (const { item, from, to } of moves) {
    const taker = of(to);
    if (item.person_id !== from || from === to) found.push(`${item.key} is not theirs to give`);
    if (item.status_category !== 'to_do') found.push(`${item.key} is under way`);
    if (item.blocked) found.push(`${item.key} is blocked`);
    if (item.labels.includes('pinned')) found.push(`${item.key} is pinned`);
    if (item.hours === null) found.push(`${item.key} is of unknown size`);
    if (item.week === null) found.push(`${item.key} is not due yet`);
    if (item.due_on === '2026-03-03') found.push(`${item.key} is due tomorrow`);
    if ((of(from)?.ratio ?? 0) <= policy.overload_ratio) found.push(`${from} is not overloaded`);
    if (taker?.accounts[item.source_id] === undefined) found.push(`${to} has no account`);
    if (taker?.capacity_hours == null) found.push(`${to} has no known contract`);
    if (!item.components.some((one) => taker?.proficiencies.some(({ tag }) => tag === one)))
      found.push(`${to} doesn’t know ${item.components.join()}`);
  }
  for (const load of loads) {
    const taken = moves.filter(({ to }) => to === load.person_id);
    if (taken.length === 0) continue;
    if (load.items.some(({ hours, week }) => hours === null && week !== null))
      found.push(`${load.person_id} has work of unknown size`);
    if (load.started_items + taken.length > (policy.wip_limit ?? Number.POSITIVE_INFINITY))
      found.push(`${load.person_id} has too much under way`);
    for (let week = 0, due = 0, capacity = 0; week < WEEKS; week += 1) {
      due += load.weeks[week]?.due_hours ?? 0;
      capacity += load.weeks[week]?.capacity_hours ?? 0;
      const added = taken
        .filter(({ item }) => (item.week ?? WEEKS) <= week)
        .reduce((sum, { to_hours }) => sum + to_hours, 0);
      const own = taken.some(({ item }) => (item.week ?? WEEKS) <= week);
      if (own && due + added > policy.receiver_ratio * capacity + 1e-6)
        found.push(`${load.person_id} is over the limit at the end of week ${week}`);
    }
  }
  return found;
}
