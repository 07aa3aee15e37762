import type { Wait } from '../waits.ts';
import { counted, plainName, shown } from './figures.ts';
import type { Detector } from './finding.ts';

/** A working week: shorter waits end by themselves. */
export const WAIT_DAYS = 7;
/** Where nobody knows what is usual: two weeks are long in any house. */
export const WAIT_DAYS_UNKNOWN = 14;
export const URGENT_WAIT_DAYS = 21;
/** What has waited for half a year nobody waits for. */
export const FORGOTTEN_WAIT_DAYS = 180;
const MOST_REASONS = 3;

/** Far longer than is usual there. */
export const isStale = ({ days, usual_days }: Wait): boolean =>
  days <= FORGOTTEN_WAIT_DAYS &&
  (usual_days === null ? days >= WAIT_DAYS_UNKNOWN : days >= WAIT_DAYS && days > 2 * usual_days);

/** Work that is done but for a colleague's look, and has waited for it far longer than is usual there. */
export const detectStaleReview: Detector = ({ waits = [], loads }) => {
  const blocked = new Set(
    loads.flatMap((load) =>
      load.items.flatMap((item) => (item.blocked_since === null ? [] : [item.record_id])),
    ),
  );
  // Those that are flagged too are told as blocked.
  const stale = waits.filter((wait) => isStale(wait) && !blocked.has(wait.record_id));
  const byPerson = Map.groupBy(stale, (wait) => wait.person_id);
  return [...byPerson].flatMap(([person_id, found]) => {
    const sorted = found.toSorted((a, b) => b.days - a.days || a.key.localeCompare(b.key));
    const worst = sorted[0];
    if (worst === undefined) return [];
    return [
      {
        kind: 'stale_review' as const,
        person_id,
        severity: worst.days >= URGENT_WAIT_DAYS ? ('urgent' as const) : ('attention' as const),
        reasons: sorted
          .slice(0, MOST_REASONS)
          .map(
            ({ key, status, since, days, usual_days }) =>
              `${key} has waited in “${plainName(status)}” since ${since}, ${counted(days, 'day')}${usual_days === null ? '' : `; six in seven are through within ${counted(Number(shown(Math.max(1, usual_days))), 'day')}`}.`,
          ),
        figures: { waiting: sorted.length, longest_days: worst.days },
        refs: { record_ids: sorted.map((wait) => wait.record_id) },
        about: { record_ids: sorted.slice(0, MOST_REASONS).map((wait) => wait.record_id) },
      },
    ];
  });
};
