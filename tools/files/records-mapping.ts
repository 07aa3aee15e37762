import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { type RecordKind, recordKind } from '#domain/record.ts';
import { isDatePattern, isTimeZone } from './cell-date.ts';
import { isProtectedHeader } from './people-columns.ts';
import { eventFieldOf, recordFields } from './records-fields.ts';

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const numbers = z.strictObject({
  decimal: z.enum(['.', ',']).default('.'),
  thousands: z.enum(['', ',', '.', ' ', "'"]).default(''),
  scale: z.number().positive().default(1),
  clock: z.boolean().default(false),
});
const datePattern = z
  .string()
  .refine(isDatePattern, 'a pattern with YYYY, MM (or M) and DD (or D), and perhaps HH, mm, ss');
const timeZone = z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin or UTC');

const cell = z.strictObject({
  column: z.string().min(1).optional(),
  constant: plain.optional(),
  /** What the file says → what we say; without regard to capitals. */
  values: z.record(z.string(), plain).optional(),
  /** For what `values` doesn't name. */
  otherwise: plain.optional(),
  date: datePattern.optional(),
  time_zone: timeZone.optional(),
  number: numbers.optional(),
  /** Between the parts of a list. */
  separator: z.string().min(1).optional(),
});
export type CellRule = z.infer<typeof cell>;

const rule = z.union([
  z
    .string()
    .min(1)
    .transform((column): CellRule => ({ column })),
  cell,
]);

const mappingFile = z.strictObject({
  kind: recordKind,
  /** Names each row for good: importing it again changes the record instead of adding one. */
  external_id: rule,
  /** When the row last changed; newest wins. */
  updated_at: rule.optional(),
  deleted: rule.optional(),
  account_email: rule.optional(),
  account_name: rule.optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  date: datePattern.optional(),
  time_zone: timeZone.optional(),
  number: numbers.optional(),
  fields: z.record(z.string(), rule),
});
export type RecordsMapping = z.infer<typeof mappingFile>;

/** What a mapping may hold, for messages and the documentation. */
export const mappingKeys = Object.keys(mappingFile.shape);
const cellKeys = Object.keys(cell.shape);

/** Every rule with the place where it stands in the file. */
export function rulesOf(mapping: RecordsMapping): [place: string, rule: CellRule][] {
  const { external_id, updated_at, deleted, account_email, account_name, fields } = mapping;
  const own = Object.entries({ external_id, updated_at, deleted, account_email, account_name });
  const named = Object.entries(fields).map(([name, one]): [string, CellRule] => [`fields.${name}`, one]);
  return [...own.flatMap(([name, one]): [string, CellRule][] => (one ? [[name, one]] : [])), ...named];
}

/** The fields that a kind can't be without and that nothing else fills. */
const neededFields = (kind: RecordKind, mapping: RecordsMapping): string[] =>
  [...(recordFields.get(kind) ?? [])].flatMap(([name, { absent }]) => {
    const elsewhere = name === 'updated_at' && (mapping.updated_at !== undefined || kind in eventFieldOf);
    return absent === undefined && !elsewhere && !(name in mapping.fields) ? [name] : [];
  });

function faultsOf(mapping: RecordsMapping): string[] {
  const { kind, fields } = mapping;
  const known = recordFields.get(kind) ?? new Map();
  const valid = [...known.keys()].join(', ');
  const faults = Object.keys(fields)
    .filter((name) => !known.has(name))
    .map((name) => `fields.${name}: a ${kind} has no such field. Valid: ${valid}.`);
  for (const [place, one] of rulesOf(mapping)) {
    if ((one.column === undefined) === (one.constant === undefined))
      faults.push(`${place}: name either a column or a constant.`);
    if (one.column !== undefined && isProtectedHeader(one.column))
      faults.push(
        `${place}: the column ${JSON.stringify(one.column)} holds a protected attribute, which is never read.`,
      );
  }
  const needed = neededFields(kind, mapping);
  if (needed.length > 0) faults.push(`fields: a ${kind} also needs ${needed.join(', ')}.`);
  if (mapping.updated_at === undefined && !('updated_at' in fields) && !(kind in eventFieldOf))
    faults.push('updated_at: which column says when a row last changed? Of two versions the newest is kept.');
  return faults;
}

function describe({ path, message, code, ...more }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.') || 'the mapping';
  if (code === 'unrecognized_keys' && 'keys' in more)
    return `${place}: ${more.keys.map((key) => JSON.stringify(key)).join(', ')} is nothing that we know. Valid: ${(path.length === 0 ? mappingKeys : cellKeys).join(', ')}.`;
  if (path[0] === 'kind') return `kind: no such kind of record. Valid: ${recordKind.options.join(', ')}.`;
  if (code === 'invalid_union' && 'errors' in more) {
    const inner = more.errors
      .flat()
      .find((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys');
    if (inner !== undefined) return describe({ ...inner, path: [...path, ...inner.path] });
    return `${place}: expected a column's name, or an object with ${cellKeys.join(', ')}.`;
  }
  return `${place}: ${message}.`;
}

/**
 * A mapping file of records, YAML or JSON: which column, constant or value fills which field (docs/importing-csv.md).
 * @throws UserError `invalid-input` with everything that is wrong in it, and what would be valid.
 */
export function parseRecordsMapping(text: string): RecordsMapping {
  let value: unknown;
  try {
    value = parseYaml(text, { maxAliasCount: 0 });
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.split('\n')[0] : 'unreadable';
    throw invalidInput(`The mapping file is neither JSON nor YAML: ${what}`);
  }
  const parsed = mappingFile.safeParse(value);
  const faults = parsed.success ? faultsOf(parsed.data) : parsed.error.issues.map(describe);
  if (!parsed.success || faults.length > 0)
    throw invalidInput(['The mapping file can’t be used:', ...faults].join('\n'), { faults });
  return parsed.data;
}
