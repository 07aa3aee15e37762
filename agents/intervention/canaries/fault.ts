import { OVERLOAD_RATIO } from '#analytics/detectors/work.ts';
import type { LoadItem, PersonLoad } from '#analytics/workload.ts';
import { untilWeek } from '#analytics/workload-weeks.ts';
import type { CanaryFlaw } from '#domain/approval-health.ts';

type Movable = LoadItem & { hours: number };

/** Work of one person that would wrongly go to another. */
export interface Fault {
  flaw: CanaryFlaw;
  from: PersonLoad;
  to: PersonLoad;
  items: Movable[];
}

/** As many as an ordinary small proposal moves. */
const ITEMS = 2;
/** Hardly there at all: a tenth of the contract in the weeks in question. */
const AWAY_SHARE = 0.1;
/** So much fuller than the giver that nobody who looks at the two figures can miss it. */
const CLEARLY_FULLER = 0.3;

const order: readonly CanaryFlaw[] = ['receiver_full', 'receiver_away', 'wrong_way'];

const movable = ({ items }: PersonLoad): Movable[] =>
  items
    .flatMap((item): Movable[] =>
      item.status_category === 'to_do' && item.hours !== null && item.hours > 0 && item.in_horizon
        ? [{ ...item, hours: item.hours }]
        : [],
    )
    .sort((a, b) => b.hours - a.hours || (a.record_id < b.record_id ? -1 : 1));

/** Load over the giver's stretch of weeks; null where the contract isn't known. */
function ratioOver(load: PersonLoad, span: number): number | null {
  const { capacity, due } = untilWeek(load.weeks, span);
  return capacity === null ? null : capacity === 0 ? Number.POSITIVE_INFINITY : due / capacity;
}

function isFaulty(flaw: CanaryFlaw, from: PersonLoad, to: PersonLoad, hours: number): boolean {
  const span = from.span_weeks;
  const { capacity, due } = untilWeek(to.weeks, span);
  const [giver, receiver] = [ratioOver(from, span), ratioOver(to, span)];
  if (capacity === null || giver === null || receiver === null) return false;
  const contract = capacity + to.weeks.slice(0, span).reduce((sum, week) => sum + week.leave_hours, 0);
  const away = capacity <= AWAY_SHARE * contract;
  switch (flaw) {
    case 'receiver_away':
      return away;
    case 'receiver_full':
      return !away && due / capacity >= 1 && (due + hours) / capacity >= OVERLOAD_RATIO;
    case 'wrong_way':
      return !away && giver < 1 && receiver >= giver + CLEARLY_FULLER;
  }
}

/**
 * The plainest fault that these loads allow: the fullest giver (of `wrong_way` the emptiest), and the worst receiver.
 * @param taken givers of whom an ordinary proposal waits. @param wanted only this fault. Deterministic.
 */
export function chooseFault(
  loads: readonly PersonLoad[],
  taken: ReadonlySet<string>,
  wanted?: CanaryFlaw,
): Fault | null {
  const sorted = loads.toSorted(
    (a, b) => (b.ratio ?? 0) - (a.ratio ?? 0) || (a.person_id < b.person_id ? -1 : 1),
  );
  for (const flaw of wanted === undefined ? order : [wanted]) {
    const givers = flaw === 'wrong_way' ? sorted.toReversed() : sorted;
    for (const from of givers) {
      if (taken.has(from.person_id)) continue;
      for (const to of sorted) {
        if (to.person_id === from.person_id) continue;
        const items = movable(from)
          .filter((item) => to.accounts[item.source_id] !== undefined)
          .slice(0, ITEMS);
        const hours = items.reduce((sum, item) => sum + item.hours, 0);
        if (items.length > 0 && isFaulty(flaw, from, to, hours)) return { flaw, from, to, items };
      }
    }
  }
  return null;
}
