import { ModelError } from '#domain/errors.ts';

/** What an attempt died of. */
export interface Failure {
  /** Whether the same question may succeed soon. */
  again: boolean;
  /** How long the server asked us to wait. */
  wait_ms: number | null;
  error(attempts: number): ModelError;
}

const numberIn = (value: unknown, key: string): number | null => {
  if (typeof value !== 'object' || value === null || !(key in value)) return null;
  const found = (value as Record<string, unknown>)[key];
  return typeof found === 'number' ? found : null;
};

/** `Retry-After` in seconds, as clients of this protocol hand over headers: an object with `get`. */
function retryAfter(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('headers' in error)) return null;
  const { headers } = error;
  const seconds = Number(headers instanceof Headers ? headers.get('retry-after') : Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

const words: Readonly<Record<number, string>> = {
  400: 'it did not accept the question',
  401: 'it did not accept the key',
  403: 'it refused access',
  404: 'the server does not know it',
  429: 'it had too many requests',
};

function sayStatus(status: number): string {
  const said = words[status] ?? (status >= 500 ? 'its server failed' : 'it refused the question');
  return `${said} (${status})`;
}

const misshapen = (fault: string, cause: unknown): Failure => ({
  again: false,
  wait_ms: null,
  error: () => new ModelError('model-answer-invalid', fault, {}, cause),
});

/** In our own words: what a server says may hold parts of the key or of the question. */
export function failureOf(error: unknown, timeoutMs: number | null): Failure {
  const unavailable = (reason: string, again: boolean, wait_ms: number | null = null): Failure => ({
    again,
    wait_ms,
    error: (attempts) =>
      new ModelError('model-unavailable', attempts > 1 ? `${reason}, ${attempts} times` : reason, {}, error),
  });
  if (timeoutMs !== null) return unavailable(`it gave no answer within ${timeoutMs / 1000} seconds`, true);
  // A wrong shape has its own remedy: to be told what was wrong.
  if (error instanceof ModelError) return { again: false, wait_ms: null, error: () => error };
  const status = numberIn(error, 'status');
  if (status !== null) {
    const again = status === 408 || status === 409 || status === 429 || status >= 500;
    return unavailable(sayStatus(status), again, retryAfter(error));
  }
  // The client parses the answer itself and throws away what it can't read, with its count of tokens.
  if (error instanceof SyntaxError) return misshapen('its answer was not valid JSON', error);
  const name = error instanceof Error ? error.constructor.name : '';
  if (name === 'LengthFinishReasonError') return misshapen('its answer was cut off', error);
  if (name === 'ContextOverflowError') return unavailable('the question was too long for it', false);
  return unavailable('the connection to it broke', true);
}
