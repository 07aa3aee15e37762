import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App, AppDeps } from './app-parts.ts';
import { registerAuth } from './plugins/auth.ts';
import { registerDocs } from './plugins/docs.ts';
import { registerErrors } from './plugins/errors.ts';
import { registerPages } from './plugins/pages.ts';
import { registerSecurity } from './plugins/security.ts';
import { approvalHealthRoutes } from './routes/approval-health.ts';
import { auditRoutes } from './routes/audit.ts';
import { comparisonRoutes } from './routes/comparison.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { cycleRoutes } from './routes/cycles.ts';
import { detectorRoutes } from './routes/detectors.ts';
import { draftRoutes } from './routes/drafts.ts';
import { evaluationRoutes } from './routes/evaluations.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { executionRoutes } from './routes/execution.ts';
import { frameworkRoutes } from './routes/frameworks.ts';
import { goalChatRoutes } from './routes/goal-chat.ts';
import { goalFileRoutes } from './routes/goal-files.ts';
import { goalPreviewRoutes } from './routes/goal-preview.ts';
import { goalRoutes } from './routes/goals.ts';
import { healthRoutes } from './routes/health.ts';
import { identityRoutes } from './routes/identities.ts';
import { handlingRoutes, interventionRoutes } from './routes/interventions.ts';
import { meRoutes } from './routes/me.ts';
import { outcomeRoutes } from './routes/outcomes.ts';
import { peopleRoutes } from './routes/people.ts';
import { policyRoutes } from './routes/policy.ts';
import { scimRoutes } from './routes/scim.ts';
import { scorecardRoutes } from './routes/scorecards.ts';
import { settingsRoutes } from './routes/settings.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { sinceRoutes } from './routes/since.ts';
import { sourceRoutes } from './routes/sources.ts';
import { teamRoutes } from './routes/teams.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** A decision or a goal is small; employee files come by the command line. */
const BODY_LIMIT = 1024 * 1024;

/** The whole HTTP application. Never listens. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const app: App = Fastify({
    logger:
      deps.config.log_level === 'silent'
        ? false
        : {
            level: deps.config.log_level,
            // Standard output holds results alone.
            stream: process.stderr,
            // No headers, no address, and no query: a hook's key and a directory's filters stand there.
            serializers: { req: ({ method, url }) => ({ method, url: url.replace(/\?.*$/s, '') }) },
          },
    bodyLimit: BODY_LIMIT,
    // Ends idle keep-alive connections on close, so that a stop is quick.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrors(app);
  await registerSecurity(app, deps);
  await registerDocs(app);
  await registerAuth(app, deps);
  healthRoutes(app, deps);
  await signInRoutes(app, deps);
  meRoutes(app);
  sinceRoutes(app);
  teamRoutes(app);
  peopleRoutes(app, deps);
  scorecardRoutes(app, deps);
  comparisonRoutes(app, deps);
  goalRoutes(app, deps);
  goalFileRoutes(app, deps);
  goalPreviewRoutes(app, deps);
  goalChatRoutes(app, deps);
  cycleRoutes(app, deps);
  draftRoutes(app);
  evidenceRoutes(app);
  interventionRoutes(app, deps);
  handlingRoutes(app, deps);
  executionRoutes(app, deps);
  conversationRoutes(app);
  detectorRoutes(app);
  identityRoutes(app, deps);
  evaluationRoutes(app, deps);
  outcomeRoutes(app);
  approvalHealthRoutes(app, deps);
  policyRoutes(app);
  frameworkRoutes(app);
  settingsRoutes(app, deps);
  sourceRoutes(app, deps);
  await webhookRoutes(app, deps);
  await scimRoutes(app, deps);
  auditRoutes(app, deps);
  await registerPages(app);
  return app;
}
