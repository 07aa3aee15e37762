import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { pendingMigrations } from '#store/migrate.ts';
import type { App, AppDeps } from '../app-parts.ts';

/** Alive, ready, and figures without anybody's data. */
export function healthRoutes(app: App, { database, queue }: AppDeps): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'fairlead_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const waiting = new Gauge({
    name: 'fairlead_jobs',
    help: 'Jobs by name and state',
    labelNames: ['job', 'state'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });

  app.get(
    '/healthz',
    { schema: { tags: ['health'], response: { 200: z.object({ status: z.literal('ok') }) } } },
    () => ({ status: 'ok' as const }),
  );

  const readiness = z.object({
    status: z.enum(['ready', 'not-ready']),
    database: z.enum(['ok', 'unreachable']),
    pending_migrations: z.array(z.string()),
  });
  app.get(
    '/readyz',
    { schema: { tags: ['health'], response: { 200: readiness, 503: readiness } } },
    async (_, reply) => {
      try {
        const pending = await pendingMigrations(database);
        const ready = pending.length === 0;
        return reply
          .code(ready ? 200 : 503)
          .send({ status: ready ? 'ready' : 'not-ready', database: 'ok', pending_migrations: pending });
      } catch {
        return reply.code(503).send({ status: 'not-ready', database: 'unreachable', pending_migrations: [] });
      }
    },
  );

  app.get(
    '/metrics',
    { schema: { tags: ['health'], summary: 'figures for Prometheus; nothing about a person' } },
    async (_, reply) => {
      for (const [job, counts] of Object.entries(await queue.counts())) {
        for (const [state, count] of Object.entries(counts)) waiting.set({ job, state }, count);
      }
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
}
