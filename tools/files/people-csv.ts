import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { personId } from '#domain/ids.ts';
import { type PersonRow, reportingCycles } from '#domain/org-chart.ts';
import type { Skill } from '#domain/person.ts';
import { isDay } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';
import { unescapeCell } from './csv-cell.ts';
import { isPeopleHeader, isProtectedHeader, type PeopleHeader, peopleHeaders } from './people-columns.ts';

/** Something that is wrong in the file. Line 1 is the header. */
export interface FileFault {
  line: number;
  field: string | null;
  message: string;
}

export interface PeopleFile {
  people: (PersonRow & { line: number })[];
  /** E-mails of those whom somebody reports to. */
  managers: string[];
  /** Columns that were not read: protected attributes, and others that we don't know. */
  dropped_columns: { header: string; reason: 'protected' | 'unknown' }[];
  /** At most `MAX_FAULTS_LISTED`; with any of them nothing should be imported. */
  errors: FileFault[];
  errors_total: number;
  warnings: FileFault[];
}

export const MAX_FAULTS_LISTED = 200;
/** Employees of one file. The largest employers have two million; that is not read from one CSV in memory. */
const MAX_ROWS = 500_000;

const delimiterNames: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

interface Faults {
  add(line: number, field: string | null, message: string): void;
  list: FileFault[];
  total(): number;
}

function makeFaults(): Faults {
  const list: FileFault[] = [];
  let total = 0;
  return {
    list,
    total: () => total,
    add(line, field, message) {
      total += 1;
      if (list.length < MAX_FAULTS_LISTED) list.push({ line, field, message });
    },
  };
}

/** The bytes as text, or why not. */
function decode(bytes: Uint8Array): { text: string } | { fault: string } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { fault: 'The file is UTF-16. Save it as "CSV UTF-8".' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      fault:
        'The file is not UTF-8 (perhaps Latin-1 or Windows-1252): names would be damaged. Save it as "CSV UTF-8".',
    };
  }
}

/** The separator that the header line uses most, quoted text aside; a comma when there is none. */
function delimiterOf(text: string): string {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length - 1 }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

interface Row {
  line: number;
  cells: string[];
}

/** With `info` each row comes with the line on which it ends. */
const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function readRows(text: string, delimiter: string, errors: Faults): Row[] {
  try {
    const rows: unknown = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS + 2,
    });
    return parsedRows.parse(rows).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    errors.add(line, null, `Not valid CSV: ${error.message.slice(0, 200)}.`);
    return [];
  }
}

interface Columns {
  /** Index of each of our columns that the file has. */
  index: Map<PeopleHeader, number>;
  count: number;
}

function readHeader(
  row: Row,
  mapping: ReadonlyMap<string, PeopleHeader>,
  file: Pick<PeopleFile, 'dropped_columns'>,
  errors: Faults,
  warnings: Faults,
): Columns {
  const index = new Map<PeopleHeader, number>();
  row.cells.forEach((cell, place) => {
    const theirs = cell.trim();
    const ours = mapping.get(theirs) ?? (isPeopleHeader(theirs) ? theirs : null);
    if (ours === null) {
      dropColumn(theirs, row.line, file, warnings);
    } else if (index.has(ours)) {
      errors.add(row.line, ours, `Two columns are "${ours}".`);
    } else index.set(ours, place);
  });
  for (const theirs of mapping.keys())
    if (!row.cells.some((cell) => cell.trim() === theirs))
      warnings.add(row.line, theirs, `The mapping names a column "${theirs}" that the file doesn't have.`);
  const hint = `Found: ${row.cells.map((cell) => cell.trim().slice(0, 40)).join(', ')}. A mapping file can rename columns.`;
  if (!index.has('Name')) errors.add(row.line, 'Name', `The column "Name" is missing. ${hint}`);
  if (!index.has('Employee Id') && !index.has('Email'))
    errors.add(row.line, 'Employee Id', `One of the columns "Employee Id" and "Email" is needed. ${hint}`);
  return { index, count: row.cells.length };
}

