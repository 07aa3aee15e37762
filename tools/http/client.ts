import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorDetails, SourceError } from '#domain/errors.ts';
import { addressWithin, parseBaseUrl } from './address.ts';
import { BodyFault, parseJson, readText } from './body.ts';
import { isRetriedStatus, MAX_RETRY_AFTER_MS, MAX_TRIES, pauseMs, retryAfterMs } from './retry.ts';
import { makeRedactor } from './secret.ts';

/** What the client needs of the world; tests hand in their own. */
export interface HttpDeps {
  fetch: typeof fetch;
  /** Milliseconds since 1970, for `Retry-After` dates only. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

export const systemHttp: HttpDeps = {
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, { signal });
  },
  random: () => Math.random(),
};

export type HttpAuth = { kind: 'bearer'; token: string } | { kind: 'basic'; user: string; password: string };

export interface HttpConnection {
  base_url: string;
  auth: HttpAuth;
  headers?: Record<string, string>;
  /** Of one try, in ms. */
  timeout_ms?: number;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Below the base URL, or a whole link that the source gave. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Repeating it changes nothing: a GET, or a POST that only asks. Left out, only GET is repeated. */
  safe?: boolean;
  /** Statuses besides 2xx that the caller wants to see as an answer. */
  accept?: readonly number[];
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  json: unknown;
}

export interface HttpClient {
  readonly host: string;
  /** @throws SourceError, never with a secret in it. */
  request(request: HttpRequest): Promise<HttpAnswer>;
}

/** 30 s: Jira gives up on its own slow searches before that. */
const TRY_TIMEOUT_MS = 30_000;
/** Redirects within the same host. */
const MAX_REDIRECTS = 3;

