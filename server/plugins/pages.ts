import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app-parts.ts';
import { answerNotFound } from './errors.ts';

const pages = path.join(import.meta.dirname, '../../web/dist');

/** What a browser asks for when somebody follows a link: a page, never data. */
const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');

/** The built pages, compressed beforehand; an address that is no file and no API route is the application's own. */
export async function registerPages(app: App): Promise<void> {
  const built = existsSync(path.join(pages, 'index.html'));
  if (built) {
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
  } else {
    app.get('/', { schema: { hide: true } }, (_, reply) =>
      reply
        .type('text/plain')
        .send('The pages are not built: run `npm run prepare`. The API is at /api/openapi.json.\n'),
    );
  }
  app.setNotFoundHandler((request, reply) =>
    built && wantsPage(request) ? reply.sendFile('index.html') : answerNotFound(request, reply),
  );
}
