import { z } from 'zod';
import type { Config } from '#domain/config.ts';
import { notAllowed } from '#domain/errors.ts';
import { makePromptRegistry } from '#prompts/registry.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { version } from '../version.ts';
import { faults } from './list.ts';

const model = z.object({ provider: z.string(), model: z.string() }).nullable();
const prompt = z.object({
  name: z.string().describe('`ID@VERSION`, as a draft records it'),
  hash: z.string().describe('SHA-256 of the file'),
  output: z.string().describe('name of the shape that the answer must have'),
});
const settings = z.object({
  version: z.string(),
  model: model.describe('who writes summaries and plans and reads goals; null: the built-in writer alone'),
  embeddings: model.describe('what texts are compared by; null: the built-in comparison'),
  model_host: z.string().nullable().describe('where a model is asked; null: at its provider, or nowhere'),
  database: z.enum(['embedded', 'postgres']),
  sign_in: z.enum(['dev', 'oidc']),
  today: z.string().nullable().describe('a fixed day, for trying things out'),
  prompts: z.array(prompt).describe('of this version, whether or not a model is set'),
});

const readers = ['hr', 'admin', 'auditor'] as const;

/** How this installation is set up, without anything secret. Settings are changed where it is started. */
export function settingsRoutes(app: App, { config }: Pick<AppDeps, 'config'>): void {
  const prompts = makePromptRegistry()
    .all()
    .map(({ name, hash, output }) => ({ name, hash, output }));
  app.get(
    '/api/settings',
    {
      schema: {
        tags: ['policy'],
        summary: 'model and prompts in use, for hr, admins and auditors',
        response: { 200: settings, ...faults },
      },
    },
    async (request) => {
      const { roles } = await request.caller();
      if (!readers.some((role) => roles.includes(role)))
        throw notAllowed('How Fairlead is set up is for hr, admins and auditors.', { needs: [...readers] });
      return {
        version: version(),
        model: config.model,
        embeddings: config.embeddings,
        model_host: hostOf(config),
        database: config.database_url === null ? ('embedded' as const) : ('postgres' as const),
        sign_in: config.auth.mode,
        today: config.today,
        prompts,
      };
    },
  );
}

/** The host alone: an address may hold a key. */
const hostOf = ({ openai }: Config) => (openai.base_url === null ? null : new URL(openai.base_url).host);
