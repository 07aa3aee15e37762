import type { InjectOptions } from 'fastify';
import type { GroundKpi } from '#agents/goals/grounding/grounding.ts';
import { makeClock } from '#domain/clock.ts';
import { type Config, parseConfig } from '#domain/config.ts';
import { sha256 } from '#domain/json.ts';
import type { JobName } from '#store/queue.ts';
import { type ids, makeTestCompany, type TestCompany } from '#store/testing/company.ts';
import { buildApp } from '../app.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { makeNews, type News } from '../news.ts';
import { SCIM_SECRETS } from '../scim.ts';

export interface TestApp {
  app: App;
  company: TestCompany;
  news: News;
  /** What was sent to the queue, in order. */
  sent: { name: JobName; data: object }[];
  secrets: AppDeps['secrets'];
  /** A request as one of the company's people; nobody when left out. */
  ask(who: keyof typeof ids | null, request: InjectOptions): Promise<{ status: number; body: unknown }>;
  /** Another application over the same organisation, as after a restart; closing it leaves the organisation. */
  again(over: {
    ground?: GroundKpi;
    reader?: AppDeps['goalReader'];
    today?: string;
    connectors?: AppDeps['connectors'];
  }): Promise<TestApp>;
  close(): Promise<void>;
}

/** What every source of a test signs its deliveries with. */
export const TEST_SECRET = 'webhook-secret-3141';
/** What the directory of a test carries. */
export const SCIM_TOKEN = 'scim-token-of-a-test-2718';

const settings = (): Config => ({ ...parseConfig({ FAIRLEAD_TODAY: '2026-03-02' }), log_level: 'silent' });

/** The HTTP application over the small organisation of the store's tests, on whichever database they run on. */
export async function makeTestApp(config: Config = settings()): Promise<TestApp> {
  const company = await makeTestCompany();
  const made = await appOver(company, config, {});
  return {
    ...made,
    async close() {
      await made.close();
      await company.close();
    },
  };
}

async function appOver(
  company: TestCompany,
  config: Config,
  over: Parameters<TestApp['again']>[0],
): Promise<TestApp> {
  const news = makeNews();
  const sent: TestApp['sent'] = [];
  const kept = new Map<string, Record<string, string>>();
  const secrets: AppDeps['secrets'] = {
    sessionKey: async () => new Uint8Array(32).fill(7),
    get: async (name) =>
      kept.get(name) ??
      (name === SCIM_SECRETS ? { token_digest: sha256(SCIM_TOKEN) } : { webhook_secret: TEST_SECRET }),
    set: async (name, secrets) => {
      kept.set(name, secrets);
    },
  };
  const { ground, reader, today } = over;
  const app = await buildApp({
    config,
    clock: today === undefined ? company.clock : makeClock(Date.now, today),
    store: company.store,
    database: company.database,
    queue: {
      async send(name, data) {
        sent.push({ name, data });
        return 'job';
      },
      counts: async () => ({
        'cycle-run': { queued: 0, active: 0, failed: 0 },
        'intervention-advance': { queued: 0, active: 0, failed: 0 },
        'source-sync': { queued: 0, active: 0, failed: 0 },
        'observations-derive': { queued: 0, active: 0, failed: 0 },
        'evaluation-run': { queued: 0, active: 0, failed: 0 },
        'outbox-sweep': { queued: 0, active: 0, failed: 0 },
        'goal-progress': { queued: 0, active: 0, failed: 0 },
      }),
    },
    news,
    connectors: over.connectors ?? { of: () => Promise.reject(new Error('no source is reached here')) },
    secrets,
    goalReader: reader ?? null,
    grounding: ground === undefined ? null : { as: () => ground },
  });
  await app.ready();
  return {
    app,
    company,
    news,
    sent,
    secrets,
    async ask(who, { headers, ...request }) {
      const named = who === null ? {} : { 'x-fairlead-person': `${who}@example.com` };
      const answer = await app.inject({
        ...request,
        headers: { host: '127.0.0.1:4400', ...named, ...headers },
      });
      const json = answer.headers['content-type']?.toString().includes('json') === true;
      return { status: answer.statusCode, body: json ? answer.json() : answer.body };
    },
    again: (wanted) => appOver(company, config, wanted),
    close: () => app.close(),
  };
}
