import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../app-parts.ts';
import { version } from '../version.ts';

/** The API document, made from the routes. */
export async function registerDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fairlead',
        version: version(),
        description:
          'Performance management that shows its evidence. Errors are {"error":{"code","message","details"}}; lists are {"items":[…],"next":CURSOR|null}.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'fairlead_session' },
          person: {
            type: 'apiKey',
            in: 'header',
            name: 'x-fairlead-person',
            description: 'e-mail address of who asks; with FAIRLEAD_AUTH=dev, on loopback only',
          },
        },
      },
      security: [{ session: [] }, { person: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
