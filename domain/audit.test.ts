import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditEntry, type AuditHead, chainEntry, GENESIS_HASH, verifyChain } from './audit.ts';

function makeLog(length: number): { entries: AuditEntry[]; head: AuditHead } {
  const entries: AuditEntry[] = [];
  let head: AuditHead = { count: 0, hash: GENESIS_HASH };
  for (let index = 0; index < length; index += 1) {
    const entry = chainEntry(
      {
        at: '2026-03-02T09:00:00.000Z',
        actor: 'fairlead',
        event: 'cycle-finished',
        subject: `cyc_${index}`,
        data: { index },
      },
      head,
    );
    entries.push(entry);
    head = { count: entry.seq, hash: entry.hash };
  }
  return { entries, head };
}

const log = fc.integer({ min: 2, max: 12 }).map(makeLog);
const logAndPlace = log.chain((made) =>
  fc.tuple(fc.constant(made), fc.integer({ min: 0, max: made.entries.length - 1 })),
);

describe('the audit chain', () => {
  test('holds as it was written', () => {
    const { entries, head } = makeLog(5);
    expect(verifyChain(entries, head)).toEqual({ ok: true, entries: 5, head_hash: head.hash });
    expect(verifyChain([], { count: 0, hash: GENESIS_HASH })).toMatchObject({ ok: true, entries: 0 });
  });

  test('names a changed entry', () => {
    fc.assert(
      fc.property(
        logAndPlace,
        fc.constantFrom('actor', 'at', 'event', 'subject', 'hash'),
        ([{ entries, head }, place], field) => {
          const changed = entries.map((entry, index) =>
            index === place ? { ...entry, [field]: 'somebody-else' } : entry,
          );
          expect(verifyChain(changed, head)).toMatchObject({ ok: false, broken_at: place + 1 });
        },
      ),
    );
  });

  test('names where one was removed, and where the tail was cut', () => {
    fc.assert(
      fc.property(logAndPlace, ([{ entries, head }, place]) => {
        expect(verifyChain(entries.toSpliced(place, 1), head)).toMatchObject({
          ok: false,
          broken_at: place + 1,
        });
      }),
    );
    const { entries, head } = makeLog(6);
    expect(verifyChain(entries.slice(0, 4), head)).toMatchObject({
      ok: false,
      broken_at: 5,
      reason: expect.stringContaining('tail was cut'),
    });
  });

  test('names where two were swapped or one was inserted', () => {
    fc.assert(
      fc.property(logAndPlace, ([{ entries, head }, place]) => {
        const [here, next] = [entries[place], entries[place + 1]];
        if (here === undefined) return;
        expect(verifyChain(entries.toSpliced(place, 0, here), head)).toMatchObject({
          ok: false,
          broken_at: place + 2,
        });
        if (next === undefined) return;
        expect(verifyChain(entries.toSpliced(place, 2, next, here), head)).toMatchObject({
          ok: false,
          broken_at: place + 1,
        });
      }),
    );
  });

  test('a forger who renumbers and rehashes the rest is given away by the head', () => {
    const { head } = makeLog(4);
    const { entries: forged } = makeLog(3);
    expect(verifyChain(forged, head)).toMatchObject({ ok: false });
  });
});
