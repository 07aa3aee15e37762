import { recordsAsOf } from '#analytics/backtest/rewind.ts';
import { compareWithItems } from '#analytics/ledger/comparison.ts';
import { isWaiting, waitsIn } from '#analytics/waits.ts';
import { dayOf, type IsoDate } from '#domain/date.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { MeasuringDeps } from './deps.ts';
import type { Found } from './found.ts';
import { type Material, materialOf } from './material.ts';

/** Whether it stood on that day, and since when. */
function standingSince(item: WorkItem): IsoDate | null {
  if (item.status_category === 'done') return null;
  const blocked = item.blocked_spans.filter((span) => span.to === null).map((span) => dayOf(span.from));
  const waits = isWaiting(item.status)
    ? waitsIn(item)
        .filter((stay) => stay.to === null)
        .map((stay) => stay.from)
    : [];
  return [...blocked, ...waits].sort()[0] ?? null;
}

/** Still standing as it did on the day of the proposal: what was freed and blocked again was freed. */
const stillStands = (item: WorkItem, from: IsoDate): boolean => {
  const since = standingSince(item);
  return since !== null && since <= from;
};

/** The keys that it is about: those it comments on, and those of the matter that its talk is about. */
function keysOf({ actions, dedupe_key }: Intervention): Set<string> {
  const commented = actions.flatMap((action) => (action.kind === 'comment_on_work_item' ? [action.key] : []));
  const matter = dedupe_key.split(':').slice(3).join(':').split(',');
  return new Set([...commented, ...matter.filter((key) => key !== '')]);
}

interface Stood {
  named: WorkItem[];
  /** Of people for whom nothing was done. */
  others: WorkItem[];
}

/** The items that stood when it was proposed, as they are now. */
function stoodThen({ records, identities, from, others }: Material, keys: ReadonlySet<string>): Stood {
  const now = new Map(records.map((record) => [record.id as string, record]));
  const accounts = new Map(
    identities.map((one) => [`${one.source_id}\u0000${one.account}`, one.person_id as string | null]),
  );
  const ownerOf = (record: StoredRecord) =>
    accounts.get(`${record.source_id}\u0000${record.account}`) ?? null;
  const found: Stood = { named: [], others: [] };
  for (const then of recordsAsOf(records, from)) {
    const current = now.get(then.id)?.payload;
    if (then.payload.kind !== 'work_item' || current?.kind !== 'work_item') continue;
    if (keys.has(then.payload.key)) continue;
    const owner = ownerOf(then);
    if (owner === null || !others.some((one) => one === owner)) continue;
    if (standingSince(then.payload) !== null) found.others.push(current);
  }
  for (const { payload, deleted } of records)
    if (!deleted && payload.kind === 'work_item' && keys.has(payload.key)) found.named.push(payload);
  return found;
}

/** How many of the named items still stand, against the share of others' items that stood on the same day and still do. */
export async function measureItems(
  deps: MeasuringDeps,
  intervention: Intervention,
  range: { from: IsoDate; to: IsoDate },
): Promise<Found> {
  const keys = keysOf(intervention);
  const material = await materialOf(deps, intervention.id, intervention.subject_ids, range, { talks: false });
  const { named, others } = stoodThen(material, keys);
  if (named.length === 0) return { measured: null, comparison: null, better: 'less' };
  const standing = (items: readonly WorkItem[]) =>
    items.filter((item) => stillStands(item, range.from)).length;
  const measured = standing(named);
  return {
    measured,
    comparison: compareWithItems(named.length, measured, { all: others.length, standing: standing(others) }),
    better: 'less',
  };
}
