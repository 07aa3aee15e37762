import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';

/** Credentials of sources, by the source's name: never in the database, the logs or a backup of either. */
export interface SecretFile {
  get(source: string): Promise<Record<string, string>>;
  set(source: string, secrets: Record<string, string>): Promise<void>;
  remove(source: string): Promise<void>;
  /** A key for signing sessions, made at the first call. */
  sessionKey(): Promise<Uint8Array>;
}

const sealed = z.object({ iv: z.string(), tag: z.string(), data: z.string() });
const contents = z.record(z.string(), z.record(z.string(), z.string()));

const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits is the size for which GCM is defined without further hashing. */
const IV_BYTES = 12;
const SESSION = 'fairlead:session';

/** AES-256-GCM under a key file that only the owner of the process may read. */
export function makeSecretFile(folder: string): SecretFile {
  const keyFile = path.join(folder, 'secret.key');
  const dataFile = path.join(folder, 'credentials.json');

  async function writeOwn(file: string, text: string | Uint8Array): Promise<void> {
    await mkdir(folder, { recursive: true });
    const beside = `${file}.${process.pid}.new`;
    await writeFile(beside, text, { mode: 0o600 });
    await chmod(beside, 0o600);
    await rename(beside, file);
  }

  async function key(): Promise<Buffer> {
    if (!existsSync(keyFile)) await writeOwn(keyFile, randomBytes(KEY_BYTES));
    const bytes = await readFile(keyFile);
    if (bytes.length !== KEY_BYTES)
      throw new SystemError(
        'internal',
        `${keyFile} is not a key of ${KEY_BYTES} bytes. Restore it, or remove it and set the sources up again.`,
      );
    return bytes;
  }

  async function load(): Promise<Record<string, Record<string, string>>> {
    if (!existsSync(dataFile)) return {};
    try {
      const { iv, tag, data } = sealed.parse(JSON.parse(await readFile(dataFile, 'utf8')));
      const decipher = createDecipheriv('aes-256-gcm', await key(), Buffer.from(iv, 'base64'));
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      const text = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString(
        'utf8',
      );
      return contents.parse(JSON.parse(text));
    } catch (cause) {
      throw new SystemError(
        'internal',
        `${dataFile} can't be opened with ${keyFile}. Restore both from one backup, or remove them and set the sources up again.`,
        {},
        cause,
      );
    }
  }

  async function save(all: Record<string, Record<string, string>>): Promise<void> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await key(), iv);
    const data = Buffer.concat([cipher.update(JSON.stringify(all), 'utf8'), cipher.final()]);
    await writeOwn(
      dataFile,
      JSON.stringify({
        iv: iv.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
      }),
    );
  }

  return {
    get: async (source) => (await load())[source] ?? {},
    set: async (source, secrets) => save({ ...(await load()), [source]: secrets }),
    remove: async (source) => {
      const { [source]: _, ...rest } = await load();
      await save(rest);
    },
    async sessionKey() {
      const all = await load();
      const known = all[SESSION]?.key;
      if (known !== undefined) return Buffer.from(known, 'base64');
      const fresh = randomBytes(KEY_BYTES);
      await save({ ...all, [SESSION]: { key: fresh.toString('base64') } });
      return fresh;
    },
  };
}
