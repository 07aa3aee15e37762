import { type RecordKind, recordPayload, type SourceAccount, type SourceRecord } from '#domain/record.ts';
import { describeFault } from '#tools/connectors/normalised.ts';
import { cleanName, isCleanId, TITLE_CAP } from '#tools/text.ts';
import { type DateReader, makeDateReader } from './cell-date.ts';
import { readNumber } from './cell-number.ts';
import {
  accountFieldOf,
  accountFields,
  emptyHistory,
  eventFieldOf,
  type FieldShape,
  isOptional,
  recordFields,
} from './records-fields.ts';
import type { CellRule, RecordsMapping } from './records-mapping.ts';

/** Adds a fault of the row at a field. */
export type TellFault = (field: string, message: string) => void;
/** The text of a column in this row; null where the cell is empty. */
export type CellText = (column: string) => string | null;

export interface RowReader {
  /** The record and its account, or null after telling what is wrong. */
  read(cellOf: CellText, tell: TellFault): { record: SourceRecord; account: SourceAccount | null } | null;
}

type Plain = string | number | boolean | null;
type Read = (cellOf: CellText, tell: TellFault) => unknown;
const WRONG = Symbol('wrong');

const shown = (value: unknown): string => JSON.stringify(String(value).slice(0, 60));
const yes = new Set(['true', 'yes', 'y', '1', 'x', 'ja', 'oui', 'si', 'sí']);
const no = new Set(['false', 'no', 'n', '0', 'nein', 'non', '']);
const DEFAULT_NUMBER = { decimal: '.', thousands: '', scale: 1, clock: false } as const;

