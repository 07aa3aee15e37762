import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { SourceAction } from '#domain/action.ts';
import type { Connector } from '#domain/source.ts';
import type { HttpDeps } from '#tools/http/client.ts';

/** A vendor's own record in a test, reached in the vendor's words. */
export interface VendorRecord {
  set(what: 'text' | 'instant' | 'number' | 'surplus', value: unknown): void;
  /** Drops what a record may do without. */
  dropOptional(): void;
  /** Marks it as changed at that instant. */
  touch(at: string): void;
}

export interface ConnectorBench {
  server: VendorServer;
  connector: Connector;
  records: readonly VendorRecord[];
  /** The vendor's own list of them, where a full read shows what was deleted. */
  items?: unknown[];
  /** The same source with a wrong token. */
  stranger: Connector;
}

export interface ActionCase {
  name: string;
  action: SourceAction;
  effect_key: string;
  /** How often the effect is at the source. */
  effects(bench: ConnectorBench): number;
  /** Changes the target behind our back. */
  disturb(bench: ConnectorBench): void;
  remove(bench: ConnectorBench): void;
  /** Part of the path that the write goes to. */
  write_path: string;
  /** Reads of a path with that part that come before the write; 1 for a comment and else 0 where it is left out. */
  reads_before?: number;
}

/** Laws of the suite that a vendor may be unlike in, each for a reason that is shown. */
export type Law =
  | 'pages' // three pages of the stream's records
  | 'repeated_page' // a repeated page can be told from the next
  | 'lost_page' // a page that is left out can be noticed
  | 'early_pages' // pages come before a list was read to its end
  | 'second_read' // an incremental read gives less than a full one
  | 'future_stamp' // it stamps changes at all
  | 'wrong_text' // a record has a text that matters
  | 'wrong_instant'; // a broken instant rejects the record

export interface ConnectorHarness {
  name: string;
  unlike?: Partial<Record<Law, string>>;
  /** Whether a request may change something; by its method where this is left out. */
  isWrite?(request: { method: string; path: string; body: unknown }): boolean;
  /** The stream of records, and what its requests' path contains. */
  stream: string;
  path: string;
  /** Secrets that no message may show. */
  secrets: readonly string[];
  /** Enough records for three pages. */
  size: number;
  /** The vendor's clock and ours both stand at `now`. */
  now: string;
  start(http: HttpDeps): Promise<ConnectorBench>;
  actions: readonly ActionCase[];
}
