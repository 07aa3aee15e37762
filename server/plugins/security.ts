import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { fastifySSE } from '@fastify/sse';
import underPressure from '@fastify/under-pressure';
import type { App, AppDeps } from '../app-parts.ts';

/** A page asks for a handful of things at once; a script that polls hard is told to slow down. */
const REQUESTS_PER_MINUTE = 1200;
/**
 * An event loop that lags this much: better to refuse new requests than to let all of them wait. The embedded database
 * computes on it too, and a large query of its own must not turn people away.
 */
const LOOP_DELAY_MS = 5000;

export async function registerSecurity(app: App, { config }: Pick<AppDeps, 'config'>): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain HTTP on one's own machine there is nothing to upgrade to.
    strictTransportSecurity: config.auth.mode === 'oidc' ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
  await app.register(underPressure, { maxEventLoopDelay: LOOP_DELAY_MS, exposeStatusRoute: false });
  await app.register(fastifySSE);
}
