import pg from 'pg';
import { type ConstructorOptions, PgBoss, type QueueOptions, type QueuePolicy } from 'pg-boss';
import { z } from 'zod';
import { cycleId, evaluationRunId, interventionId, sourceId } from '#domain/ids.ts';
import type { Database } from './database.ts';

export const QUEUE_SCHEMA = 'pgboss';

/** Each kind of job with what it carries: ids only, so that a job found after a restart means the same as before. */
export const jobs = {
  'cycle-run': z.object({ cycle_id: cycleId }),
  'intervention-advance': z.object({ intervention_id: interventionId }),
  /** `source_id` null: every enabled source. `full`: everything anew, so that what is gone there is noticed. */
  'source-sync': z.object({ source_id: sourceId.nullable(), full: z.boolean().optional() }),
  /** Everybody's indicators anew, as when an account was given to somebody else. */
  'observations-derive': z.object({}),
  'evaluation-run': z.object({ run_id: evaluationRunId }),
  'outbox-sweep': z.object({}),
  'goal-progress': z.object({}),
};
export type JobName = keyof typeof jobs;
export type JobData<Name extends JobName> = z.infer<(typeof jobs)[Name]>;

/**
 * `exclusive`: a key is queued or worked on once. `stately`: at most one is worked on and one more waits, so that a
 * wake-up which comes while the last one is being worked on is never lost.
 */
const policies: Record<JobName, QueuePolicy> = {
  'cycle-run': 'exclusive',
  'intervention-advance': 'stately',
  'source-sync': 'stately',
  'observations-derive': 'stately',
  'evaluation-run': 'exclusive',
  'outbox-sweep': 'stately',
  'goal-progress': 'stately',
};

/** A worker says every 3 s that it lives; one that was silent for 10 s (pg-boss's least) is taken for dead. */
const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_REFRESH_SECONDS = 3;
/** How often dead workers are looked for: with the above, a killed worker's job runs again within about 20 s. */
const SUPERVISE_SECONDS = 10;
const POLL_SECONDS = 0.5;

const jobOptions: QueueOptions = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  // A cycle of a large team with a slow model; death is noticed by the heartbeat, not by this.
  expireInSeconds: 3600,
  // Every restart in the middle of a job uses one up: few would strand accepted work after a bad night.
  retryLimit: 50,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 7 * 24 * 3600,
};

