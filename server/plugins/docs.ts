import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
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
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => apiDocument(app));
}

interface Document {
  components?: { schemas?: Record<string, unknown> };
}

/**
 * The document with every reference resolved: the one recursive schema there is, "any JSON value" (zod's `z.json()`),
 * is referred to by a generated name and never written down.
 */
export function apiDocument(app: App): object {
  const document: object = app.swagger();
  const components: Document['components'] = (document as Document).components ?? {};
  const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  const missing = [...new Set(named)].filter((name) => components.schemas?.[name] === undefined);
  const anything = Object.fromEntries(missing.map((name) => [name, { description: 'any JSON value' }]));
  return { ...document, components: { ...components, schemas: { ...components.schemas, ...anything } } };
}
