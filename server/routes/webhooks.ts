import { z } from 'zod';
import { notFound, UserError } from '#domain/errors.ts';
import { schemeOf, verifyDelivery } from '#tools/webhooks/signature.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { errorBody } from '../plugins/errors.ts';

/** Vendors send up to 25 MB (GitHub); we only want to know that something happened. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Deliveries of outside systems. Of what they hold nothing is read: a delivery that is signed and new only says that the
 * source changed, and the source is read soon. So there is one way in for data, and it has one policy.
 */
export async function webhookRoutes(
  app: App,
  { store, secrets, queue, clock }: Pick<AppDeps, 'store' | 'secrets' | 'queue' | 'clock'>,
): Promise<void> {
  const system = store.as({ kind: 'system' });
  await app.register(async (scope: App) => {
    // The bytes as they came: a signature is of these.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/api/webhooks/:source',
      {
        bodyLimit: BODY_LIMIT,
        schema: {
          tags: ['sources'],
          summary: 'a signed delivery of an outside system: the source is read soon',
          params: z.object({ source: z.string().max(40) }),
          response: {
            200: z.object({ challenge: z.string() }).describe('to a system that asks whether this is ours'),
            202: z.object({ taken: z.boolean(), repeat: z.boolean() }),
            401: errorBody,
            404: errorBody,
          },
        },
      },
      async (request, reply) => {
        const source = await system.sources.byName(request.params.source);
        if (source === null || !source.enabled) throw notFound('source', request.params.source);
        const { webhook_secret: secret = '' } = await secrets.get(source.name);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const verdict = verifyDelivery(
          schemeOf(source.vendor),
          { headers: request.headers, body },
          { secret, now: Date.parse(clock.now()) },
        );
        if (!verdict.ok)
          throw new UserError(
            'not-signed-in',
            `The delivery to ${source.name} is refused: ${verdict.reason}.`,
          );
        const challenge = challengeOf(source.vendor, body);
        if (challenge !== null) return reply.code(200).send({ challenge });
        const isNew = await system.webhooks.take(source.id, verdict.event_id);
        if (isNew) await queue.send('source-sync', { source_id: source.id });
        return reply.code(202).send({ taken: isNew, repeat: !isNew });
      },
    );
  });
}

const handshake = z.object({ type: z.literal('url_verification'), challenge: z.string().max(500) });

/** Slack asks once whether the address is ours, signed like everything else (api.slack.com/events/url_verification). */
function challengeOf(vendor: string, body: Uint8Array): string | null {
  if (vendor !== 'slack') return null;
  try {
    const parsed = handshake.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data.challenge : null;
  } catch {
    return null;
  }
}
