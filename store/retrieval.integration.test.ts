import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retrievalConformance } from '#domain/testing/retrieval-conformance.ts';
import { makeTestCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

describe('retrieval in the database', () => {
  retrievalConformance(async () => company.system.retrieval);

  test('anybody may look, Fairlead alone writes', async () => {
    const embedding = Float32Array.from({ length: 384 }, (_, at) => Number(at === 0));
    const document = {
      kind: 'indicator',
      ref: 'open',
      text: 'open tickets',
      words: [{ word: 'open', weight: 1 }],
      length: 1,
      embedding,
    };
    await company.system.retrieval.save('v1', [document]);
    const ann = await company.as('ann');
    const question = { words: [], length: 0, version: 'v1', embedding, limit: 5 };
    expect(await ann.retrieval.search(question)).toHaveLength(1);
    await expect(ann.retrieval.save('v2', [document])).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('only the newest versions are kept', async () => {
    for (const version of ['a', 'b', 'c', 'd'])
      await company.system.retrieval.save(version, [
        {
          kind: 'indicator',
          ref: version,
          text: version,
          words: [],
          length: 0,
          embedding: new Float32Array(384),
        },
      ]);
    expect(await company.system.retrieval.count('a')).toBe(0);
    expect(await company.system.retrieval.count('d')).toBe(1);
  });
});

describe('trained spaces', () => {
  const body = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);

  test('come back byte by byte, the newest for the same words', async () => {
    const { spaces } = company.system;
    expect(await spaces.newest('words-1')).toBeNull();
    await spaces.save({ version: 's1', trained_for: 'words-1', body });
    await spaces.save({ version: 's1', trained_for: 'words-1', body });
    const found = await spaces.newest('words-1');
    expect(found?.version).toBe('s1');
    expect(Buffer.from(found?.body ?? []).equals(Buffer.from(body))).toBe(true);
    expect(await spaces.newest('words-2')).toBeNull();
  });

  test('are Fairlead’s own: they hold words of everybody’s titles', async () => {
    const hana = await company.as('hana');
    expect(await hana.spaces.newest('words-1')).toBeNull();
    await expect(hana.spaces.save({ version: 's2', trained_for: 'x', body })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test('what is observed are indicators with a value for anybody', async () => {
    expect([...(await company.system.spaces.observed())]).toEqual([]);
    expect(await company.system.spaces.titles(10)).toEqual([]);
  });
});
