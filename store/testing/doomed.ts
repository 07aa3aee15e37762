/**
 * A process for tests to kill: `node doomed.ts FOLDER_OR_URL write|work`. `write` commits one after another and tells
 * each; `work` takes a job and never ends it. What it has to say it says by IPC.
 */
import { makeClock } from '#domain/clock.ts';
import { sourceId, tenantId } from '#domain/ids.ts';
import { policyPreset } from '#domain/policy.ts';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { makeQueue } from '../queue.ts';
import { makeStore } from '../store.ts';
import { timeEntry } from './company.ts';

const [where = '', mode = ''] = process.argv.slice(2);
const isUrl = where.startsWith('postgres');
const database = await openDatabase({
  database_url: isUrl ? where : null,
  data_dir: isUrl ? '' : where,
  holder: 'doomed write',
});
await migrate(database);
const tell = (message: object) => process.send?.(message);

async function write(): Promise<never> {
  const store = makeStore({
    database,
    tenant_id: tenantId.parse('org_test'),
    clock: makeClock(Date.now, null),
  });
  const system = store.as({ kind: 'system' });
  const source = sourceId.parse('src_harvest');
  await store.found('Test', policyPreset('dynamic'));
  await system.sources.save({
    id: source,
    name: 'harvest',
    vendor: 'harvest',
    base_url: null,
    settings: {},
    enabled: true,
  });
  let { count } = await system.audit.head();
  tell({ ready: true });
  for (;;) {
    const records = Array.from({ length: 20 }, (_, index) => ({
      external_id: `${count}-${index}`,
      account: 'a1',
      updated_at: new Date().toISOString(),
      deleted: false,
      payload: timeEntry({ task: 'x'.repeat(500) }),
    }));
    await system.ingest.savePage(source, 'time', { accounts: [], records, faults: [], cursor: count });
    count = (await system.audit.append({ event: 'thing-done', subject: 's', data: { page: count } })).seq;
    tell({ committed: count });
  }
}

async function work(): Promise<void> {
  const queue = makeQueue({ database, onError: (error) => tell({ error: error.message }) });
  await queue.start();
  await queue.send('outbox-sweep', {});
  await queue.work('outbox-sweep', { concurrency: 1 }, async () => {
    tell({ begun: true });
    await new Promise(() => {});
  });
}

await (mode === 'work' ? work() : write());
