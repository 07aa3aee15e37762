import { addDays, daysBetween, type IsoDate } from '#domain/date.ts';
import type { WorkItem } from '#domain/record.ts';
import { isStale } from '../detectors/stale-review.ts';
import { detectOverdue, detectOverload, FORGOTTEN_DAYS, isLongBlock } from '../detectors/work.ts';
import { type Timeline, timelineOf } from '../indicators/timeline.ts';
import { waitsIn } from '../waits.ts';
import type { Moment } from './moment.ts';
import type { BacktestCase } from './score.ts';

/** What is due within the horizon of the workload. */
const DUE_DAYS = 14;
/** One late item is a slip. */
const FEWEST_DUE = 2;
const HALF = 0.5;
/** A week: as long as the detectors themselves ask for. */
const LATER_DAYS = 7;

interface Later {
  item: WorkItem;
  stateAt: Timeline['stateAt'];
}

/** Histories are read once for all moments of a walk. */
const caches = new WeakMap<Moment['now'], Map<string, Later>>();

function laterOf(now: Moment['now']): Map<string, Later> {
  const known = caches.get(now);
  if (known !== undefined) return known;
  const made = new Map(
    now.records.flatMap(({ id, payload }) =>
      payload.kind === 'work_item'
        ? [[id as string, { item: payload, stateAt: timelineOf(payload).stateAt }] as const]
        : [],
    ),
  );
  caches.set(now, made);
  return made;
}

/** What became of each item, by its record. */
function makeLater({ now }: Moment) {
  const items = laterOf(now);
  const doneBy = (record: string, day: IsoDate): boolean =>
    items.get(record)?.stateAt(Date.parse(`${day}T00:00:00Z`)) === 'done';
  return { item: (record: string) => items.get(record)?.item, doneBy };
}

/** Too much work ahead: half of what fell due in the two weeks was not done by its day. */
export function overloadCases(moment: Moment): BacktestCase[] {
  const { input, day } = moment;
  const later = makeLater(moment);
  const spoke = new Set(detectOverload(input).map((found) => found.person_id));
  return input.loads.flatMap((load) => {
    const due = load.items.filter(
      (item) => item.due_on !== null && item.due_on >= day && item.due_on < addDays(day, DUE_DAYS),
    );
    if (load.ratio === null || due.length < FEWEST_DUE) return [];
    const late = due.filter(
      (one) => one.due_on !== null && !later.doneBy(one.record_id, addDays(one.due_on, 1)),
    );
    return [
      { person_id: load.person_id, spoke: spoke.has(load.person_id), came: late.length >= HALF * due.length },
    ];
  });
}

/** Overdue work: half of it was still open two weeks later. */
export function overdueCases(moment: Moment): BacktestCase[] {
  const { input, day } = moment;
  const later = makeLater(moment);
  const spoke = new Set(detectOverdue(input).map((found) => found.person_id));
  return input.loads.flatMap((load) => {
    const overdue = load.items.filter(
      ({ due_on }) => due_on !== null && due_on < day && daysBetween(due_on, day) <= FORGOTTEN_DAYS,
    );
    if (overdue.length === 0) return [];
    const still = overdue.filter((one) => !later.doneBy(one.record_id, addDays(day, DUE_DAYS)));
    return [
      {
        person_id: load.person_id,
        spoke: spoke.has(load.person_id),
        came: still.length >= HALF * overdue.length,
      },
    ];
  });
}

/** A blocked item: still blocked a week later. Each item is a case, whatever its age. */
export function blockedCases(moment: Moment): BacktestCase[] {
  const { input, day } = moment;
  const later = makeLater(moment);
  const after = `${addDays(day, LATER_DAYS)}T00:00:00.000Z`;
  return input.loads.flatMap((load) =>
    load.items.flatMap((one) => {
      const item = later.item(one.record_id);
      if (one.blocked_since === null || item === undefined) return [];
      const still = item.blocked_spans.some(
        (span) => span.from < after && (span.to === null || span.to >= after),
      );
      return [
        {
          person_id: load.person_id,
          spoke: isLongBlock(daysBetween(one.blocked_since, day), input.usual_block_days),
          came: still && !later.doneBy(one.record_id, addDays(day, LATER_DAYS)),
        },
      ];
    }),
  );
}

/** An item that waits for a colleague: still in the same wait a week later. */
export function reviewCases(moment: Moment): BacktestCase[] {
  const later = makeLater(moment);
  const after = addDays(moment.day, LATER_DAYS);
  return (moment.input.waits ?? []).flatMap((wait) => {
    const item = later.item(wait.record_id);
    if (item === undefined) return [];
    const stay = waitsIn(item).find((one) => one.from === wait.since && one.status === wait.status);
    return [
      {
        person_id: wait.person_id,
        spoke: isStale(wait),
        came: stay !== undefined && (stay.to === null || stay.to >= after),
      },
    ];
  });
}
