import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import path from 'node:path';
import { makeClock } from '#domain/clock.ts';
import type { Config } from '#domain/config.ts';
import { FairleadError } from '#domain/errors.ts';
import type { Source } from '#domain/source.ts';
import { sourceStateOf } from '#domain/source-state.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { inspectDatabase } from '#store/inspection.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeStore } from '#store/store.ts';
import { missingParts, vendorFacts } from '#tools/connectors/registry.ts';
import { makeConnectors } from './connectors.ts';
import { TENANT } from './organisation.ts';
import { makeSecretFile } from './secrets.ts';

/** One thing looked at. `fail`: something would not work; `advice` says what to do about a `warn` or `fail`. */
export interface Finding {
  check: string;
  status: 'ok' | 'warn' | 'fail';
  says: string;
  advice: string | null;
}

export interface DoctorOptions {
  config: Config;
  /** The version of Node that runs this. */
  node: string;
  /** Also asks the model's server and the sources. */
  live: boolean;
  signal: AbortSignal;
}

const OLDEST_NODE = 24;
/** An embedded database of a few hundred people is some hundred megabytes. */
const LITTLE_DISK_BYTES = 1024 ** 3;
const NO_DISK_BYTES = 100 * 1024 ** 2;
/** A server that takes longer to say what models it has would also be too slow to write. */
const LIVE_TIMEOUT_MS = 10_000;

const ok = (check: string, says: string): Finding => ({ check, status: 'ok', says, advice: null });
const warn = (check: string, says: string, advice: string): Finding => ({
  check,
  status: 'warn',
  says,
  advice,
});
const fail = (check: string, says: string, advice: string): Finding => ({
  check,
  status: 'fail',
  says,
  advice,
});
/** `fetch` keeps what happened in the cause. */
const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};

/** Looks at everything that an installation needs, and changes nothing. */
export async function examine(options: DoctorOptions): Promise<Finding[]> {
  const { config } = options;
  const folder = await examineFolder(config);
  return [
    examineNode(options.node),
    ...folder,
    await examineModel(options),
    ...(await examineDatabase(options)),
  ];
}

function examineNode(version: string): Finding {
  if (Number(version.replace(/^v/, '').split('.')[0]) >= OLDEST_NODE) return ok('node', `Node ${version}`);
  return fail('node', `Node ${version} is too old`, `Use Node ${OLDEST_NODE}: npx fairlead brings it along.`);
}

async function examineFolder({ data_dir }: Config): Promise<Finding[]> {
  const folder = path.resolve(data_dir);
  let nearest = folder;
  while (!existsSync(nearest)) nearest = path.dirname(nearest);
  try {
    await access(nearest, constants.W_OK);
  } catch {
    const advice = 'Give the process the right to write there, or set FAIRLEAD_DATA_DIR.';
    return [fail('data folder', `${nearest} can't be written to`, advice)];
  }
  const { bavail, bsize } = await statfs(nearest);
  const free = bavail * bsize;
  const size = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  const disk =
    free < NO_DISK_BYTES
      ? fail('disk', size, 'Make room: the database would stop in the middle of its work.')
      : free < LITTLE_DISK_BYTES
        ? warn('disk', size, 'Make room before reading larger sources.')
        : ok('disk', size);
  return [ok('data folder', nearest === folder ? folder : `${folder} (made at the first start)`), disk];
}

async function examineModel({ config, live, signal }: DoctorOptions): Promise<Finding> {
  if (config.model === null) return ok('model', 'offline writer: no model, no key, no network needed');
  const base = config.openai.base_url ?? 'https://api.openai.com/v1';
  const named = `${config.model.model} at ${new URL(base).host}`;
  if (!live) return ok('model', `${named} (not asked; --live asks it)`);
  const headers = config.openai.api_key === null ? {} : { authorization: `Bearer ${config.openai.api_key}` };
  try {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(LIVE_TIMEOUT_MS)]);
    const answer = await fetch(`${base.replace(/\/$/, '')}/models`, { headers, signal: timeout });
    await answer.body?.cancel();
    if (answer.ok) return ok('model', `${named} answers`);
    const advice =
      answer.status === 401 || answer.status === 403 ? 'Check OPENAI_API_KEY.' : 'Check OPENAI_BASE_URL.';
    return fail(
      'model',
      `${named} answers ${answer.status}`,
      `${advice} Until then the offline writer drafts.`,
    );
  } catch (error) {
    const advice = 'Check OPENAI_BASE_URL. Until then the offline writer drafts.';
    return fail('model', `${named} doesn't answer: ${reason(error)}`, advice);
  }
}

