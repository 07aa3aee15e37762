import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from '../app.ts';

const pages = path.join(import.meta.dirname, '../../web/dist');

/** The built pages, compressed beforehand; an address that is no file and no API route is the application's own. */
export async function registerPages(app: App): Promise<void> {
  if (!existsSync(path.join(pages, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_, reply) =>
      reply
        .type('text/plain')
        .send('The pages are not built: run `npm run prepare`. The API is at /api/openapi.json.\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: pages,
    preCompressed: true,
    wildcard: false,
    // Names of built assets carry their hash.
    setHeaders: (reply, file) => {
      reply.header(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  for (const address of ['/inbox', '/inbox/*', '/teams/*', '/people/*', '/audit', '/sources']) {
    app.get(address, { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html'));
  }
}
