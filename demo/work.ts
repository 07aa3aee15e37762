import type { IsoDate } from '#domain/date.ts';
import type { Member } from './roster.ts';

export interface WorkEvent {
  /** Milliseconds since 1970. */
  at: number;
  field: 'status' | 'flag' | 'assignee';
  from: string | null;
  to: string | null;
}

/** A work item as the simulation knows it; the vendor's JSON is written from it. Hours are decimal. */
export interface Work {
  owner: Member;
  component: string | null;
  priority: 1 | 2 | 3 | 4 | 5;
  /** Effort that is truly left, which nobody in the company knows. */
  left: number;
  estimate: number;
  spent: number;
  created_at: number;
  due_on: IsoDate | null;
  status: string;
  events: WorkEvent[];
  started: boolean;
  resolved_at: number | null;
  /** Waiting for review, a build or a customer until this day. */
  waits_until: IsoDate | null;
  /** Flagged as blocked until this day; `'never'` while nobody does anything about it. */
  blocked_until: IsoDate | 'never' | null;
  reopen_on: IsoDate | null;
  reopened: boolean;
}

export interface Booking {
  day: IsoDate;
  hours: number;
  /** null: meetings and the like. */
  work: Work | null;
  absence: string | null;
}

const statusNames = {
  support: { open: 'Open', done: 'Resolved' },
  other: { open: 'To Do', done: 'Done' },
};

export const statusesOf = (member: Member) =>
  member.focus === 'support' ? statusNames.support : statusNames.other;

export function setStatus(work: Work, to: string, at: number): void {
  work.events.push({ at, field: 'status', from: work.status, to });
  work.status = to;
}

export function setFlag(work: Work, on: boolean, at: number): void {
  work.events.push({ at, field: 'flag', from: on ? null : 'Impediment', to: on ? 'Impediment' : null });
}

/** Estimates are given in these steps, in hours. */
const steps = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24];

export const toEstimate = (hours: number): number =>
  steps.reduce((best, step) => (Math.abs(step - hours) < Math.abs(best - hours) ? step : best), 1);

export const toQuarterHours = (hours: number): number => Math.round(hours * 4) / 4;
