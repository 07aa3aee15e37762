import { z } from 'zod';
import { type RecordKind, recordPayload } from '#domain/record.ts';

/** What a field of a record holds, as far as one cell can fill it. */
export type FieldShape =
  | { type: 'text' | 'instant' | 'day' | 'number' | 'whole' | 'yes_no' | 'list' }
  | { type: 'choice'; options: readonly string[] };

export interface RecordField {
  shape: FieldShape;
  /** What stands where the mapping doesn't name it; undefined where it must. */
  absent: null | false | [] | undefined;
}

/** Of each kind, the account that a record is counted for. */
export const accountFieldOf: Readonly<Record<RecordKind, string>> = {
  work_item: 'assignee',
  time_entry: 'account',
  pull_request: 'author',
  code_review: 'reviewer',
  deployment: 'creator',
  opportunity: 'owner',
  support_ticket: 'assignee',
  satisfaction_rating: 'account',
  collaboration_activity: 'account',
};

/** Where the mapping names no `updated_at`: a row of this kind is as old as the event that it tells. */
export const eventFieldOf: Readonly<Partial<Record<RecordKind, string>>> = {
  time_entry: 'spent_on',
  code_review: 'submitted_at',
  satisfaction_rating: 'rated_at',
  collaboration_activity: 'to_day',
};

/** A field's policy word in `source_fields.csv`: a deal's title is mostly the customer's name, a ticket's is not. */
export const policyWordOf = (kind: RecordKind, field: string): string =>
  kind === 'opportunity' && field === 'title' ? 'deal_title' : field;

function shapeOf(schema: unknown): FieldShape | null {
  if (schema instanceof z.ZodISODateTime) return { type: 'instant' };
  if (schema instanceof z.ZodISODate) return { type: 'day' };
  if (schema instanceof z.ZodString) return { type: 'text' };
  if (schema instanceof z.ZodNumberFormat) return { type: 'whole' };
  if (schema instanceof z.ZodNumber) return { type: 'number' };
  if (schema instanceof z.ZodBoolean) return { type: 'yes_no' };
  if (schema instanceof z.ZodEnum) return { type: 'choice', options: schema.options.map(String) };
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodString) return { type: 'list' };
  return null;
}

function absentOf(schema: unknown, kind: string, name: string): RecordField['absent'] {
  if (schema instanceof z.ZodNullable) return null;
  if (schema instanceof z.ZodArray) return [];
  // Nobody exports a column for these; a deployment's `production` is no such thing, it changes what is counted.
  const quiet = ['work_item.blocked', 'time_entry.running', 'pull_request.draft'];
  return quiet.includes(`${kind}.${name}`) ? false : undefined;
}

/** Of each kind, the fields that a table can fill; histories need a row for each move, and stay empty. */
export const recordFields: ReadonlyMap<RecordKind, ReadonlyMap<string, RecordField>> = new Map(
  recordPayload.options.map(({ shape }) => [
    shape.kind.value,
    new Map(
      Object.entries(shape).flatMap(([name, schema]): [string, RecordField][] => {
        const found = shapeOf(schema instanceof z.ZodNullable ? schema.unwrap() : schema);
        if (found === null || name === 'history_known') return [];
        return [[name, { shape: found, absent: absentOf(schema, shape.kind.value, name) }]];
      }),
    ),
  ]),
);

/** What a record has besides what can be mapped: the histories. */
const histories: Readonly<Partial<Record<RecordKind, Record<string, unknown>>>> = {
  work_item: { transitions: [], assignments: [], blocked_spans: [], history_known: false },
  opportunity: { stages: [] },
};

export const emptyHistory = (kind: RecordKind): Record<string, unknown> => histories[kind] ?? {};

/** Fields that hold somebody's account: who did it is what a record is for. */
export const accountFields: ReadonlySet<string> = new Set([...Object.values(accountFieldOf), 'reporter']);

/** Whether policy decides if the field is kept; a record can't be without the others. */
export const isOptional = (kind: RecordKind, field: string): boolean =>
  recordFields.get(kind)?.get(field)?.absent !== undefined && !accountFields.has(field);
