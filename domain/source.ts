import { z } from 'zod';
import type { SourceAction } from './action.ts';
import { type IsoDate, isoInstant } from './date.ts';
import { sourceId } from './ids.ts';
import { jsonValue } from './json.ts';
import {
  type RecordKind,
  type SourceAccount,
  type SourceRecord,
  sourceAccount,
  sourceRecord,
} from './record.ts';

export const vendor = z.enum([
  'jira',
  'harvest',
  'github',
  'asana',
  'monday',
  'zendesk',
  'salesforce',
  'hubspot',
  'slack',
  'teams',
  'csv',
  'toggl',
]);
export type Vendor = z.infer<typeof vendor>;

/** What one stream's last read came to. */
export const streamState = z.object({
  stream: z.string(),
  /** Opaque to everything but the connector; null before the first complete window. */
  cursor: jsonValue.nullable(),
  last_success_at: isoInstant.nullable(),
  last_error: z.string().nullable(),
  last_error_code: z.string().nullable(),
  /** The last read ended early or left records out: what rests on it is marked partial. */
  partial: z.boolean(),
  records_seen: z.int().nonnegative(),
  /** Of a read that was not at its end yet: when it began, and records that came so far. Null: none is under way. */
  reading: z.object({ began: isoInstant, seen: z.int().nonnegative() }).nullable(),
  records_rejected: z.int().nonnegative(),
});
export type StreamState = z.infer<typeof streamState>;

export const source = z.object({
  id: sourceId,
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes'),
  vendor,
  /** Where its API answers; null for a source that only takes imported files. */
  base_url: z.url().nullable(),
  /** Vendor-specific settings (account id, project keys); never a secret. */
  settings: z.record(z.string(), jsonValue),
  enabled: z.boolean(),
  streams: z.array(streamState),
});
export type Source = z.infer<typeof source>;

/** A record that could not be taken, and why; counted and shown, never thrown. */
export const recordFault = z.object({
  external_id: z.string().nullable(),
  reason: z.string(),
});
export type RecordFault = z.infer<typeof recordFault>;

/** The window that a page is of; it can take several reads to come to its end. */
export const readWindowState = z.object({
  /** When its first read began. */
  began: isoInstant,
  /** It is of everything that there is, not only of what changed. */
  full: z.boolean(),
  /** This page is its last. */
  closed: z.boolean(),
  /** Nothing of it is missing without anybody knowing what. */
  sure: z.boolean(),
});
export type ReadWindowState = z.infer<typeof readWindowState>;

/** One page, already normalised. Storing it twice is harmless. */
export const readPage = z.object({
  accounts: z.array(sourceAccount),
  records: z.array(sourceRecord),
  faults: z.array(recordFault),
  /** Where a read that ends behind this page goes on; null where it can't. Saved only once all before it is stored. */
  cursor: jsonValue.nullable(),
  window: readWindowState.optional(),
});
export interface ReadPage {
  accounts: SourceAccount[];
  records: SourceRecord[];
  faults: RecordFault[];
  cursor: z.infer<typeof jsonValue> | null;
  window?: ReadWindowState;
}

/** What the source says of an action's target right now. */
export type Precheck =
  | { status: 'ready' }
  /** The wished state is there already, by our own earlier attempt or somebody else's hand. */
  | { status: 'already_done'; by_us: boolean }
  /** The target is not as it was shown: the approval is void. `found` is for the audit and the new proposal. */
  | { status: 'stale'; reason: string; found: Record<string, z.infer<typeof jsonValue>> };

export interface ActionReceipt {
  /** The source's own id of what was made or changed. */
  external_ref: string | null;
  at: string;
}

/** A request that would be sent, without credentials. */
export interface PlannedRequest {
  method: string;
  /** Below the source's base address. */
  path: string;
  body: z.infer<typeof jsonValue>;
}

/** How an action stands towards being repeated, declared as data. */
export interface ActionSupport {
  kind: SourceAction['kind'];
  effect: 'write';
  /** `state`: setting it twice is the same as once. `marker`: our effect key is left in the source and looked for. */
  idempotency: 'state' | 'marker';
  needs_approval: true;
}

export interface Relisted {
  kind: RecordKind;
  /** A full read begins here: of what was before nothing is said. */
  from?: IsoDate;
}

/**
 * The one interface of every source. `read` yields pages until the stream's window is complete; it may be
 * ended at any page and begun again from the saved cursor. Errors thrown are of the `SourceError` family.
 */
export interface Connector {
  readonly vendor: Vendor;
  readonly effect: 'read' | 'read_write';
  readonly streams: readonly string[];
  readonly actions: readonly ActionSupport[];
  /**
   * Streams of which a full read gives every record of a kind that there is: what is stored and didn't come is gone at the
   * source. Left out: no stream, because a read ends early by design.
   */
  readonly relists?: Readonly<Partial<Record<string, Relisted>>>;
  /** Are the credentials good, and whose are they? */
  check(signal: AbortSignal): Promise<{ account: string }>;
  read(
    stream: string,
    cursor: z.infer<typeof jsonValue> | null,
    signal: AbortSignal,
  ): AsyncIterable<ReadPage>;
  /** Re-reads the target. Never writes. */
  precheck(action: SourceAction, effectKey: string, signal: AbortSignal): Promise<Precheck>;
  /** What `execute` would send, for showing it before; nothing is sent. */
  preview?(action: SourceAction, effectKey: string): PlannedRequest[];
  /** Writes once; `effectKey` is left at the source where it can hold one. */
  execute(action: SourceAction, effectKey: string, signal: AbortSignal): Promise<ActionReceipt>;
}
