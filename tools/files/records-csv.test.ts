import { describe, expect, test } from 'vitest';
import { policyPreset } from '#domain/policy.ts';
import { recordKind } from '#domain/record.ts';
import { readRecordsCsv } from './records-csv.ts';
import { type FieldShape, recordFields } from './records-fields.ts';
import { parseRecordsMapping } from './records-mapping.ts';

const kept = policyPreset('continuous').source_fields.csv ?? [];

const deals = `
kind: opportunity
external_id: Deal ID
updated_at: Geändert
account_name: Inhaber
date: DD.MM.YYYY HH:mm
time_zone: Europe/Berlin
number: { decimal: ",", thousands: "." }
fields:
  key: Deal ID
  title: Name
  owner: E-Mail
  state: { column: Phase, values: { Gewonnen: won, Verloren: lost }, otherwise: open }
  stage: Phase
  amount: Betrag
  currency: { constant: EUR }
  probability: { column: Chance, number: { decimal: ",", scale: 0.01 } }
  created_at: Angelegt
  expected_close_on: { column: Ziel, date: D.M.YYYY }
`;
const header = 'Deal ID;Name;E-Mail;Inhaber;Phase;Betrag;Chance;Angelegt;Geändert;Ziel;Notiz';
const row =
  '7;Acme;Ada@Example.com;Ada Head;Gewonnen;"1.234,50";60 %;05.01.2026 09:00;05.07.2026 09:00;1.8.2026;x';

const read = (mapping: string, ...lines: string[]) =>
  readRecordsCsv(new TextEncoder().encode(lines.join('\n')), parseRecordsMapping(mapping), kept);
const faultsOf = (mapping: string): string => {
  try {
    parseRecordsMapping(mapping);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('a table of records', () => {
  test('is read by its mapping: values, numbers, dates and time zones as the file writes them', () => {
    const file = read(deals, header, row);
    expect(file.errors).toEqual([]);
    expect(file.records).toEqual([
      {
        external_id: '7',
        account: 'ada@example.com',
        // Winter and summer time.
        updated_at: '2026-07-05T07:00:00.000Z',
        deleted: false,
        payload: expect.objectContaining({
          kind: 'opportunity',
          key: '7',
          state: 'won',
          amount: 1234.5,
          currency: 'EUR',
          probability: 0.6,
          created_at: '2026-01-05T08:00:00.000Z',
          expected_close_on: '2026-08-01',
          closed_at: null,
          stages: [],
        }),
      },
    ]);
    expect(file.accounts).toMatchObject([
      { account: 'ada@example.com', email: 'ada@example.com', display_name: 'Ada Head' },
    ]);
    expect(file.unread_columns).toEqual(['Notiz']);
  });

  test('keeps no field that policy does not list, and says so', () => {
    const file = read(deals, header, row);
    expect(file.fields_not_kept).toEqual(['title']);
    expect(JSON.stringify(file.records)).not.toContain('Acme');
  });

  test('tells every fault by line and field, and takes nothing', () => {
    const bad = row.replace('1.234,50', '1,234.50').replace('05.01.2026', '31.02.2026');
    const { errors, errors_total } = read(deals, header, row, bad, '1;2', row);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [3, 'amount'],
      [3, 'created_at'],
      [4, null],
      [5, 'external_id'],
    ]);
    expect(errors_total).toBe(4);
    expect(errors[3]?.message).toContain('line 2');
  });

  test('shows fifty faults and counts all', () => {
    const lines = Array.from({ length: 80 }, (_, index) =>
      row.replace('7;', `${index};`).replace('60 %', 'much'),
    );
    const { errors, errors_total } = read(deals, header, ...lines);
    expect(errors).toHaveLength(50);
    expect(errors_total).toBe(80);
  });

  test('names a column that is missing, with those that are there', () => {
    const { errors } = read(deals, header.replace('Betrag', 'Summe'), row);
    expect(errors).toMatchObject([{ line: 1, field: 'fields.amount' }]);
    expect(errors[0]?.message).toMatch(/no column "Betrag".*Summe/);
  });

  test('refuses a clock whose zone nobody knows rather than guess', () => {
    const mapping = deals.replace('time_zone: Europe/Berlin\n', '');
    expect(read(mapping, header, row).errors[0]?.message).toContain('time_zone');
  });

  test('takes hours from a clock, and the day of work as the age of an entry', () => {
    const mapping = `
kind: time_entry
external_id: Id
fields:
  account: User
  spent_on: Day
  hours: { column: Duration, number: { clock: true } }
  billable: Billable
`;
    const file = read(mapping, 'Id,User,Day,Duration,Billable', 'a,ben,2026-02-03,01:45:00,Yes');
    expect(file.errors).toEqual([]);
    expect(file.records).toMatchObject([
      {
        updated_at: '2026-02-03T00:00:00.000Z',
        payload: { hours: 1.75, billable: true, running: false, project: null, updated_at: null },
      },
    ]);
  });
});