async function examineDatabase(options: DoctorOptions): Promise<Finding[]> {
  const { database_url, data_dir } = options.config;
  if (database_url === null && !existsSync(path.join(data_dir, 'database'))) {
    return [ok('database', 'embedded; made at the first start')];
  }
  let database: Database;
  try {
    database = await openDatabase({ database_url, data_dir, holder: 'fairlead doctor' });
  } catch (error) {
    if (error instanceof FairleadError && error.code === 'database-locked') {
      return [warn('database', error.message, 'Stop that process, or ask its /readyz, to look further.')];
    }
    return [fail('database', reason(error), 'Nothing works before this does.')];
  }
  try {
    return [...(await examineSchema(database)), ...(await examineContents(options, database))];
  } finally {
    await database.close();
  }
}

async function examineSchema(database: Database): Promise<Finding[]> {
  const { version, vector, pending, unprotected } = await inspectDatabase(database);
  const kind = database.kind === 'embedded' ? 'embedded PostgreSQL' : 'PostgreSQL server';
  return [
    ok('database', `${kind} ${version}`),
    vector === null
      ? fail('pgvector', 'not installed', 'Install it on the server (Debian: postgresql-NN-pgvector).')
      : ok('pgvector', vector),
    pending.length === 0
      ? ok('migrations', 'up to date')
      : warn('migrations', `${pending.length} not run yet (${pending.join(', ')})`, 'Run: fairlead migrate'),
    unprotected.length === 0
      ? ok('row-level security', 'forced on every table')
      : fail(
          'row-level security',
          `not forced on ${unprotected.join(', ')}`,
          'Somebody changed the schema by hand: force it again, or restore the schema.',
        ),
  ];
}

async function examineContents(options: DoctorOptions, database: Database): Promise<Finding[]> {
  const { pending } = await inspectDatabase(database);
  if (pending.length > 0) return [];
  const clock = makeClock(() => Date.now(), options.config.today);
  const system = makeStore({ database, tenant_id: TENANT, clock }).as({ kind: 'system' });
  const people = await system.people.list();
  if (people.length === 0) {
    const advice = 'Run: fairlead import people FILE.csv (or fairlead start for a simulated company)';
    return [warn('people', 'nobody yet', advice)];
  }
  const grants = await system.grants.list();
  return [
    ok('people', `${people.filter((person) => person.active).length} active`),
    grants.some(({ role }) => role === 'hr')
      ? ok('hr', 'somebody holds the role')
      : warn(
          'hr',
          'nobody holds the role, and some proposals need it',
          'Run: fairlead access grant EMAIL hr',
        ),
    ...(await examineSources(options, system)),
    await examineIdentities(system),
  ];
}

async function examineSources(options: DoctorOptions, system: ScopedStore): Promise<Finding[]> {
  const sources = (await system.sources.list()).filter((source) => source.enabled);
  if (sources.length === 0) {
    const advice = 'Run: fairlead sources add --help, or fairlead import records --help';
    return [warn('sources', 'none is set up', advice)];
  }
  return await Promise.all(sources.map((source) => examineSource(options, system, source)));
}

async function examineSource(options: DoctorOptions, system: ScopedStore, source: Source): Promise<Finding> {
  const check = `source ${source.name}`;
  const facts = vendorFacts[source.vendor];
  if (source.base_url === null && facts.base_url.required) {
    return ok(check, `${facts.name}, from imported files`);
  }
  const secrets = makeSecretFile(options.config.data_dir);
  const missing = missingParts(source, await secrets.get(source.name));
  if (missing.length > 0) return fail(check, `lacks ${missing.join('; ')}`, facts.token_help);
  const clock = makeClock(() => Date.now(), options.config.today);
  const question = { now: clock.now(), accounts: 0, joined: 0, token_help: facts.token_help };
  const { health, advice: advised } = sourceStateOf(source, question);
  const first = advised[0];
  if (first !== undefined && (health === 'failing' || health === 'late'))
    return warn(check, first.what, first.remedy);
  if (!options.live) {
    const stands = health === 'reading' && first !== undefined ? `${first.what} Its` : 'its';
    return ok(check, `${facts.name}; ${stands} credentials are there (not tried; --live tries them)`);
  }
  try {
    const connector = await makeConnectors({ system, secrets, clock }).of(source);
    const { account } = await connector.check(options.signal);
    return ok(check, `${facts.name} answers; signed in as ${account}`);
  } catch (error) {
    const refused = error instanceof FairleadError && error.code === 'source-unauthorized';
    const address = source.base_url ?? facts.base_url.example;
    const advice = refused ? facts.token_help : `Is ${address} right, and can it be reached from here?`;
    return fail(check, reason(error), advice);
  }
}

/** More than so many are counted as "or more". */
const UNMATCHED_COUNTED = 1000;

async function examineIdentities(system: ScopedStore): Promise<Finding> {
  const { items, next } = await system.identities.unmatched({ limit: UNMATCHED_COUNTED });
  if (items.length === 0) return ok('identities', 'every account is joined to a person');
  const count = `${items.length}${next === null ? '' : ' or more'}`;
  const advice = 'Their work counts for nobody. Run: fairlead people unmatched';
  return warn('identities', `${count} account(s) belong to nobody yet`, advice);
}
