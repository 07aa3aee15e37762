import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';

const lock = z.object({
  /** Tells this holding from any other. */
  token: z.string().regex(/^[\w-]{1,64}$/),
  pid: z.int().positive(),
  /** When that process began, in the kernel's ticks since boot; null where the system doesn't tell. A pid alone is used again. */
  process_began: z.string().nullable(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
});
type Lock = z.infer<typeof lock>;

export interface LockFile {
  release(): Promise<void>;
}

/** Rounds of looking again while another process takes over from a dead one: a tenth of a second each time. */
const ATTEMPTS = 20;
const PAUSE_MS = 100;

/**
 * Takes the embedded folder for this process: a second one over the same files would corrupt them. A holder that was
 * killed is noticed and replaced.
 * @throws SystemError `database-locked`, naming the holder.
 */
export async function takeLock(folder: string, command: string): Promise<LockFile> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'lock.json');
  const mine: Lock = {
    token: randomUUID(),
    pid: process.pid,
    process_began: await processBegan(process.pid),
    host: hostname(),
    command,
    since: new Date().toISOString(),
  };
  const draft = path.join(folder, `lock-${mine.token}.json`);
  await writeFile(draft, `${JSON.stringify(mine, null, 2)}\n`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await acquired(file, draft)) return { release: () => release(file, mine) };
      const holder = await readLock(file);
      if (holder !== null && (await isAlive(holder))) throw locked(folder, file, holder);
      await setTimeout(PAUSE_MS);
    }
    throw locked(folder, file, await readLock(file));
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Puts our draft in that place if it is empty, or if its holder is dead. Several may find the same dead holder, so
 * whoever wants to replace it first takes a claim on exactly that one (a lock of its own, by the same rules: who took
 * it may have died too), and looks again whether it still stands there. So a living holder's lock is never touched.
 */
async function acquired(place: string, draft: string): Promise<boolean> {
  if (await linked(draft, place)) return true;
  const holder = await readLock(place);
  if (holder === null || (await isAlive(holder))) return false;
  const claim = `${place}.${holder.token}`;
  if (!(await acquired(claim, draft))) return false;
  try {
    if ((await readLock(place))?.token !== holder.token) return false;
    const copy = `${draft}.${randomUUID()}`;
    await link(draft, copy);
    await rename(copy, place);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** A hard link is made whole or not at all, and fails where the name is taken. */
async function linked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Null when it isn't there. What can't be read counts as a dead holder's: we write it whole or not at all. */
async function readLock(file: string): Promise<Lock | null> {
  try {
    const parsed = lock.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    if (!(error instanceof SyntaxError)) throw error;
  }
  return {
    token: 'unreadable',
    pid: 1,
    process_began: 'unreadable',
    host: hostname(),
    command: '',
    since: '',
  };
}

async function release(file: string, mine: Lock): Promise<void> {
  const holder = await readLock(file);
  if (holder?.token === mine.token) await rm(file, { force: true });
}

async function isAlive(holder: Lock): Promise<boolean> {
  // A folder shared between machines: nothing can be known of a process on another.
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there and somebody else's.
    if (!isCode(error, 'EPERM')) return false;
  }
  const began = await processBegan(holder.pid);
  return began === null || holder.process_began === null || began === holder.process_began;
}

/** Field 22 of `/proc/PID/stat` with the boot's id: the same pid after a restart is another process. */
async function processBegan(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the command's name in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A killed process that its parent hasn't collected holds nothing any more.
    if (fields[0] === 'Z' || fields[0] === 'X') return 'dead';
    return `${boot.trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function locked(folder: string, file: string, holder: Lock | null): SystemError {
  const who =
    holder === null
      ? 'another process'
      : `\`${holder.command}\` (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new SystemError(
    'database-locked',
    `The embedded database in ${folder} is in use by ${who}. Stop it first, or set FAIRLEAD_DATA_DIR to another folder` +
      ` or DATABASE_URL to a PostgreSQL server. If that process is certainly gone, delete ${file}.`,
    { folder, file, holder },
  );
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
