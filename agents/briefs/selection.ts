import { addDays, weekStart } from '#domain/date.ts';
import type { BriefMeasure } from '#domain/writer.ts';
import type { BriefMaterial } from './material.ts';
import type { OverviewCounts } from './overview.ts';
import type { WorkItemReading } from './work-item-reading.ts';

/** Items that a draft could name; a reader follows two or three, and a prompt grows with each. */
const MOST_CLOSED = 10;
const MOST_OPEN = 10;
/** Without a priority an item ranks between high and low. */
const MIDDLE_PRIORITY = 3;
/** In fewer weeks nobody's way of working can be seen. */
const FEWEST_WEEKS = 4;
/** Two items are two anecdotes. */
const FEWEST_ITEMS = 3;

const effortOf = ({ item }: WorkItemReading): number => item.spent_hours ?? item.estimate_hours ?? 0;

/** Most important first: by priority, whole items before parts of others, effort, discussion, key. */
function byImportance(a: WorkItemReading, b: WorkItemReading): number {
  return (
    (a.item.priority_rank ?? MIDDLE_PRIORITY) - (b.item.priority_rank ?? MIDDLE_PRIORITY) ||
    Number(/sub-?task/i.test(a.item.type ?? '')) - Number(/sub-?task/i.test(b.item.type ?? '')) ||
    effortOf(b) - effortOf(a) ||
    (b.item.comment_count ?? 0) - (a.item.comment_count ?? 0) ||
    (a.item.key < b.item.key ? -1 : 1)
  );
}

/** How much an item says of what stood in the way. */
const troubleOf = (reading: WorkItemReading): number =>
  (reading.blocked ? 100 : 0) +
  Math.min(60, reading.overdue_days ?? 0) +
  reading.reopened * 20 +
  Math.min(30, reading.blocked_days ?? 0) +
  (reading.late === true ? 5 : 0);

const byTrouble = (a: WorkItemReading, b: WorkItemReading): number =>
  troubleOf(b) - troubleOf(a) || byImportance(a, b);

/** The most telling items: the important ones among those closed, and those that were or are in trouble. */
export function chooseItems(readings: readonly WorkItemReading[]): WorkItemReading[] {
  const closed = readings.filter(({ state }) => state === 'closed');
  const open = readings.filter(({ state, current }) => state === 'open' && current);
  const important = closed.toSorted(byImportance).slice(0, MOST_CLOSED - 3);
  const troubled = closed
    .filter((reading) => troubleOf(reading) > 0)
    .toSorted(byTrouble)
    .slice(0, MOST_CLOSED);
  const chosenClosed = [...new Set([...important, ...troubled])].slice(0, MOST_CLOSED);
  return [...chosenClosed, ...open.toSorted(byTrouble).slice(0, MOST_OPEN)];
}

/**
 * Whether there is too little for a summary: somebody who began within the last weeks of the period, hardly any
 * items, or no indicator with a level over enough weeks.
 */
export function isThin(
  material: BriefMaterial,
  counts: OverviewCounts,
  measures: readonly BriefMeasure[],
): boolean {
  const { person, period } = material;
  const firstWholeView = addDays(weekStart(period.to), -7 * (FEWEST_WEEKS - 1));
  if (person.start_date !== null && person.start_date > firstWholeView) return true;
  // Items that only lie there say nothing of the person they were once given to.
  if (counts.closed + counts.in_progress < FEWEST_ITEMS) return true;
  return !measures.some(({ weeks }) => weeks >= FEWEST_WEEKS);
}
