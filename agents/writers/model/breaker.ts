/** Stops asking for a while when one question after another found nobody. */
export interface Breaker {
  isOpen(): boolean;
  succeeded(): void;
  failed(): void;
}

/** Two can be chance; after three the fourth person of a team would wait for minutes to get the same. */
const FAILURES = 3;
/** About what a restarted server or a used-up minute's quota takes. */
const REST_MS = 60_000;

/** @param milliseconds a counter that only grows. */
export function makeBreaker(milliseconds: () => number): Breaker {
  let failures = 0;
  let restsUntil = Number.NEGATIVE_INFINITY;
  return {
    isOpen: () => milliseconds() < restsUntil,
    succeeded: () => {
      failures = 0;
    },
    failed: () => {
      failures += 1;
      if (failures < FAILURES) return;
      failures = 0;
      restsUntil = milliseconds() + REST_MS;
    },
  };
}
