import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { graphDiagrams } from '#agents/diagram.ts';
import { makeClock } from '#domain/clock.ts';
import { parseConfig } from '#domain/config.ts';
import { SystemError } from '#domain/errors.ts';
import { apiTypes } from './api-types.ts';
import { buildApp } from './app.ts';
import type { AppDeps } from './app-parts.ts';
import { apiDocument } from './plugins/docs.ts';

/** A file made from code; `--check` says whether what is committed still equals what would be made. */
interface Artefact {
  file: string;
  make(): Promise<string>;
}

const root = path.join(import.meta.dirname, '..');

const unused = (): never => {
  throw new SystemError('internal', 'Only the routes are looked at here.');
};

/** Enough for the routes to be registered; none of them is called. */
const lookedAt: AppDeps = {
  config: { ...parseConfig({}), log_level: 'silent' },
  clock: makeClock(unused, null),
  store: { as: () => ({}) as never, readerOf: unused, found: unused },
  database: {} as never,
  queue: { send: unused, counts: unused },
  news: { tell: unused, next: unused },
  connectors: { of: unused },
  secrets: { sessionKey: async () => new Uint8Array(32), get: async () => ({}), set: async () => {} },
};

async function openApiDocument() {
  const app = await buildApp(lookedAt);
  await app.ready();
  const document = apiDocument(app);
  await app.close();
  return document;
}

async function graphsPage(): Promise<string> {
  const { cycle, intervention, goals } = await graphDiagrams();
  const drawn = (title: string, text: string) => `## ${title}\n\n\`\`\`mermaid\n${text.trim()}\n\`\`\`\n`;
  return `# The graphs, as they are compiled\n\nMade by \`npm run generate\`.\n\n${drawn('Cycle', cycle)}\n${drawn('Intervention', intervention)}\n${drawn('Goals, one turn of a conversation', goals)}`;
}

const artefacts: readonly Artefact[] = [
  { file: 'docs/graphs.md', make: graphsPage },
  {
    file: 'docs/openapi.json',
    make: async () => `${JSON.stringify(await openApiDocument(), null, 2)}\n`,
  },
  { file: 'web/src/api.generated.ts', make: async () => apiTypes(await openApiDocument()) },
];

/** Writes what differs, or with `check` only says so. Resolves to the files that differed. */
export async function generate({ check }: { check: boolean }): Promise<string[]> {
  const differing: string[] = [];
  for (const { file, make } of artefacts) {
    const place = path.join(root, file);
    const wanted = await make();
    const found = await readFile(place, 'utf8').catch(() => null);
    if (found === wanted) continue;
    differing.push(file);
    if (!check) await writeFile(place, wanted);
  }
  return differing;
}

if (import.meta.main) {
  const check = process.argv.includes('--check');
  const differing = await generate({ check });
  for (const file of differing) process.stdout.write(`${file} ${check ? 'is not up to date' : 'written'}\n`);
  if (check && differing.length > 0) {
    process.stdout.write('Run: npm run generate\n');
    process.exitCode = 1;
  }
}
