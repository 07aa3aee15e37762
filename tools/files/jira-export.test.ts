import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { policyPreset } from '#domain/policy.ts';
import { sourceRecord } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { sharedData } from '#tools/connectors/testing/api-description.ts';
import { jiraIssue } from '#tools/connectors/testing/datasets.ts';
import { readJiraExport } from './jira-export.ts';
import { readPeopleCsv } from './people-csv.ts';

const fields = policyPreset('dynamic').source_fields.jira ?? [];

async function collect(open: () => AsyncIterable<Uint8Array | string>) {
  const pages: ReadPage[] = [];
  for await (const page of readJiraExport({ open }, { fields })) pages.push(page);
  const records = pages.flatMap((page) => page.records);
  return {
    pages,
    records,
    ids: new Set(records.map(({ external_id }) => external_id)),
    faults: pages.flatMap((page) => page.faults),
    accounts: new Set(pages.flatMap((page) => page.accounts.map(({ account }) => account))),
  };
}
const ofText = (text: string) =>
  collect(async function* () {
    yield text;
  });

describe('an export', () => {
  test('gives records, the accounts in them, and no cursor', async () => {
    const issues = Array.from({ length: 1100 }, (_, index) => JSON.stringify(jiraIssue(index)));
    const { pages, ids, faults, accounts } = await ofText(issues.join('\n'));
    expect(ids.size).toBe(1100);
    expect(faults).toEqual([]);
    expect(pages.length).toBe(3);
    expect([...accounts].sort()).toEqual(['acc-0', 'acc-1', 'acc-2', 'acc-3', 'acc-4', 'acc-6']);
    expect(pages.every(({ cursor }) => cursor === null)).toBe(true);
  });

  test('names line and field of what is bad, and takes the rest', async () => {
    const bad = jiraIssue(1);
    bad.fields.created = 'some day';
    const lines = [
      JSON.stringify(jiraIssue(0)),
      JSON.stringify(bad),
      '{"id":',
      '42',
      JSON.stringify(jiraIssue(2)),
    ];
    const { ids, faults } = await ofText(lines.join('\n'));
    expect(ids.size).toBe(2);
    expect(faults).toEqual([
      { external_id: 'PAY-2', reason: expect.stringMatching(/^line 2: fields\.created: /) },
      { external_id: null, reason: expect.stringMatching(/^line 3: not valid JSON/) },
      { external_id: null, reason: expect.stringMatching(/^line 4: /) },
    ]);
  });

  test('of several Jiras keeps issues apart that share an id, whatever their order', async () => {
    const other = {
      ...jiraIssue(0),
      key: 'OPS-1',
      fields: { ...jiraIssue(0).fields, created: '2019-01-01T00:00:00.000+0000' },
    };
    const moved = { ...jiraIssue(3), key: 'OPS-7' };
    const lines = [jiraIssue(0), other, jiraIssue(3), moved].map((issue) => JSON.stringify(issue));
    const expected = ['10000:OPS-1', '10000:PAY-1', '10003'];
    expect([...(await ofText(lines.join('\n'))).ids].sort()).toEqual(expected);
    expect([...(await ofText(lines.toReversed().join('\n'))).ids].sort()).toEqual(expected);
  });
});

const folder = path.join(sharedData(), 'jira');

describe.skipIf(!existsSync(folder))(`real exports (${folder})`, () => {
  const file = (name: string) => path.join(folder, name);

  test.each([
    ['public-jira.jsonl', 1963, 1072],
    ['tidev-2014.jsonl', 1898, 380],
    ['raw-issues.jsonl', 33, 8],
  ])('%s: %i issues, %i accounts, nothing refused', async (name, issues, accounts) => {
    const found = await collect(() => createReadStream(file(name)));
    expect(found.faults).toEqual([]);
    expect(found.ids.size).toBe(issues);
    expect(found.accounts.size).toBe(accounts);
    for (const record of found.records) expect(sourceRecord.parse(record)).toEqual(record);
  });

  test.each([
    ['people.csv', 569],
    ['tidev-people.csv', 55],
  ])('%s: %i people, no errors', (name, people) => {
    const found = readPeopleCsv(readFileSync(file(name)));
    expect(found.errors).toEqual([]);
    expect(found.people).toHaveLength(people);
  });
});
