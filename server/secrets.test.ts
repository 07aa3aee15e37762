import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSecretFile } from './secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('secrets', () => {
  test('are there again for another process, and gone when removed', async () => {
    await makeSecretFile(folder).set('jira', { token: 't1' });
    await makeSecretFile(folder).set('harvest', { token: 't2' });
    const again = makeSecretFile(folder);
    expect(await again.get('jira')).toEqual({ token: 't1' });
    await again.remove('jira');
    expect(await again.get('jira')).toEqual({});
    expect(await again.get('harvest')).toEqual({ token: 't2' });
  });

  test('set at once are all kept', async () => {
    const names = ['one', 'two', 'three', 'four'];
    // Each as another process would.
    await Promise.all(names.map((name) => makeSecretFile(folder).set(name, { token: name })));
    for (const name of names) expect(await makeSecretFile(folder).get(name)).toEqual({ token: name });
  });

  test('lie encrypted, readable by their owner alone', async () => {
    await makeSecretFile(folder).set('jira', { token: 'plain-words' });
    expect(await readFile(path.join(folder, 'credentials/jira.json'), 'utf8')).not.toContain('plain-words');
    for (const name of ['credentials/jira.json', 'secret.key'])
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test('that were changed or lost their key are refused, not read wrong', async () => {
    await makeSecretFile(folder).set('jira', { token: 't' });
    const file = path.join(folder, 'credentials/jira.json');
    const sealed = JSON.parse(await readFile(file, 'utf8'));
    const data = Buffer.from(sealed.data, 'base64');
    data[0] = (data[0] ?? 0) ^ 1;
    await writeFile(file, JSON.stringify({ ...sealed, data: data.toString('base64') }));
    await expect(makeSecretFile(folder).get('jira')).rejects.toThrow(/can't be opened/);
    await makeSecretFile(folder).set('harvest', { token: 'other' });
    await copyFile(path.join(folder, 'credentials/harvest.json'), file);
    await expect(makeSecretFile(folder).get('jira')).rejects.toThrow(/can't be opened/);
    await writeFile(path.join(folder, 'secret.key'), 'short');
    await expect(makeSecretFile(folder).get('jira')).rejects.toThrow(/can't be opened/);
  });

  test('keep one key for sessions', async () => {
    const [first, second] = [
      await makeSecretFile(folder).sessionKey(),
      await makeSecretFile(folder).sessionKey(),
    ];
    expect(first).toEqual(second);
    expect(first).toHaveLength(32);
  });
});
