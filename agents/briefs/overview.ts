import type { Period } from '#domain/date.ts';
import type { Fact, NewEvidence } from '#domain/evidence.ts';
import type { PersonId } from '#domain/ids.ts';
import type { BriefOverview } from '#domain/writer.ts';
import { exactFigure } from './figures.ts';
import { quotableTitle } from './title.ts';
import type { WorkItemReading } from './work-item-reading.ts';

export type OverviewCounts = Omit<BriefOverview, 'evidence_id'>;

/** Kinds and components that are named; more would be a list and no sentence. */
const NAMED_GROUPS = 6;

function countBy(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, NAMED_GROUPS);
}

/** Counts over all of the person's items in the period. */
export function countItems(readings: readonly WorkItemReading[]): OverviewCounts {
  const closed = readings.filter(({ state }) => state === 'closed');
  const open = readings.filter(({ state }) => state === 'open');
  const remaining = open.flatMap(({ item }) => item.remaining_hours ?? []);
  const nameOf = (text: string | null | undefined) => quotableTitle(text ?? null) ?? [];
  return {
    closed: closed.length,
    closed_with_due: closed.filter(({ late }) => late !== null).length,
    closed_late: closed.filter(({ late }) => late === true).length,
    reopened: readings.filter(({ reopened }) => reopened > 0).length,
    by_type: countBy(closed.flatMap(({ item }) => nameOf(item.type))),
    by_component: countBy(closed.flatMap(({ item }) => nameOf(item.components[0]))),
    open: open.length,
    open_with_due: open.filter(({ item }) => item.due_on !== null).length,
    in_progress: open.filter(({ in_progress }) => in_progress).length,
    not_started: open.filter(({ in_progress, blocked }) => !in_progress && !blocked).length,
    overdue: open.filter(({ overdue_days }) => overdue_days !== null).length,
    blocked: open.filter(({ blocked }) => blocked).length,
    remaining_hours: remaining.length === 0 ? null : Math.round(remaining.reduce((a, b) => a + b, 0)),
  };
}

export const overviewRef = (person: PersonId, period: Period): string =>
  `work-items:${person}:${period.from}/${period.to}`;

/** The counts as an item that may be cited. */
export function overviewEvidence(
  counts: OverviewCounts,
  person: { id: PersonId; weekly_hours: number | null },
  period: Period,
  partial: boolean,
): NewEvidence {
  const span = `${period.from}/${period.to}`;
  const counted = (name: string, value: number, when: string): Fact[] => [
    { name, value, unit: 'count', period: when },
  ];
  const groups = (groupName: string, list: readonly { name: string; count: number }[]) =>
    list.flatMap(({ name, count }): Fact[] => [
      { name: groupName, value: name, unit: null, period: null },
      ...counted(`items closed, ${groupName} ${name}`, count, span),
    ]);
  const remaining = counts.remaining_hours;
  const named = (list: readonly { name: string; count: number }[]) =>
    list.map(({ name, count }) => `${name} ${count}`).join(', ');
  return {
    subject: person.id,
    at: period.to,
    kind: 'observation',
    ref_id: overviewRef(person.id, period),
    text:
      `Work items from ${period.from} to ${period.to}: ${counts.closed} closed ` +
      `(${counts.closed_late} of ${counts.closed_with_due} with a due day late), ${counts.reopened} reopened. ` +
      `${counts.by_type.length === 0 ? '' : `Closed by type: ${named(counts.by_type)}. `}` +
      `Open at the end of ${period.to}: ${counts.open}, of these ${counts.in_progress} in progress, ` +
      `${counts.not_started} not started, ${counts.overdue} overdue, ${counts.blocked} blocked` +
      `${remaining === null ? '' : `, with ${exactFigure(remaining, 'hours')} of work estimated to remain`}.` +
      `${partial ? ' The last read of a source was incomplete, so the counts may be too low.' : ''}`,
    facts: [
      ...counted('work items closed', counts.closed, span),
      ...counted('closed with a due day', counts.closed_with_due, span),
      ...counted('closed late', counts.closed_late, span),
      ...counted('closed on time', counts.closed_with_due - counts.closed_late, span),
      ...counted('items reopened', counts.reopened, span),
      ...groups('type', counts.by_type),
      ...groups('component', counts.by_component),
      ...counted('open items', counts.open, period.to),
      ...counted('open with a due day', counts.open_with_due, period.to),
      ...counted('in progress', counts.in_progress, period.to),
      ...counted('not started', counts.not_started, period.to),
      ...counted('overdue', counts.overdue, period.to),
      ...counted('blocked', counts.blocked, period.to),
      ...(remaining === null
        ? []
        : [{ name: 'remaining', value: remaining, unit: 'hours', period: period.to }]),
      ...(person.weekly_hours === null
        ? []
        : [{ name: 'contracted hours a week', value: person.weekly_hours, unit: 'hours', period: null }]),
      ...(partial ? [{ name: 'last read of a source', value: 'incomplete', unit: null, period: span }] : []),
    ],
    mentions: [],
  };
}
