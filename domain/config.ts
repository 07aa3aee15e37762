import { z } from 'zod';
import { isoDate } from './date.ts';
import { SystemError } from './errors.ts';

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

export const isLoopback = (host: string): boolean =>
  loopbackHosts.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

/** `offline`, or `openai:MODEL` for any server that speaks OpenAI's protocol. */
const modelChoice = z
  .string()
  .regex(/^(offline|openai:\S+)$/)
  .transform((text) =>
    text === 'offline' ? null : { provider: 'openai' as const, model: text.slice('openai:'.length) },
  );

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value);
const setting = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsUnset, schema);

/** Each variable with its schema, what to say of a wrong value, and whether it may be shown. */
const variables = {
  PORT: {
    schema: setting(z.coerce.number().int().min(1).max(65535).default(4400)),
    valid: 'a whole number from 1 to 65535',
  },
  HOST: {
    schema: setting(z.string().min(1).default('127.0.0.1')),
    valid: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
  },
  DATABASE_URL: {
    schema: setting(
      z
        .string()
        .regex(/^postgres(ql)?:\/\//)
        .optional(),
    ),
    valid: 'postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or unset for the embedded database',
  },
  FAIRLEAD_DATA_DIR: {
    schema: setting(z.string().min(1).default('./.fairlead')),
    valid: 'a folder that can be written to',
  },
  FAIRLEAD_MODEL: {
    schema: setting(z.string().default('offline').pipe(modelChoice)),
    valid: 'offline, or openai:MODEL',
  },
  OPENAI_API_KEY: { schema: setting(z.string().optional()), valid: 'a key' },
  OPENAI_BASE_URL: {
    schema: setting(z.url({ protocol: /^https?$/ }).optional()),
    valid: 'an http or https address',
  },
  FAIRLEAD_EMBEDDINGS: {
    schema: setting(z.string().default('offline').pipe(modelChoice)),
    valid: 'offline, or openai:MODEL',
  },
  FAIRLEAD_AUTH: {
    schema: setting(z.enum(['dev', 'oidc']).optional()),
    valid: 'dev (on loopback only), or oidc',
  },
  FAIRLEAD_OIDC_ISSUER: {
    schema: setting(z.url({ protocol: /^https?$/ }).optional()),
    valid: 'the address of the OpenID provider',
  },
  FAIRLEAD_OIDC_CLIENT_ID: {
    schema: setting(z.string().optional()),
    valid: 'the client id that the provider gave',
  },
  FAIRLEAD_OIDC_CLIENT_SECRET: {
    schema: setting(z.string().optional()),
    valid: 'the client secret that the provider gave',
  },
  FAIRLEAD_PUBLIC_URL: {
    schema: setting(z.url({ protocol: /^https?$/ }).optional()),
    valid: 'the address at which people open Fairlead',
  },
  LANGSMITH_API_KEY: { schema: setting(z.string().optional()), valid: 'a key' },
  LANGSMITH_ENDPOINT: {
    schema: setting(z.url({ protocol: /^https?$/ }).default('https://api.smith.langchain.com')),
    valid: 'an http or https address',
  },
  FAIRLEAD_TODAY: { schema: setting(isoDate.optional()), valid: 'a day as YYYY-MM-DD' },
  FAIRLEAD_LOG: {
    schema: setting(z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn')),
    valid: 'silent, error, warn, info or debug',
  },
} as const;

type VariableName = keyof typeof variables;
const secretVariables: readonly VariableName[] = [
  'DATABASE_URL',
  'OPENAI_API_KEY',
  'LANGSMITH_API_KEY',
  'FAIRLEAD_OIDC_CLIENT_SECRET',
];

const environment = z.object(
  Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as {
    [Name in VariableName]: (typeof variables)[Name]['schema'];
  },
);

export type ModelChoice = { provider: 'openai'; model: string };

export interface Config {
  port: number;
  host: string;
  /** null: the embedded database in `data_dir`. */
  database_url: string | null;
  data_dir: string;
  /** null: the offline writer. */
  model: ModelChoice | null;
  embeddings: ModelChoice | null;
  openai: { api_key: string | null; base_url: string | null };
  /** Where `evals run --langsmith` sends what came out; nothing else ever does. */
  langsmith: { api_key: string | null; endpoint: string };
  auth:
    | { mode: 'dev' }
    | { mode: 'oidc'; issuer: string; client_id: string; client_secret: string | null; public_url: string };
  today: string | null;
  log_level: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** Exit status of a start that a wrong setting stopped (`EX_CONFIG` of sysexits.h). */
export const EXIT_CONFIG = 78;

const wrong = (name: VariableName, fault: string, valid: string) =>
  new SystemError('config-invalid', `${name} ${fault}. Valid: ${valid}.`, { variable: name, valid });

/**
 * The environment as one resolved object.
 * @throws SystemError `config-invalid`, naming the first wrong variable, its fault and the valid choices.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path[0] as VariableName;
    const shown = secretVariables.includes(name)
      ? 'has a value that is not valid'
      : `is ${JSON.stringify(env[name])}`;
    throw wrong(name, shown, variables[name].valid);
  }
  const value = parsed.data;
  const model = (['FAIRLEAD_MODEL', 'FAIRLEAD_EMBEDDINGS'] as const).find((name) => value[name] !== null);
  if (model !== undefined && value.OPENAI_API_KEY === undefined && value.OPENAI_BASE_URL === undefined) {
    throw wrong(
      'OPENAI_API_KEY',
      `is not set, but ${model} names a model`,
      'a key, or OPENAI_BASE_URL for a server that needs none',
    );
  }
  return {
    port: value.PORT,
    host: value.HOST,
    database_url: value.DATABASE_URL ?? null,
    data_dir: value.FAIRLEAD_DATA_DIR,
    model: value.FAIRLEAD_MODEL,
    embeddings: value.FAIRLEAD_EMBEDDINGS,
    openai: { api_key: value.OPENAI_API_KEY ?? null, base_url: value.OPENAI_BASE_URL ?? null },
    langsmith: { api_key: value.LANGSMITH_API_KEY ?? null, endpoint: value.LANGSMITH_ENDPOINT },
    auth: resolveAuth(value),
    today: value.FAIRLEAD_TODAY ?? null,
    log_level: value.FAIRLEAD_LOG,
  };
}

function resolveAuth(value: z.infer<typeof environment>): Config['auth'] {
  const mode = value.FAIRLEAD_AUTH ?? (isLoopback(value.HOST) ? 'dev' : 'oidc');
  if (mode === 'dev') {
    if (!isLoopback(value.HOST)) {
      throw wrong(
        'FAIRLEAD_AUTH',
        `is "dev", but HOST is ${JSON.stringify(value.HOST)}, which others can reach`,
        'oidc, or HOST=127.0.0.1',
      );
    }
    return { mode };
  }
  const issuer = value.FAIRLEAD_OIDC_ISSUER;
  if (issuer === undefined)
    throw wrong(
      'FAIRLEAD_OIDC_ISSUER',
      'is not set, but people sign in by oidc',
      variables.FAIRLEAD_OIDC_ISSUER.valid,
    );
  const clientId = value.FAIRLEAD_OIDC_CLIENT_ID;
  if (clientId === undefined)
    throw wrong(
      'FAIRLEAD_OIDC_CLIENT_ID',
      'is not set, but people sign in by oidc',
      variables.FAIRLEAD_OIDC_CLIENT_ID.valid,
    );
  const publicUrl = value.FAIRLEAD_PUBLIC_URL;
  if (publicUrl === undefined)
    throw wrong(
      'FAIRLEAD_PUBLIC_URL',
      'is not set, but people sign in by oidc',
      variables.FAIRLEAD_PUBLIC_URL.valid,
    );
  return {
    mode,
    issuer,
    client_id: clientId,
    client_secret: value.FAIRLEAD_OIDC_CLIENT_SECRET ?? null,
    public_url: publicUrl,
  };
}
