import { z } from 'zod';
import { notFound, UserError } from '#domain/errors.ts';
import { challengeAnswer } from '#tools/webhooks/challenge.ts';
import { schemeOf, secretOf, verifyDelivery } from '#tools/webhooks/signature.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { errorBody } from '../plugins/errors.ts';
import { publicAddress } from '../public-address.ts';
import { takeHandshake, webhookSecrets } from '../webhook-handshake.ts';

/** Vendors send up to 25 MB (GitHub); we only want to know that something happened. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Deliveries of outside systems. Of what they hold nothing is read: a delivery that is signed and new only says that the
 * source changed, and the source is read soon. So there is one way in for data, and it has one policy.
 */
export async function webhookRoutes(
  app: App,
  { store, secrets, queue, clock, config }: Pick<AppDeps, 'store' | 'secrets' | 'queue' | 'clock' | 'config'>,
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
          querystring: z.object({ key: z.string().max(200).optional() }),
          response: {
            200: z
              .object({ challenge: z.string().optional(), validation_code: z.string().optional() })
              .describe(
                'to a system that asks whether this is ours, or offers the secret that it will sign with',
              ),
            202: z.object({ taken: z.boolean(), repeat: z.boolean() }),
            401: errorBody,
            404: errorBody,
          },
        },
      },
      async (request, reply) => {
        const source = await system.sources.byName(request.params.source);
        if (source === null || !source.enabled) throw notFound('source', request.params.source);
        const scheme = schemeOf(source.vendor);
        const now = Date.parse(clock.now());
        const offered = request.headers['x-hook-secret'];
        if (secretOf(scheme) === 'handshake' && offered !== undefined) {
          const question = { offered, key: request.query.key, now };
          if (!(await takeHandshake(secrets, source.name, question)))
            throw refused(
              source.name,
              'it offers a secret, and nobody awaits one. Run fairlead sources webhook, and use the address that it prints within the hour',
            );
          // Asana docs, "Webhooks", the handshake: the secret goes back as it came.
          return reply.code(200).header('x-hook-secret', offered).send({});
        }
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const asked = challengeAnswer(scheme, body);
        if (asked !== null && !asked.signed) return reply.code(200).send(asked.answer);
        const verdict = verifyDelivery(
          scheme,
          { headers: request.headers, body, url: new URL(request.url, publicAddress(config)).href },
          { secrets: webhookSecrets(await secrets.get(source.name)), now },
        );
        if (!verdict.ok) throw refused(source.name, verdict.reason);
        if (asked !== null) return reply.code(200).send(asked.answer);
        const isNew = await system.webhooks.take(source.id, verdict.event_id);
        if (isNew) await queue.send('source-sync', { source_id: source.id });
        return reply.code(202).send({ taken: isNew, repeat: !isNew });
      },
    );
  });
}

const refused = (source: string, reason: string): UserError =>
  new UserError('not-signed-in', `The delivery to ${source} is refused: ${reason}.`);
