import { makeDeriveObservations } from '#agents/cycle/derive-observations.ts';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import type { GoalReader } from '#agents/goals/chat/ports.ts';
import { type GoalProgress, makeGoalProgress } from '#agents/goals/progress/update.ts';
import { makeInterventionRunner } from '#agents/intervention/run.ts';
import { type Clock, makeClock } from '#domain/clock.ts';
import type { Config } from '#domain/config.ts';
import { policyPreset } from '#domain/policy.ts';
import type { ConnectorsPort } from '#domain/ports.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import type { ScopedStore, Store } from '#store/ports.ts';
import { makeQueue, type Queue } from '#store/queue.ts';
import { makeStore } from '#store/store.ts';
import { missingParts } from '#tools/connectors/registry.ts';
import { makeConnectors } from './connectors.ts';
import { type Grounding, makeGrounding } from './grounding.ts';
import { announced, makeNews, type News } from './news.ts';
import { TENANT } from './organisation.ts';
import { makeSecretFile, type SecretFile } from './secrets.ts';
import { makeGoalReader, makeWriters } from './writer.ts';

/** Everything that an installation consists of. */
export interface Installation {
  config: Config;
  clock: Clock;
  database: Database;
  store: Store;
  /** As Fairlead's own jobs see it. */
  system: ScopedStore;
  /** The same, with what is done counted to whoever sits at the command line. */
  operator: ScopedStore;
  secrets: SecretFile;
  connectors: ConnectorsPort;
  missingParts: typeof missingParts;
  queue: Queue;
  news: News;
  cycles: ReturnType<typeof makeCycleRunner>;
  interventions: ReturnType<typeof makeInterventionRunner>;
  derive: ReturnType<typeof makeDeriveObservations>;
  grounding: Grounding;
  /** A model's reading of goals; null where none is set. */
  goalReader: GoalReader | null;
  goalProgress: GoalProgress;
  tell: (line: string) => void;
  close(): Promise<void>;
}

export interface ComposeOptions {
  config: Config;
  /** What this process is, for whoever finds the embedded folder locked. */
  holder: string;
  /** Trouble in the background, and other news for the operator. */
  tell: (line: string) => void;
  organisation?: string;
}

/** The parts list: the one place that knows every part. Opens the database and brings it up to date. */
export async function compose({
  config,
  holder,
  tell,
  organisation = 'Your organisation',
}: ComposeOptions): Promise<Installation> {
  const onError = (error: Error) => tell(`background: ${error.message}`);
  const clock = makeClock(() => Date.now(), config.today);
  const database = await openDatabase({
    database_url: config.database_url,
    data_dir: config.data_dir,
    holder,
    onError,
  });
  try {
    await migrate(database);
    const store = makeStore({ database, tenant_id: TENANT, clock });
    await store.found(organisation, policyPreset('dynamic'));
    const system = store.as({ kind: 'system' });
    const operator = store.as({ kind: 'system' }, 'operator');
    const secrets = makeSecretFile(config.data_dir);
    const connectors = makeConnectors({ system, secrets, clock });
    const queue = makeQueue({ database, onError });
    const news = makeNews();
    const checkpointer = makeCheckpointer(database);
    const writers = await makeWriters(config);
    const derive = makeDeriveObservations(system);
    const cycles = makeCycleRunner({
      ...system,
      cycles: announced(system.cycles, news),
      derive,
      ...writers,
      checkpointer,
      clock,
    });
    const interventions = makeInterventionRunner({ ...system, connectors, checkpointer, clock });
    const grounding = makeGrounding({ config, system, tell });
    const goalReader = await makeGoalReader(config);
    const goalProgress = makeGoalProgress({
      goals: system.goals, // Its vocabulary is read with the first KPI, not at each start.
      ground: (request, signal) => grounding.as(system)(request, signal),
      clock,
      tell,
    });
    const close = () => database.close();
    return {
      config,
      clock,
      database,
      store,
      system,
      operator,
      secrets,
      connectors,
      missingParts,
      queue,
      news,
      cycles,
      interventions,
      derive,
      grounding,
      goalReader,
      goalProgress,
      tell,
      close,
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
