import type { Comparison } from '#domain/ledger.ts';

/** What was found, beside what would have come anyway. */
export interface Found {
  measured: number | null;
  comparison: Comparison | null;
  /** Which way is good, where no change was promised. */
  better: 'more' | 'less';
}