function dropColumn(
  header: string,
  line: number,
  file: Pick<PeopleFile, 'dropped_columns'>,
  warnings: Faults,
): void {
  if (isProtectedHeader(header)) {
    file.dropped_columns.push({ header, reason: 'protected' });
    warnings.add(line, header, `"${header}" is a protected attribute and was not read.`);
    return;
  }
  file.dropped_columns.push({ header, reason: 'unknown' });
  const meant = peopleHeaders.find((ours) => ours.toLowerCase() === header.toLowerCase());
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"? Headers are in exact case.`;
  warnings.add(line, header, `"${header}" is not one of our columns and was not read.${hint}`);
}

type AddFault = (field: PeopleHeader, message: string) => void;

function readDate(text: string | null, field: PeopleHeader, add: AddFault): string | null {
  if (text === null) return null;
  if (isDay(text)) return text;
  add(field, `"${text.slice(0, 40)}" is not a date. Write it as YYYY-MM-DD, between 1990 and 2100.`);
  return null;
}

function readHours(text: string | null, add: AddFault): number | null {
  if (text === null) return null;
  const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (hours > 0 && hours <= 168) return hours;
  add(
    'Weekly Hours',
    `"${text.slice(0, 40)}" is not a number of hours. Write it like 40 or 37.5, above 0 and at most 168.`,
  );
  return null;
}

function readEmail(text: string | null, field: PeopleHeader, add: AddFault): string | null {
  if (text === null) return null;
  const email = text.toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 320) return email;
  add(field, `"${text.slice(0, 60)}" is not an e-mail address.`);
  return null;
}

/** `TypeScript:4; Port operations`: names, each with a level from 1 to 5 if it is known. */
function readSkills(text: string | null, add: AddFault): Skill[] {
  const skills = new Map<string, Skill>();
  for (const part of text?.split(';') ?? []) {
    const found = /^(.*?)(?::\s*(\S*))?$/.exec(part.trim());
    const name = cleanName(found?.[1]);
    if (name === null) continue;
    const level = found?.[2];
    if (level !== undefined && !/^[1-5]$/.test(level)) {
      add(
        'Skills',
        `"${part.trim().slice(0, 60)}": a level is a whole number from 1 to 5, as in "${name}:3".`,
      );
      continue;
    }
    skills.set(name.toLowerCase(), { name, level: level === undefined ? null : Number(level) });
  }
  return [...skills.values()];
}

function readPerson(row: Row, columns: Columns, errors: Faults): (PersonRow & { line: number }) | null {
  const before = errors.total();
  const add: AddFault = (field, message) => errors.add(row.line, field, message);
  if (row.cells.length !== columns.count) {
    errors.add(row.line, null, `The row has ${row.cells.length} cells, the header ${columns.count}.`);
    return null;
  }
  const cell = (header: PeopleHeader): string | null => {
    const place = columns.index.get(header);
    const raw = place === undefined ? undefined : row.cells[place];
    return raw === undefined ? null : cleanName(unescapeCell(raw.trim()), 2000);
  };
  const name = cleanName(cell('Name'));
  const employee_id = cell('Employee Id');
  const email = readEmail(cell('Email'), 'Email', add);
  if (name === null) add('Name', 'The name is missing.');
  if (employee_id === null && cell('Email') === null)
    add('Employee Id', 'One of "Employee Id" and "Email" is needed.');
  const start_date = readDate(cell('Start Date'), 'Start Date', add);
  const end_date = readDate(cell('End Date'), 'End Date', add);
  if (start_date !== null && end_date !== null && end_date < start_date)
    add('End Date', `${end_date} lies before the start date ${start_date}.`);
  const person = {
    line: row.line,
    employee_id,
    name: name ?? '',
    email,
    manager_email: readEmail(cell('Manager Email'), 'Manager Email', add),
    job_title: cleanName(cell('Job Title')),
    department: cleanName(cell('Department')),
    location: cleanName(cell('Location')),
    start_date,
    end_date,
    employment_type: cleanName(cell('Employment Type')),
    weekly_hours: readHours(cell('Weekly Hours'), add),
    skills: readSkills(cell('Skills'), add),
  };
  return errors.total() === before ? person : null;
}