const authorization = (auth: HttpAuth): string =>
  auth.kind === 'bearer'
    ? `Bearer ${auth.token}`
    : `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;

/** How one try ended: with an answer, or with a fault that may be worth another try. */
type Try =
  | { kind: 'answer'; answer: HttpAnswer }
  | { kind: 'fault'; error: SourceError; repeatable: boolean; wait_ms: number | null };

/** One client for one source. Retries are bounded and only for requests that are safe to repeat. */
export function makeHttpClient(connection: HttpConnection, deps: HttpDeps = systemHttp): HttpClient {
  const base = parseBaseUrl(connection.base_url);
  const secret = connection.auth.kind === 'bearer' ? connection.auth.token : connection.auth.password;
  const authorizationHeader = authorization(connection.auth);
  const redact = makeRedactor([secret, authorizationHeader.split(' ')[1] ?? '']);
  const headers = {
    accept: 'application/json',
    ...connection.headers,
    authorization: authorizationHeader,
  };

  const fault = (
    code: SourceError['code'],
    request: HttpRequest,
    what: string,
    details: ErrorDetails = {},
    cause?: unknown,
  ) => {
    const path = URL.canParse(request.path) ? new URL(request.path).pathname : request.path;
    return new SourceError(
      code,
      redact(`${base.host}: ${request.method} ${path}: ${what}.`),
      { host: base.host, method: request.method, path, ...details },
      cause,
    );
  };

  const stopped = (request: HttpRequest) =>
    fault('source-unavailable', request, 'the request was stopped', { aborted: true });

  async function send(request: HttpRequest, signal: AbortSignal): Promise<Response> {
    let url = addressWithin(base, request.path, request.query);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await deps.fetch(url, {
        method: request.method,
        headers: request.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        redirect: 'manual',
        signal,
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return response;
      // Not waited for: nobody needs the body, and a connection that can't be drained is closed.
      response.body?.cancel().catch(() => {});
      if (request.method !== 'GET')
        throw fault('source-answer-invalid', request, `a write was redirected (${response.status})`);
      url = addressWithin(base, new URL(location, url).href);
    }
    throw fault('source-answer-invalid', request, `more than ${MAX_REDIRECTS} redirects`);
  }

  /** What a status other than success means, and whether to try again. */
  function judge(request: HttpRequest, response: Response, text: string): Try {
    const { status } = response;
    const asked = retryAfterMs(response.headers.get('retry-after'), deps.now());
    const details = { status, ...(asked === null ? {} : { retry_after_ms: asked }) };
    const make = (code: SourceError['code'], what: string) => fault(code, request, what, details);
    const repeatable = isRetriedStatus(status);
    const end = (error: SourceError): Try => ({ kind: 'fault', error, repeatable, wait_ms: asked });
    if (status === 401) return end(make('source-unauthorized', 'the credentials are not accepted (401)'));
    if (status === 429)
      return end(
        make(
          'source-rate-limited',
          asked === null ? 'too many requests (429)' : `too many requests (429); come back in ${asked} ms`,
        ),
      );
    if (status >= 500)
      return end(
        fault('source-unavailable', request, `the source failed (${status})`, {
          ...details,
          ...unknownOutcome(request),
        }),
      );
    if (status === 403 && request.method === 'GET')
      return end(make('source-unauthorized', 'the credentials do not allow this (403)'));
    if (status >= 400) return end(make('source-refused', `refused (${status})${complaint(text)}`));
    return end(make('source-answer-invalid', `unexpected status ${status}`));
  }

  async function attempt(request: HttpRequest): Promise<Try> {
    const timeout = connection.timeout_ms ?? TRY_TIMEOUT_MS;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
    try {
      const response = await send(request, signal);
      const text = await readText(response);
      if (!response.ok && !request.accept?.includes(response.status)) return judge(request, response, text);
      const json = response.ok ? parseJson(text) : null;
      return { kind: 'answer', answer: { status: response.status, json } };
    } catch (cause) {
      if (request.signal.aborted) throw stopped(request);
      if (cause instanceof SourceError) throw cause;
      if (cause instanceof BodyFault && !signal.aborted) {
        const error = fault('source-answer-invalid', request, cause.message, unknownOutcome(request));
        return { kind: 'fault', error, repeatable: cause.repeatable, wait_ms: null };
      }
      const what = signal.aborted ? `no answer within ${timeout} ms` : 'the source cannot be reached';
      // The cause is a network error with an address in it; it never holds our headers.
      const error = fault('source-unavailable', request, what, unknownOutcome(request), cause);
      return { kind: 'fault', error, repeatable: true, wait_ms: null };
    }
  }

  return {
    host: base.host,
    async request(request) {
      for (let tries = 1; ; tries += 1) {
        if (request.signal.aborted) throw stopped(request);
        const outcome = await attempt(request);
        if (outcome.kind === 'answer') return outcome.answer;
        const tooLong = outcome.wait_ms !== null && outcome.wait_ms > MAX_RETRY_AFTER_MS;
        if (!isSafe(request) || !outcome.repeatable || tooLong || tries >= MAX_TRIES)
          throw tooLong ? rateLimited(outcome.error) : outcome.error;
        try {
          await deps.sleep(pauseMs(tries, outcome.wait_ms, deps.random), request.signal);
        } catch {
          throw stopped(request);
        }
      }
    },
  };
}

const isSafe = (request: HttpRequest): boolean => request.safe ?? request.method === 'GET';

/** A write whose answer never came may have happened all the same: whoever repeats it must look first. */
const unknownOutcome = (request: HttpRequest): ErrorDetails =>
  isSafe(request) ? {} : { outcome_unknown: true };

/** A source that asks for a long wait limits us, whatever status it says so with (503 has Retry-After, too). */
const rateLimited = (error: SourceError): SourceError =>
  new SourceError('source-rate-limited', error.message, error.details);

/** What the source says is wrong, shortened: Jira's `errorMessages` and `errors`, Harvest's `message`. */
function complaint(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const parts =
      body !== null && typeof body === 'object'
        ? Object.entries(body)
            .filter(([name]) => ['errorMessages', 'errors', 'message', 'error'].includes(name))
            .map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)))
            .filter((part) => part !== '[]' && part !== '{}')
        : [];
    return parts.length === 0 ? '' : `: ${parts.join(' ').slice(0, 300)}`;
  } catch {
    return '';
  }
}
