import type { IsoDate } from '#domain/date.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Member } from './roster.ts';
import type { Life } from './tickets.ts';
import type { VendorServer } from './vendors/datasets.ts';

/** A write that a simulated vendor took, kept so that it outlives a restart. */
export interface TakenRequest {
  vendor: string;
  method: string;
  path: string;
  body: JsonValue;
  at: string;
}

export interface SystemQuestion {
  members: readonly Member[];
  /** What each of them did, day by day. */
  lives: readonly Life[];
  seed: string;
  /** The day after the last day of history. */
  anchor: IsoDate;
  /** Weeks of history; without it the usual number. */
  weeks?: number | undefined;
  now(): Date;
  /** Without the vendor's quota by the hour: a clock that stands still never renews one. */
  unmetered?: boolean;
  port: number;
  /** Writes of earlier runs, in order: to be done again before serving. */
  kept: readonly TakenRequest[];
  /** Returns once the write is on the disk: only then may it be answered. */
  onTaken(request: TakenRequest): void;
}

export interface RunningSystem {
  server: VendorServer;
  credentials: Record<string, string>;
  settings: Record<string, JsonValue>;
}

/** One outside system of the simulated company: its data, written from what people did, and its API on loopback. */
export interface SimulatedSystem {
  /** The vendor as a source names it. */
  vendor: string;
  start(question: SystemQuestion): Promise<RunningSystem>;
}