/** Two rows with one employee id or e-mail: nobody could say later whose record is whose. */
function checkDuplicates(people: PeopleFile['people'], errors: Faults): void {
  const seen = new Map<string, number>();
  for (const person of people) {
    const marks: [PeopleHeader, string | null][] = [
      ['Employee Id', person.employee_id],
      ['Email', person.email],
    ];
    for (const [field, value] of marks) {
      if (value === null) continue;
      const first = seen.get(`${field} ${value}`);
      if (first === undefined) seen.set(`${field} ${value}`, person.line);
      else errors.add(person.line, field, `"${value}" stands in line ${first} already.`);
    }
  }
}

function checkManagers(
  people: PeopleFile['people'],
  knownEmails: ReadonlySet<string>,
  errors: Faults,
  warnings: Faults,
): void {
  const byEmail = new Map<string, PersonRow & { line: number }>();
  for (const person of people)
    if (person.email !== null && !byEmail.has(person.email)) byEmail.set(person.email, person);
  for (const { line, manager_email } of people)
    if (manager_email !== null && !byEmail.has(manager_email) && !knownEmails.has(manager_email))
      warnings.add(
        line,
        'Manager Email',
        `Nobody has the e-mail "${manager_email}"; the person is left without a manager.`,
      );
  // Within the file a person is their line: ids and e-mails may be given twice.
  const idOf = ({ line }: { line: number }) => personId.parse(`per_${line}`);
  const byId = new Map(people.map((person) => [idOf(person), person]));
  const lines = people.map((person) => {
    const manager = person.manager_email === null ? undefined : byEmail.get(person.manager_email);
    return { id: idOf(person), manager_id: manager === undefined ? null : idOf(manager) };
  });
  for (const cycle of reportingCycles(lines)) {
    const members = cycle.flatMap((id) => byId.get(id) ?? []);
    const [first] = members;
    if (first === undefined) continue;
    const names = [...members, first].map(({ name, line }) => `${name} (line ${line})`).join(' → ');
    errors.add(first.line, 'Manager Email', `The reporting line runs in a circle: ${names}.`);
  }
}

export interface PeopleCsvOptions {
  /** From `parseMapping`. */
  mapping?: ReadonlyMap<string, PeopleHeader>;
  /** Lower-case e-mails of people who are known already and may be managers without being in the file. */
  known_emails?: ReadonlySet<string>;
}

/** An employee file (contract, section 5), with everything that is wrong in it. Never throws on a file's content. */
export function readPeopleCsv(bytes: Uint8Array, options: PeopleCsvOptions = {}): PeopleFile {
  const [errors, warnings] = [makeFaults(), makeFaults()];
  const file: Pick<PeopleFile, 'people' | 'dropped_columns'> = { people: [], dropped_columns: [] };
  const decoded = decode(bytes);
  if ('fault' in decoded) errors.add(1, null, decoded.fault);
  else {
    const delimiter = delimiterOf(decoded.text);
    if (delimiter !== ',')
      warnings.add(1, null, `The file is separated by ${delimiterNames[delimiter]}; read so.`);
    const [header, ...rows] = readRows(decoded.text, delimiter, errors);
    if (header === undefined) {
      if (errors.total() === 0)
        errors.add(1, null, 'The file is empty; it needs a header and one line a person.');
    } else {
      const columns = readHeader(header, options.mapping ?? new Map(), file, errors, warnings);
      if (rows.length > MAX_ROWS)
        errors.add(MAX_ROWS + 2, null, `More than ${MAX_ROWS} rows; split the file.`);
      else if (errors.total() === 0)
        file.people = rows.flatMap((row) => readPerson(row, columns, errors) ?? []);
      checkDuplicates(file.people, errors);
      checkManagers(file.people, options.known_emails ?? new Set(), errors, warnings);
    }
  }
  const emails = new Set(file.people.map(({ email }) => email));
  const managers = new Set(file.people.flatMap(({ manager_email }) => manager_email ?? []));
  return {
    ...file,
    managers: [...managers].filter((email) => emails.has(email)).sort(),
    errors: errors.list.toSorted((a, b) => a.line - b.line),
    errors_total: errors.total(),
    warnings: warnings.list,
  };
}
