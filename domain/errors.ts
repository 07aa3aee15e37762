/**
 * Every error says who must act: the user (their input), the model (its answer), a source (its API), or the
 * system (us). One table below gives each code its HTTP status.
 */
export type ErrorCode = keyof typeof httpStatusOf;

export const httpStatusOf = {
  // user
  'invalid-input': 422,
  'bad-request': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'already-decided': 409,
  claimed: 409,
  'stale-proposal': 409,
  conflict: 409,
  'no-plan-found': 422,
  'too-many-requests': 429,
  // model
  'model-unavailable': 502,
  'model-answer-invalid': 502,
  // source
  'source-unauthorized': 502,
  'source-rate-limited': 503,
  'source-unavailable': 502,
  'source-answer-invalid': 502,
  'source-refused': 502,
  'source-target-stale': 409,
  // system
  'config-invalid': 500,
  'database-unavailable': 503,
  'database-locked': 503,
  internal: 500,
} as const;

export type ErrorDetails = Record<string, unknown>;

export class FairleadError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return httpStatusOf[this.code];
  }
}

/** The person who asked can put it right. */
export class UserError extends FairleadError {}

/** The model failed or answered badly; a fallback stands ready. */
export class ModelError extends FairleadError {}

/** An outside system failed or refused. `retry_after_ms` is set where it said when to come back. */
export class SourceError extends FairleadError {
  get retryAfterMs(): number | null {
    return typeof this.details.retry_after_ms === 'number' ? this.details.retry_after_ms : null;
  }
}

/** We, or whoever operates this installation. */
export class SystemError extends FairleadError {}

export const notFound = (what: string, id: string): UserError =>
  new UserError('not-found', `There is no ${what} ${id} that you may see.`, { what, id });

export const notAllowed = (message: string, details: ErrorDetails = {}): UserError =>
  new UserError('not-allowed', message, details);

export const invalidInput = (message: string, details: ErrorDetails = {}): UserError =>
  new UserError('invalid-input', message, details);
