import { describe, expect, test } from 'vitest';
import type { ConnectorBench, ConnectorHarness } from './harness.ts';

/** What every connector that writes must do with each of its actions. */
export function describeActions(
  harness: ConnectorHarness,
  start: () => Promise<ConnectorBench>,
  signal: AbortSignal,
): void {
  const isWrite = harness.isWrite ?? (({ method }: { method: string }) => method !== 'GET');
  describe.each(harness.actions)(`${harness.name}: $name`, (each) => {
    const { action, effect_key } = each;

    test('is ready, is carried out, is then found done by us', async () => {
      const bench = await start();
      const { connector } = bench;
      expect(await connector.precheck(action, effect_key, signal)).toEqual({ status: 'ready' });
      expect(each.effects(bench)).toBe(0);
      const receipt = await connector.execute(action, effect_key, signal);
      expect(receipt.external_ref).not.toBeNull();
      expect(each.effects(bench)).toBe(1);
      expect(await connector.precheck(action, effect_key, signal)).toEqual({
        status: 'already_done',
        by_us: true,
      });
    });

    test('done twice is done once', async () => {
      const bench = await start();
      await bench.connector.execute(action, effect_key, signal);
      await bench.connector.execute(action, effect_key, signal);
      expect(each.effects(bench)).toBe(1);
    });

    test('an answer that is lost after the write leads to no second effect', async () => {
      const bench = await start();
      bench.server.inject({
        path: each.write_path,
        after: each.reads_before ?? (each.name.includes('comment') ? 1 : 0),
        times: 1,
        kind: { type: 'cut' },
      });
      await bench.connector.execute(action, effect_key, signal).catch((error: unknown) => {
        expect(error).toMatchObject({ details: { outcome_unknown: true } });
      });
      expect(each.effects(bench)).toBe(1);
      expect(await bench.connector.precheck(action, effect_key, signal)).toMatchObject({
        status: 'already_done',
      });
      await bench.connector.execute(action, effect_key, signal);
      expect(each.effects(bench)).toBe(1);
    });

    test('a write is never repeated by the client', async () => {
      const bench = await start();
      bench.server.inject({
        path: each.write_path,
        after: each.reads_before ?? (each.name.includes('comment') ? 1 : 0),
        times: 9,
        kind: { type: 'status', status: 503 },
      });
      await expect(bench.connector.execute(action, effect_key, signal)).rejects.toMatchObject({
        code: 'source-unavailable',
      });
      const writes = bench.server.requests.filter((request) => isWrite(request) && request.body !== null);
      expect(writes).toHaveLength(1);
    });

    test('a target that changed meanwhile voids it, with what was found', async () => {
      const bench = await start();
      each.disturb(bench);
      const check = await bench.connector.precheck(action, effect_key, signal);
      expect(check).toMatchObject({ status: 'stale', reason: expect.stringContaining('has changed') });
      expect(each.effects(bench)).toBe(0);
    });

    test('a target that is gone voids it', async () => {
      const bench = await start();
      each.remove(bench);
      expect(await bench.connector.precheck(action, effect_key, signal)).toMatchObject({
        status: 'stale',
        reason: expect.stringContaining('deleted or is no longer visible'),
      });
    });

    test('a precheck writes nothing', async () => {
      const bench = await start();
      await bench.connector.precheck(action, effect_key, signal);
      expect(bench.server.requests.filter(isWrite)).toEqual([]);
    });
  });
}
