import { workItemEvidence } from '#agents/briefs/evidence.ts';
import type { WorkItemReading } from '#agents/briefs/work-item-reading.ts';
import type { Move } from '#analytics/rebalance.ts';
import type { Period } from '#domain/date.ts';
import type { NewEvidence } from '#domain/evidence.ts';
import type { Person } from '#domain/person.ts';

/** Each item that would move, as it stood at the end of the period. */
export function moveEvidence(
  moves: readonly Move[],
  readings: readonly WorkItemReading[],
  from: Person,
  period: Period,
  members: readonly Person[],
): NewEvidence[] {
  const wanted = new Set<string>(moves.map((move) => move.item.record_id));
  const others = members
    .filter((member) => member.id !== from.id)
    .map(({ name, email }) => ({ name, email }));
  return readings
    .filter((reading) => wanted.has(reading.record.id))
    .map((reading) => workItemEvidence(reading, { person_id: from.id, period, other_people: others }));
}

/** A move as graph state holds it. */
export const moveName = ({ item, to }: Move): string => `${item.record_id}>${to}`;
