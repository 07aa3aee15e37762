import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { GoalReader } from '#agents/goals/chat/ports.ts';
import type { GroundKpi } from '#agents/goals/grounding/grounding.ts';
import type { Clock } from '#domain/clock.ts';
import type { Config } from '#domain/config.ts';
import type { ConnectorsPort } from '#domain/ports.ts';
import type { Database } from '#store/database.ts';
import type { ScopedStore, Store } from '#store/ports.ts';
import type { Queue } from '#store/queue.ts';
import type { News } from './news.ts';
import type { SecretFile } from './secrets.ts';

/** What the HTTP application is built from. */
export interface AppDeps {
  config: Config;
  clock: Clock;
  store: Store;
  database: Database;
  queue: Pick<Queue, 'send' | 'counts'>;
  news: News;
  connectors: ConnectorsPort;
  secrets: Pick<SecretFile, 'sessionKey' | 'get' | 'set'>;
  /** A model's reading of what is said in the goals' chat; without it the built-in grammar reads alone. */
  goalReader?: GoalReader | null;
  /** Finds what measures a KPI; without it goals are kept ungrounded. */
  grounding?: { as(store: ScopedStore): GroundKpi } | null;
}

/** The routes' view of Fastify: schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
