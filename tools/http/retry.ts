/** Tries of one request, the first included. A source that fails four times in half a minute is better left for the next sync. */
export const MAX_TRIES = 4;

/** First pause before a repeat, in ms; doubled with each try. */
const FIRST_PAUSE_MS = 500;

/** Longest pause of our own choice, in ms. */
const LONGEST_PAUSE_MS = 20_000;

/**
 * Longest wait, in ms, that a source may ask of us within a read. A longer one ends the read with
 * `source-rate-limited`: holding a worker for an hour is worse than coming back later.
 */
export const MAX_RETRY_AFTER_MS = 60_000;

/** Spread added to an asked-for wait, so that many readers told "10 s" don't return in the same instant. */
const RETRY_AFTER_SPREAD_MS = 500;

const retriedStatuses = new Set([429, 502, 503, 504]);
export const isRetriedStatus = (status: number): boolean => retriedStatuses.has(status);

/**
 * Milliseconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3: seconds, or a date), never negative.
 * Null when there is none or it can't be read.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return /[a-z]/i.test(text) && !Number.isNaN(date) ? Math.max(0, date - now) : null;
}

/**
 * The pause before try number `attempt + 1`. What the source asks for is obeyed; otherwise "full jitter": uniform
 * between 0 and a doubling bound (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function pauseMs(attempt: number, asked: number | null, random: () => number): number {
  if (asked !== null) return asked + random() * RETRY_AFTER_SPREAD_MS;
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}
