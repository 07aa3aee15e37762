import type { Period } from '../date.ts';
import type { ItemReading } from './evidence-reading.ts';
import type { Reading } from './reading.ts';

/** The codes of contract 4.4. */
export type ReasonCode =
  | 'no-citation'
  | 'unknown-citation'
  | 'wrong-subject'
  | 'outside-period'
  | 'number-not-in-evidence'
  | 'date-not-in-evidence'
  | 'entity-not-in-evidence'
  | 'unit-mismatch'
  | 'direction-mismatch'
  | 'negation-mismatch'
  | 'superlative-unsupported'
  | 'cause-unsupported';

export interface Reason {
  code: ReasonCode;
  datum: string;
}

/** A claim read, beside the evidence that it cites. */
export interface CitedClaim {
  text: string;
  reading: Reading;
  cited: readonly ItemReading[];
  period: Period;
  /** Lower-case words of names that are allowed without evidence. */
  known: ReadonlySet<string>;
}

export type Check = (claim: CitedClaim) => Reason[];
