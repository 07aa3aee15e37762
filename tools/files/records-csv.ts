import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { SourceAccount, SourceRecord } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { unescapeCell } from './csv-cell.ts';
import type { FileFault } from './people-csv.ts';
import { isOptional, policyWordOf } from './records-fields.ts';
import { type RecordsMapping, rulesOf } from './records-mapping.ts';
import { makeRowReader } from './records-row.ts';

/** Faults that are told; all are counted. */
export const MOST_FAULTS_TOLD = 50;
/** Rows of one file, read in memory. */
const MOST_ROWS = 500_000;
/** Records of one page, stored in one transaction. */
const PAGE_SIZE = 500;

export interface RecordsFile {
  records: SourceRecord[];
  accounts: SourceAccount[];
  /** With any of them nothing should be stored. */
  errors: FileFault[];
  errors_total: number;
  /** Columns of the file that the mapping doesn't name. */
  unread_columns: string[];
  /** Fields that the mapping names and policy doesn't let in. */
  fields_not_kept: string[];
}

interface Faults {
  list: FileFault[];
  total: number;
  add(line: number, field: string | null, message: string): void;
}

function makeFaults(): Faults {
  const faults: Faults = {
    list: [],
    total: 0,
    add(line, field, message) {
      faults.total += 1;
      if (faults.list.length < MOST_FAULTS_TOLD) faults.list.push({ line, field, message });
    },
  };
  return faults;
}

interface Row {
  line: number;
  cells: string[];
}

const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/** The separator that the header uses most, unless the mapping names it. */
function delimiterOf(text: string, named: string | undefined): string {
  if (named !== undefined) return named;
  const header = (text.split(/\r?\n/u, 1)[0] ?? '').replaceAll(/"[^"]*"/gu, '');
  const counted = [',', ';', '\t', '|'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function rowsOf(bytes: Uint8Array, named: string | undefined, faults: Faults): Row[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    faults.add(1, null, 'The file is not UTF-8: names would be damaged. Save it as "CSV UTF-8".');
    return [];
  }
  try {
    const rows: unknown = parse(text, {
      delimiter: delimiterOf(text, named),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MOST_ROWS + 2,
    });
    return parsedRows.parse(rows).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    faults.add(line, null, `Not valid CSV: ${error.message.slice(0, 200)}.`);
    return [];
  }
}

/** Where each column stands; a column that the mapping names and the file lacks is a fault, with those that are there. */
function placesOf(header: Row, mapping: RecordsMapping, faults: Faults): Map<string, number> {
  const places = new Map<string, number>();
  const names = header.cells.map((cell) => cell.trim());
  const named = rulesOf(mapping).flatMap(([place, { column }]) =>
    column === undefined ? [] : [{ place, column }],
  );
  const wanted = new Set(named.map(({ column }) => column));
  for (const [place, name] of names.entries()) {
    if (places.has(name) && wanted.has(name))
      faults.add(header.line, name, 'The column is there twice; nobody could say which is meant.');
    places.set(name, place);
  }
  for (const { place, column } of named)
    if (!places.has(column))
      faults.add(
        header.line,
        place,
        `The file has no column ${JSON.stringify(column)}. It has: ${names.map((name) => name.slice(0, 40)).join(', ')}.`,
      );
  return places;
}

/** Somebody's account as all rows together tell it. */
function addAccount(accounts: Map<string, SourceAccount>, account: SourceAccount): void {
  const known = accounts.get(account.account);
  accounts.set(account.account, {
    ...account,
    display_name: account.display_name ?? known?.display_name ?? null,
    email: account.email ?? known?.email ?? null,
  });
}

interface Reading {
  mapping: RecordsMapping;
  kept: ReadonlySet<string>;
  places: ReadonlyMap<string, number>;
  width: number;
  faults: Faults;
}

function readRows(rows: readonly Row[], { mapping, kept, places, width, faults }: Reading) {
  const records: SourceRecord[] = [];
  const accounts = new Map<string, SourceAccount>();
  const lineOf = new Map<string, number>();
  const reader = makeRowReader(mapping, (field) => kept.has(policyWordOf(mapping.kind, field)));
  for (const { line, cells } of rows) {
    if (cells.length !== width) {
      faults.add(line, null, `The row has ${cells.length} cells, the header ${width}.`);
      continue;
    }
    const cellOf = (column: string): string | null => {
      const text = unescapeCell((cells[places.get(column) ?? -1] ?? '').trim()).trim();
      return text === '' ? null : text;
    };
    const read = reader.read(cellOf, (field, message) => faults.add(line, field, message));
    if (read === null) continue;
    const { external_id } = read.record;
    const first = lineOf.get(external_id);
    if (first !== undefined) {
      faults.add(line, 'external_id', `${JSON.stringify(external_id)} stands in line ${first} already.`);
      continue;
    }
    lineOf.set(external_id, line);
    records.push(read.record);
    if (read.account !== null) addAccount(accounts, read.account);
  }
  return { records, accounts: [...accounts.values()] };
}

/**
 * A table of records of one kind, read by a mapping, with everything that is wrong in it by line and field. `kept`:
 * `source_fields.csv` of the policy. Never throws on a file's content.
 */
export function readRecordsCsv(
  bytes: Uint8Array,
  mapping: RecordsMapping,
  kept: readonly string[],
): RecordsFile {
  const faults = makeFaults();
  const file: RecordsFile = {
    records: [],
    accounts: [],
    errors: faults.list,
    errors_total: 0,
    unread_columns: [],
    fields_not_kept: [],
  };
  const [header, ...rows] = rowsOf(bytes, mapping.delimiter, faults);
  if (header === undefined) {
    if (faults.total === 0)
      faults.add(1, null, 'The file is empty; it needs a header and one line a record.');
  } else {
    const places = placesOf(header, mapping, faults);
    const named = new Set(rulesOf(mapping).map(([, { column }]) => column));
    file.unread_columns = [...places.keys()].filter((name) => !named.has(name));
    const reading = { mapping, kept: new Set(kept), places, width: header.cells.length, faults };
    file.fields_not_kept = notKept(mapping, reading.kept);
    if (rows.length > MOST_ROWS)
      faults.add(MOST_ROWS + 2, null, `More than ${MOST_ROWS} rows; split the file.`);
    else if (faults.total === 0) Object.assign(file, readRows(rows, reading));
  }
  return { ...file, errors_total: faults.total };
}

const notKept = (mapping: RecordsMapping, kept: ReadonlySet<string>): string[] =>
  Object.keys(mapping.fields).filter(
    (field) => isOptional(mapping.kind, field) && !kept.has(policyWordOf(mapping.kind, field)),
  );

/** The records as pages of the kind that a connector gives, so that the same storing takes them. */
export async function* pagesOfRecords({
  records,
  accounts,
}: Pick<RecordsFile, 'records' | 'accounts'>): AsyncGenerator<ReadPage> {
  for (let start = 0; start < records.length; start += PAGE_SIZE) {
    const page = records.slice(start, start + PAGE_SIZE);
    const named = new Set(page.map(({ account }) => account));
    yield {
      records: page,
      accounts: accounts.filter(({ account }) => named.has(account)),
      faults: [],
      cursor: null,
    };
  }
}
