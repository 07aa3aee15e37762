import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, chainEntry, GENESIS_HASH } from '#domain/audit.ts';
import { type AuditPage, newestFirst, oldestFirst } from './audit-search.ts';

const actors = ['per_a', 'per_b', 'fairlead'];
const events = ['goal-saved', 'intervention-approved', 'intervention-rejected'];

function logOf(count: number) {
  const entries: AuditEntry[] = [];
  let head = { count: 0, hash: GENESIS_HASH };
  for (let index = 0; index < count; index += 1) {
    const entry = chainEntry(
      {
        at: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 7))).toISOString(),
        actor: actors[index % 3] ?? '',
        event: events[index % 2] ?? '',
        subject: `itv_${index % 5}`,
        data: {},
      },
      head,
    );
    entries.push(entry);
    head = { count: entry.seq, hash: entry.hash };
  }
  let reads = 0;
  const log = {
    head: async () => head,
    async list({ after = 0, limit = 100 }: { after?: number; limit?: number }) {
      reads += 1;
      const items = entries.slice(after, after + Math.min(limit, 1000));
      return { items, next: after + items.length < count ? String(items.at(-1)?.seq) : null };
    },
  };
  return { entries, log, reads: () => reads };
}

/** All pages after one another. */
async function through(page: (cursor: number | undefined) => Promise<AuditPage>): Promise<number[]> {
  const found: number[] = [];
  for (let cursor: number | undefined, turn = 0; turn < 1000; turn += 1) {
    const { items, next }: AuditPage = await page(cursor);
    found.push(...items.map(({ seq }) => seq));
    if (next === null) return found;
    cursor = Number(next);
  }
  throw new Error('endless');
}

const wishes = fc.record(
  {
    actors: fc.subarray(actors, { minLength: 1 }),
    event: fc.constantFrom('approved', 'goal', 'nothing'),
    subject: fc.constantFrom('itv_0', 'itv_4'),
    from: fc.constantFrom('2026-01-03', '2026-02-01'),
    to: fc.constantFrom('2026-01-10', '2027-01-01'),
  },
  { requiredKeys: [] },
);

describe('pages of the log', () => {
  it('hold every matching entry once, in both directions, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), wishes, fc.integer({ min: 1, max: 20 }), async (count, wish, limit) => {
        const { entries, log } = logOf(count);
        const wanted = entries
          .filter(
            (one) =>
              (wish.actors?.includes(one.actor) ?? true) &&
              (wish.event === undefined || one.event.includes(wish.event)) &&
              (wish.subject === undefined || one.subject === wish.subject) &&
              (wish.from === undefined || one.at.slice(0, 10) >= wish.from) &&
              (wish.to === undefined || one.at.slice(0, 10) <= wish.to),
          )
          .map(({ seq }) => seq);
        expect(await through((cursor = 0) => oldestFirst(log, wish, limit, cursor))).toEqual(wanted);
        expect(await through((cursor) => newestFirst(log, wish, limit, cursor))).toEqual(wanted.toReversed());
      }),
      { numRuns: 60 },
    );
  });

  it('look through so many entries at once, no more, and say where to go on', async () => {
    const { log, reads } = logOf(25_000);
    const page = await newestFirst(log, { subject: 'itv_none' }, 10);
    expect(page).toEqual({ items: [], next: '5001' });
    expect(reads()).toBeLessThanOrEqual(21);
    expect(await newestFirst(log, { subject: 'itv_none' }, 10, 5001)).toEqual({ items: [], next: null });
  });
});
