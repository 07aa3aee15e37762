/** Requests failed in a row, each after its tries, after which a source is left alone for a while. */
export const FAILURES_TO_OPEN = 5;
/** How long, in ms. */
export const OPEN_MS = 60_000;

/**
 * A circuit breaker (M. Nygard, Release It!, 2007): a source that is down is not asked on and on. After the pause one
 * request is let through; if it succeeds, all are.
 */
export interface Breaker {
  /** Milliseconds until it may be asked again; 0 for now. */
  closedFor(now: number): number;
  succeeded(): void;
  failed(now: number): void;
}

export function makeBreaker(): Breaker {
  let failures = 0;
  let until = 0;
  return {
    closedFor: (now) => Math.max(0, until - now),
    succeeded() {
      failures = 0;
      until = 0;
    },
    failed(now) {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) until = now + OPEN_MS;
    },
  };
}
