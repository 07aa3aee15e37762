import type { ZodError } from 'zod';
import { type SourceAccount, type SourceRecord, sourceRecord } from '#domain/record.ts';
import type { RecordFault } from '#domain/source.ts';
import { cleanName, isCleanId } from '#tools/text.ts';

/** What became of one thing that a source told: a record of ours, or a fault that is counted and shown. */
export type Normalised =
  | { ok: true; record: SourceRecord; accounts: SourceAccount[] }
  | { ok: false; fault: RecordFault };

export type NormalisedAccount = { ok: true; account: SourceAccount } | { ok: false; fault: RecordFault };

/** The first thing that is wrong with a record, by its path; never the value itself, which may be anything. */
export function describeFault(error: ZodError): string {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return (
    cleanName(`${path === '' ? 'the record' : path}: ${issue?.message ?? 'not valid'}`, 300) ?? 'not valid'
  );
}

/** An id by one of these names, even of a record that is otherwise broken, so that its fault can be found. */
export function idOf(raw: unknown, names: readonly string[] = ['id']): string | null {
  if (raw === null || typeof raw !== 'object') return null;
  for (const name of names) {
    const found: unknown = Object.getOwnPropertyDescriptor(raw, name)?.value;
    if (typeof found === 'string' && isCleanId(found)) return found;
    if (typeof found === 'number') return String(found);
  }
  return null;
}

/** A record that can't be taken, and why. */
export const refused = (externalId: string | null, reason: string): { ok: false; fault: RecordFault } => ({
  ok: false,
  fault: { external_id: externalId, reason },
});

/** A record, or what is wrong with it by our own schema. */
export function accepted(record: SourceRecord, accounts: SourceAccount[] = []): Normalised {
  const parsed = sourceRecord.safeParse(record);
  return parsed.success
    ? { ok: true, record: parsed.data, accounts }
    : refused(record.external_id, describeFault(parsed.error));
}