export interface Queue {
  /** Starts looking after jobs; on the embedded database first puts back those that a killed process had begun. */
  start(): Promise<void>;
  /** Null when one with the same key waits already (see `policies`). The key is the job's own id unless given. */
  send<Name extends JobName>(
    name: Name,
    data: JobData<Name>,
    options?: { start_after_seconds?: number },
  ): Promise<string | null>;
  /** The signal aborts when the job was taken away or the queue stops. A throw means: try again later. */
  work<Name extends JobName>(
    name: Name,
    options: { concurrency: number },
    handler: (data: JobData<Name>, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** `cron` has five fields, in UTC. One missed while nothing ran is made up for once. */
  schedule<Name extends JobName>(name: Name, cron: string, data: JobData<Name>): Promise<void>;
  /** Jobs that wait, run and failed for good, by name. */
  counts(): Promise<Record<JobName, { queued: number; active: number; failed: number }>>;
  /** Waits for running handlers, at most so long; what is then unfinished runs again later. */
  stop(options?: { timeout_ms?: number }): Promise<void>;
}

export interface QueueDeps {
  database: Database;
  /** Trouble in the background: a lost connection, a failed supervision pass. */
  onError: (error: Error) => void;
}

const names = Object.keys(jobs) as JobName[];
const keyOf = (data: object): string => Object.values(data).map(String).join(':') || 'only';

/** pg-boss 12 over our own pool, on either database. */
export function makeQueue({ database, onError }: QueueDeps): Queue {
  const boss = makeBoss(database, { supervise: true, schedule: true });
  boss.on('error', onError);
  return {
    async start() {
      await boss.start();
      if (database.kind === 'embedded') await reclaim(boss);
    },
    async send(name, data, options = {}) {
      const parsed = jobs[name].parse(data);
      const startAfter =
        options.start_after_seconds === undefined ? {} : { startAfter: options.start_after_seconds };
      return await boss.send(name, parsed, { singletonKey: keyOf(parsed), ...startAfter });
    },
    async work<Name extends JobName>(
      name: Name,
      { concurrency }: { concurrency: number },
      handler: (data: JobData<Name>, signal: AbortSignal) => Promise<void>,
    ) {
      const options = {
        localConcurrency: concurrency,
        pollingIntervalSeconds: POLL_SECONDS,
        heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
      };
      await boss.work<object>(name, options, async ([job]) => {
        if (job) await handler(jobs[name].parse(job.data) as JobData<Name>, job.signal);
      });
    },
    async schedule(name, cron, data) {
      const parsed = jobs[name].parse(data);
      const key = keyOf(parsed).replaceAll(/[^\w.-]/g, '_');
      await boss.schedule(name, cron, parsed, {
        tz: 'UTC',
        key,
        missed: 'once',
        singletonKey: keyOf(parsed),
      });
    },
    async counts() {
      const found = await Promise.all(names.map(async (name) => [name, await countOf(boss, name)] as const));
      return Object.fromEntries(found) as Awaited<ReturnType<Queue['counts']>>;
    },
    async stop({ timeout_ms = 10_000 } = {}) {
      await boss.stop({ graceful: true, timeout: timeout_ms });
    },
  };
}

async function countOf(boss: PgBoss, name: JobName) {
  const found = await boss.findJobs(name);
  const inState = (...states: string[]) => found.filter((job) => states.includes(job.state)).length;
  return { queued: inState('created', 'retry'), active: inState('active'), failed: inState('failed') };
}

/**
 * The lock on the embedded folder says that no other process works here: whatever still counts as begun was begun
 * by one that died. It needn't wait for its heartbeat to run out.
 */
async function reclaim(boss: PgBoss): Promise<void> {
  for (const name of names) {
    const begun = (await boss.findJobs(name)).filter((job) => job.state === 'active').map((job) => job.id);
    if (begun.length > 0) await boss.fail(name, begun, { message: 'the process that ran it ended' });
  }
}

/** pg-boss's tables and our queues. Doing it twice is harmless. */
export async function installQueue(database: Database): Promise<void> {
  const boss = makeBoss(database, { supervise: false, schedule: false });
  let trouble: Error | null = null;
  boss.on('error', (error: Error) => {
    trouble ??= error;
  });
  await boss.start();
  try {
    for (const name of names) {
      if ((await boss.getQueue(name)) === null) {
        await boss.createQueue(name, { ...jobOptions, policy: policies[name] });
      } else {
        await boss.updateQueue(name, jobOptions);
      }
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (trouble !== null) throw trouble;
}

function makeBoss(
  database: Database,
  options: Required<Pick<ConstructorOptions, 'supervise' | 'schedule'>>,
): PgBoss {
  return new PgBoss({
    ...options,
    db: poolAdapter(database.pool),
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: QUEUE_SCHEMA,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    // Rebuilding indexes and watching vacuum is for whoever operates the server.
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
}

/**
 * pg-boss sends blocks with their own BEGIN and COMMIT. When one fails midway, what it had open must not be left to
 * whoever gets the connection next: on the embedded database it is always the same one.
 */
const poolAdapter = (pool: pg.Pool): NonNullable<ConstructorOptions['db']> => ({
  async executeSql(text, values) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const result = values === undefined ? await client.query(text) : await client.query(text, [...values]);
      return { rows: (Array.isArray(result) ? result : [result]).flatMap(withDates) };
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  },
});

/** Our pool gives instants as text; pg-boss counts on dates. */
function withDates({ rows, fields }: pg.QueryResult<Record<string, unknown>>) {
  const instants = fields.filter((field) => field.dataTypeID === pg.types.builtins.TIMESTAMPTZ);
  for (const row of rows) {
    for (const { name } of instants) if (typeof row[name] === 'string') row[name] = new Date(row[name]);
  }
  return rows;
}