function mapped(text: string, { values, otherwise }: CellRule): Plain {
  if (values === undefined) return otherwise === undefined ? text : otherwise;
  const found = Object.entries(values).find(([theirs]) => theirs.trim().toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found[1];
  return otherwise === undefined ? text : otherwise;
}

interface Formats {
  dates: DateReader;
  pattern: string | null;
  rule: CellRule;
  mapping: RecordsMapping;
}

function instantOf(text: string, { dates, pattern }: Formats): { value: string } | { fault: string } {
  const found = dates.instant(text);
  if (found === 'no-zone')
    return { fault: `${shown(text)} doesn't say its time zone; the mapping can: time_zone: Europe/Berlin.` };
  if (found === null)
    return {
      fault: `${shown(text)} is no date ${pattern === null ? 'as ISO 8601 writes it' : `like ${pattern}`}.`,
    };
  return { value: found };
}

/** A text by the shape of its field, or what is wrong with it. */
function shapedText(
  text: string,
  shape: FieldShape,
  formats: Formats,
): { value: unknown } | { fault: string } {
  const { rule, mapping, dates, pattern } = formats;
  switch (shape.type) {
    case 'text':
      return { value: cleanName(text, TITLE_CAP) };
    case 'list':
      return {
        value: text.split(rule.separator ?? ',').flatMap((part) => cleanName(part) ?? []),
      };
    case 'choice':
      return shape.options.includes(text)
        ? { value: text }
        : {
            fault: `${shown(text)} is none of: ${shape.options.join(', ')}. The mapping can translate it by "values".`,
          };
    case 'yes_no': {
      const word = text.toLowerCase();
      if (yes.has(word)) return { value: true };
      return no.has(word) ? { value: false } : { fault: `${shown(text)} is neither yes nor no.` };
    }
    case 'instant':
      return instantOf(text, formats);
    case 'day': {
      const day = dates.day(text);
      return day === null
        ? { fault: `${shown(text)} is no day ${pattern === null ? 'as YYYY-MM-DD' : `like ${pattern}`}.` }
        : { value: day };
    }
    case 'number':
    case 'whole': {
      const format = { ...DEFAULT_NUMBER, ...(rule.number ?? mapping.number) };
      const value = readNumber(text, format);
      if (value === null)
        return {
          fault: `${shown(text)} is no number as the mapping says they are written${format.clock ? ' (H:MM)' : ` (decimal ${shown(format.decimal)}${format.thousands === '' ? '' : `, thousands ${shown(format.thousands)}`})`}.`,
        };
      return shape.type === 'whole' && !Number.isInteger(value)
        ? { fault: `${shown(text)} is not a whole number.` }
        : { value };
    }
  }
}

/** How one field is read from a row. */
function makeRead(field: string, shape: FieldShape, rule: CellRule, mapping: RecordsMapping): Read {
  const pattern = rule.date ?? mapping.date ?? null;
  const dates = makeDateReader(pattern, rule.time_zone ?? mapping.time_zone ?? null);
  const formats = { dates, pattern, rule, mapping };
  return (cellOf, tell) => {
    const text = rule.column === undefined ? null : cellOf(rule.column);
    const empty = rule.values?.[''] ?? null;
    const plain =
      rule.column === undefined ? (rule.constant ?? null) : text === null ? empty : mapped(text, rule);
    if (plain === null) return null;
    if (typeof plain === 'number' && (shape.type === 'number' || shape.type === 'whole')) return plain;
    if (typeof plain === 'boolean' && shape.type === 'yes_no') return plain;
    const result = shapedText(String(plain), shape, formats);
    if ('value' in result) return result.value;
    tell(field, result.fault);
    return WRONG;
  };
}

/** E-mail addresses are one account however they are written. */
const idOf = (text: unknown): string | null =>
  typeof text === 'string' ? (/^[^\s@]+@[^\s@]+$/u.test(text) ? text.toLowerCase() : text) : null;
const emailOf = (text: unknown): string | null =>
  typeof text === 'string' && /^[^\s@]+@[^\s@]+$/u.test(text) ? text.toLowerCase() : null;

function updatedAt(kind: RecordKind, own: unknown, payload: Record<string, unknown>): unknown {
  const event = payload[eventFieldOf[kind] ?? ''];
  const day = typeof event === 'string' && event.length === 10 ? `${event}T00:00:00.000Z` : event;
  return own ?? payload.updated_at ?? day;
}

/** How rows become records of the mapping's kind. `keeps` says which fields policy lets in. */
export function makeRowReader(mapping: RecordsMapping, keeps: (field: string) => boolean): RowReader {
  const { kind } = mapping;
  const fields = [...(recordFields.get(kind) ?? [])];
  const text = { type: 'text' } as const;
  const optional = (field: string, shape: FieldShape, rule: CellRule | undefined): Read =>
    rule === undefined ? () => null : makeRead(field, shape, rule, mapping);
  const own = {
    external_id: makeRead('external_id', text, mapping.external_id, mapping),
    updated_at: optional('updated_at', { type: 'instant' }, mapping.updated_at),
    deleted: optional('deleted', { type: 'yes_no' }, mapping.deleted),
    email: optional('account_email', text, mapping.account_email),
    name: optional('account_name', text, mapping.account_name),
  };
  const reads = fields.flatMap(([name, { shape }]): [string, Read][] => {
    const rule = mapping.fields[name];
    const kept = rule !== undefined && (!isOptional(kind, name) || keeps(name));
    return [[name, kept ? makeRead(name, shape, rule, mapping) : () => undefined]];
  });

  const needsUpdatedAt = fields.some(([name, { absent }]) => name === 'updated_at' && absent === undefined);

  function payloadOf(cellOf: CellText, tell: TellFault): Record<string, unknown> {
    const payload: Record<string, unknown> = { kind, ...emptyHistory(kind) };
    for (const [name, read] of reads) {
      const value = read(cellOf, tell);
      const absent = recordFields.get(kind)?.get(name)?.absent;
      payload[name] = accountFields.has(name) ? (idOf(value) ?? value) : value;
      if (payload[name] === null || payload[name] === undefined) payload[name] = absent;
    }
    return payload;
  }

  return {
    read(cellOf, tell) {
      let wrong = 0;
      const count: TellFault = (field, message) => {
        wrong += 1;
        tell(field, message);
      };
      const payload = payloadOf(cellOf, count);
      const external_id = own.external_id(cellOf, count);
      if (typeof external_id !== 'string' || !isCleanId(external_id)) {
        if (external_id === null)
          count('external_id', 'It is empty: nothing would tell this row from others.');
        else if (external_id !== WRONG) count('external_id', 'It is longer than 300 characters.');
        return null;
      }
      const updated_at = updatedAt(kind, own.updated_at(cellOf, count), payload);
      if (needsUpdatedAt) payload.updated_at ??= updated_at;
      for (const [name, { absent }] of fields)
        if (absent === undefined && (payload[name] ?? null) === null)
          count(name, 'It is empty, and is needed.');
      if (typeof updated_at !== 'string' && wrong === 0) count('updated_at', 'It is empty, and is needed.');
      const deleted = own.deleted(cellOf, count) === true;
      if (wrong > 0 || typeof updated_at !== 'string') return null;
      const parsed = recordPayload.safeParse(payload);
      if (!parsed.success) {
        const field = parsed.error.issues[0]?.path.map(String).join('.') ?? kind;
        count(field, describeFault(parsed.error).replace(`${field}: `, ''));
        return null;
      }
      const account = idOf(payload[accountFieldOf[kind]]);
      const record = { external_id, account, updated_at, deleted, payload: parsed.data };
      if (account === null) return { record, account: null };
      const display_name = cleanName(String(own.name(cellOf, count) ?? ''));
      const email = emailOf(own.email(cellOf, count)) ?? emailOf(account);
      return {
        record,
        account: { account, display_name, email, active: true, bot: false, time_zone: null },
      };
    },
  };
}
