import type { KnownItem } from './problem.ts';

/** Sets of items looked at: enough for twenty items, and a bound where somebody has hundreds. */
const NODE_LIMIT = 20_000;

/** Putting off what is urgent counts for more; the source's middle where it has no priority. */
const weightOf = (item: KnownItem): number => item.hours * (1 + (5 - (item.priority_rank ?? 3)) / 10);

/**
 * The items with the least hours (urgent ones counting more) that must not be done by their week's end for everything
 * else to fit; null where even all of them don't do. Depth first with the cheapest found so far as the bound; where
 * there are too many sets the best found within the limit.
 * @param excess hours over the limit by each week's end; negative: room.
 */
export function leastToPutOff(items: readonly KnownItem[], excess: readonly number[]): KnownItem[] | null {
  if (excess.every((hours) => hours <= 1e-9)) return [];
  const useful = items
    .filter((item) => excess.slice(item.week).some((hours) => hours > 1e-9))
    .sort((a, b) => b.hours - a.hours || (a.key < b.key ? -1 : 1));
  // What could still be put off from here on, by each week's end.
  const rest = useful.map(() => excess.map(() => 0));
  rest.push(excess.map(() => 0));
  for (let index = useful.length - 1; index >= 0; index -= 1)
    excess.forEach((_, week) => {
      const item = useful[index];
      const later = rest[index + 1]?.[week] ?? 0;
      const row = rest[index];
      if (row !== undefined && item !== undefined) row[week] = later + (item.week <= week ? item.hours : 0);
    });
  let best: { cost: number; chosen: KnownItem[] } | null = null;
  let nodes = 0;
  const visit = (index: number, left: readonly number[], chosen: KnownItem[], cost: number): void => {
    nodes += 1;
    if (best !== null && (nodes > NODE_LIMIT || cost >= best.cost - 1e-9)) return;
    if (left.every((hours) => hours <= 1e-9)) {
      best = { cost, chosen: [...chosen] };
      return;
    }
    const item = useful[index];
    if (item === undefined || left.some((hours, week) => hours > (rest[index]?.[week] ?? 0) + 1e-9)) return;
    const without = left.map((hours, week) => (week < item.week ? hours : hours - item.hours));
    visit(index + 1, without, [...chosen, item], cost + weightOf(item));
    visit(index + 1, left, chosen, cost);
  };
  visit(0, excess, [], 0);
  const found = best as { chosen: KnownItem[] } | null;
  return found === null ? null : found.chosen;
}
