import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';

/** Credentials of sources, by the source's name: never in the database, the logs or a backup of either. */
export interface SecretFile {
  get(source: string): Promise<Record<string, string>>;
  set(source: string, secrets: Record<string, string>): Promise<void>;
  remove(source: string): Promise<void>;
  /** A key for signing sessions: the same in every process over this folder. */
  sessionKey(): Promise<Uint8Array>;
}

const sealed = z.object({ iv: z.string(), tag: z.string(), data: z.string() });
const contents = z.record(z.string(), z.string());

const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits is the size for which GCM is defined without further hashing. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * AES-256-GCM, a file a source, under a key file that only the owner of the process may read. Files are written whole
 * or not at all, and several processes may do so at once.
 */
export function makeSecretFile(folder: string): SecretFile {
  const keyFile = path.join(folder, 'secret.key');
  const fileOf = (source: string) => path.join(folder, 'credentials', `${source}.json`);

  async function key(): Promise<Buffer> {
    if (!existsSync(keyFile)) await makeKey(keyFile);
    const bytes = await readFile(keyFile);
    if (bytes.length === KEY_BYTES) return bytes;
    throw new SystemError(
      'internal',
      `${keyFile} is not a key of ${KEY_BYTES} bytes. Restore it, or remove it and set the sources up again.`,
    );
  }

  return {
    async get(source) {
      const file = fileOf(source);
      if (!existsSync(file)) return {};
      try {
        return contents.parse(JSON.parse(open(await readFile(file, 'utf8'), await key(), source)));
      } catch (cause) {
        throw new SystemError(
          'internal',
          `${file} can't be opened with ${keyFile}. Restore both from one backup, or set the source up again: fairlead sources add --help`,
          { source },
          cause,
        );
      }
    },
    async set(source, secrets) {
      await mkdir(path.join(folder, 'credentials'), { recursive: true, mode: 0o700 });
      await writeOwn(fileOf(source), seal(JSON.stringify(secrets), await key(), source));
    },
    remove: (source) => rm(fileOf(source), { force: true }),
    // A key of its own (RFC 5869): what signs sessions opens no credentials.
    sessionKey: async () =>
      new Uint8Array(hkdfSync('sha256', await key(), '', 'fairlead session', KEY_BYTES)),
  };
}

/** Bound to the source's name: one source's file put in another's place doesn't open. */
function seal(text: string, key: Buffer, source: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(source));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = { iv, tag: cipher.getAuthTag(), data };
  return JSON.stringify(
    Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])),
  );
}

function open(text: string, key: Buffer, source: string): string {
  const { iv, tag, data } = sealed.parse(JSON.parse(text));
  const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(source))
    .setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
}

async function writeOwn(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}

/** Of several processes that make it at once, one does: a link fails where the name is taken. */
async function makeKey(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}