const sampleOf = (name: string, shape: FieldShape): string => {
  if (shape.type === 'choice') return shape.options[0] ?? '';
  const samples = {
    instant: '2026-02-03T10:00:00Z',
    day: '2026-02-03',
    yes_no: 'yes',
    list: 'a;b',
    text: name,
  };
  if (name === 'currency') return 'EUR';
  return shape.type === 'number' || shape.type === 'whole' ? '1' : samples[shape.type];
};

test.each(recordKind.options)('a table can hold a %s, with every field that it has', (kind) => {
  const fields = [...(recordFields.get(kind) ?? [])];
  const rules = fields.map(([name, { shape }]) =>
    shape.type === 'list' ? `  ${name}: { column: ${name}, separator: ";" }` : `  ${name}: ${name}`,
  );
  const mapping = [`kind: ${kind}`, 'external_id: id', 'updated_at: changed', 'fields:', ...rules].join('\n');
  const names = ['id', 'changed', ...fields.map(([name]) => name)];
  const cells = ['x1', '2026-02-04T10:00:00Z', ...fields.map(([name, { shape }]) => sampleOf(name, shape))];
  const file = read(mapping, names.join(','), cells.join(','));
  expect(file.errors).toEqual([]);
  const [record] = file.records;
  expect(record).toMatchObject({
    external_id: 'x1',
    updated_at: '2026-02-04T10:00:00.000Z',
    payload: { kind },
  });
  const empty = Object.entries(record?.payload ?? {}).filter(
    ([name, value]) => value === null && name !== 'title',
  );
  expect(empty).toEqual([]);
});

describe('a mapping file', () => {
  test('that names an unknown kind, field or word is refused with what is valid', () => {
    expect(faultsOf(deals.replace('kind: opportunity', 'kind: deal'))).toMatch(/kind: .*opportunity/);
    expect(faultsOf(`${deals}  value: Betrag\n`)).toMatch(/fields.value: .*amount/);
    expect(faultsOf(`${deals}  pipeline: { colum: Betrag }\n`)).toMatch(/fields.pipeline: "colum".*column/);
    expect(faultsOf(`${deals}zone: UTC\n`)).toMatch(/"zone".*time_zone/);
    expect(faultsOf(deals.replace('Europe/Berlin', 'Berlin'))).toMatch(/time_zone: .*Europe\/Berlin/);
  });

  test('must fill what a record cannot be without', () => {
    expect(faultsOf(deals.replace('  created_at: Angelegt\n', ''))).toContain('also needs created_at');
    expect(faultsOf(deals.replace('updated_at: Geändert\n', ''))).toContain('updated_at');
  });

  test('never reads a protected attribute', () => {
    expect(faultsOf(`${deals}  pipeline: Birth Date\n`)).toContain('protected');
  });
});
