import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorDetails, SourceError } from '#domain/errors.ts';
import { addressElsewhere, addressWithin, parseBaseUrl } from './address.ts';
import { authorizationOf, type HttpAuth, secretsOf } from './auth.ts';
import { BodyFault, parseJson, readBytes } from './body.ts';
import type { Breaker } from './breaker.ts';
import { makePacer, type Pace } from './pace.ts';
import { isRetriedStatus, MAX_RETRY_AFTER_MS, MAX_TRIES, pauseMs, retryAfterMs } from './retry.ts';
import { makeRedactor } from './secret.ts';

/** What the client needs of the world; tests hand in their own. */
export interface HttpDeps {
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
  /** Shared by all clients of one source, so that it outlives a sync. */
  breaker?: Breaker;
  /** Most requests of one client, retries included: a sync that would cost more ends, and goes on at the next. */
  budget?: number;
}

export const systemHttp: HttpDeps = {
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, { signal });
  },
  random: () => Math.random(),
};

/** An answer as a vendor's own limit signals are looked for in it. */
export interface LimitQuestion {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON; else null. */
  json: unknown;
}

export interface HttpConnection {
  base_url: string;
  auth: HttpAuth;
  headers?: Record<string, string>;
  /** Of one try, in ms. */
  timeout_ms?: number;
  /**
   * A vendor's own way to say "too many": the wait in ms (null where it doesn't say how long), undefined for an answer
   * that says nothing of the kind. 429 and Retry-After need none of it.
   */
  limitOf?(answer: LimitQuestion): number | null | undefined;
  pace?: Pace;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, or a whole link that the source gave. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** A body as a form, as OAuth's token endpoints want it. */
  form?: Record<string, string>;
  /** How the answer's body is read; JSON unless said otherwise. */
  as?: 'json' | 'text' | 'bytes';
  /** A redirect to another https host is followed, without credentials: a report that lies in a store of files. */
  elsewhere?: boolean;
  /** Repeating it changes nothing: a GET, or a POST that only asks. Left out, only GET is repeated. */
  safe?: boolean;
  /** Statuses besides 2xx that the caller wants to see as an answer. */
  accept?: readonly number[];
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** null where the body was asked for as text or bytes, and where there is none. */
  json: unknown;
  text: string;
  bytes: Uint8Array;
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

/** How one try ended: with an answer, or with a fault that may be worth another try. */
type Try =
  | { kind: 'answer'; answer: HttpAnswer }
  | { kind: 'fault'; error: SourceError; repeatable: boolean; wait_ms: number | null };

/** One client for one source. Retries are bounded and only for requests that are safe to repeat. */
export function makeHttpClient(connection: HttpConnection, deps: HttpDeps = systemHttp): HttpClient {
  const base = parseBaseUrl(connection.base_url);
  const { auth } = connection;
  const { breaker, budget } = deps;
  /** Grows by the tokens that were fetched. */
  const secrets = secretsOf(auth);
  const redact = (text: string) => makeRedactor(secrets)(text);
  const headers: Record<string, string> = { accept: 'application/json', ...connection.headers };
  const pacer = connection.pace === undefined ? null : makePacer(connection.pace);
  let sent = 0;

  async function authorized(renew: boolean, signal: AbortSignal): Promise<Record<string, string>> {
    const authorization = await authorizationOf(auth, renew, signal);
    if (authorization === null) return headers;
    // The platform's own error would repeat it.
    if (!/^[\x20-\x7e]+$/.test(authorization))
      throw new SourceError(
        'source-unauthorized',
        `${base.host}: the token holds a character that no token has, such as a line break.`,
        { host: base.host },
      );
    const secret = authorization.split(' ').at(-1) ?? '';
    if (!secrets.includes(secret)) secrets.push(secret);
    return { ...headers, authorization };
  }

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

  const bodyOf = (request: HttpRequest): { body: string; type: string } | null => {
    if (request.form !== undefined)
      return {
        body: new URLSearchParams(request.form).toString(),
        type: 'application/x-www-form-urlencoded',
      };
    return request.body === undefined
      ? null
      : { body: JSON.stringify(request.body), type: 'application/json' };
  };

  async function send(request: HttpRequest, renew: boolean, signal: AbortSignal): Promise<Response> {
    let url = addressWithin(base, request.path, request.query);
    const written = bodyOf(request);
    const own = {
      ...(await authorized(renew, signal)),
      ...(written === null ? {} : { 'content-type': written.type }),
      ...(request.as === undefined || request.as === 'json' ? {} : { accept: '*/*' }),
    };
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await deps.fetch(url, {
        method: request.method,
        headers: url.origin === base.origin ? own : { accept: '*/*' },
        ...(written === null ? {} : { body: written.body }),
        redirect: 'manual',
        signal,
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return response;
      // Not waited for: nobody needs the body, and a connection that can't be drained is closed.
      response.body?.cancel().catch(() => {});
      if (request.method !== 'GET')
        throw fault('source-answer-invalid', request, `a write was redirected (${response.status})`);
      const next = new URL(location, url).href;
      url = request.elsewhere === true ? addressElsewhere(base, next) : addressWithin(base, next);
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
    if (status === 429) return end(make('source-rate-limited', tooMany(429, asked)));
    if (status >= 500)
      return end(
        fault('source-unavailable', request, `the source failed (${status})`, {
          ...details,
          ...unknownOutcome(request),
        }),
      );
    if (status === 403 && request.method === 'GET')
      return end(make('source-unauthorized', 'the credentials do not allow this (403)'));
    // What a form holds are credentials, and whoever complains may repeat them.
    const why = request.form === undefined ? complaint(text) : '';
    if (status >= 400) return end(make('source-refused', `refused (${status})${why}`));
    return end(make('source-answer-invalid', `unexpected status ${status}`));
  }

  /** Where the source says in its own way that it was asked too much. */
  function limited(request: HttpRequest, { status, headers: told }: Response, text: string): Try | null {
    if (connection.limitOf === undefined) return null;
    const wait = connection.limitOf({ status, headers: told, json: jsonOrNull(text) });
    if (wait === undefined) return null;
    const details = { status, ...(wait === null ? {} : { retry_after_ms: wait }) };
    return {
      kind: 'fault',
      error: fault('source-rate-limited', request, tooMany(status, wait), details),
      repeatable: true,
      wait_ms: wait,
    };
  }

  async function attempt(request: HttpRequest, renew: boolean): Promise<Try> {
    const timeout = connection.timeout_ms ?? TRY_TIMEOUT_MS;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
    try {
      const response = await send(request, renew, signal);
      const bytes = await readBytes(response);
      const text = request.as === 'bytes' && response.ok ? '' : new TextDecoder().decode(bytes);
      const limit = limited(request, response, text);
      if (limit !== null) return limit;
      if (!response.ok && !request.accept?.includes(response.status)) return judge(request, response, text);
      const json = response.ok && (request.as ?? 'json') === 'json' ? parseJson(text) : null;
      return {
        kind: 'answer',
        answer: { status: response.status, headers: response.headers, json, text, bytes },
      };
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

  /** What speaks against asking at all: a budget that is spent, a source that has been failing. */
  function refuseAtOnce(request: HttpRequest): void {
    const wait = breaker?.closedFor(deps.now()) ?? 0;
    if (wait > 0)
      throw fault(
        'source-unavailable',
        request,
        `it failed several times in a row; it is asked again in ${Math.ceil(wait / 1000)} s`,
        { retry_after_ms: wait },
      );
    if (budget !== undefined && sent >= budget)
      throw fault(
        'source-rate-limited',
        request,
        `the ${budget} requests that one sync may cost are spent; the next one goes on from here`,
        { budget },
      );
  }

  async function keepPace(request: HttpRequest): Promise<void> {
    sent += 1;
    const wait = pacer?.(deps.now()) ?? 0;
    if (wait > 0) await deps.sleep(wait, request.signal);
  }

  async function pause(milliseconds: number, request: HttpRequest): Promise<void> {
    try {
      await deps.sleep(milliseconds, request.signal);
    } catch {
      throw stopped(request);
    }
  }

  async function tryUntilDone(request: HttpRequest): Promise<HttpAnswer> {
    let renew = false;
    for (let tries = 1; ; tries += 1) {
      if (request.signal.aborted) throw stopped(request);
      refuseAtOnce(request);
      await keepPace(request);
      const outcome = await attempt(request, renew);
      if (outcome.kind === 'answer') return outcome.answer;
      // A token that ran out is fetched anew, once; the request was refused, so even a write may be repeated.
      if (auth.kind === 'grant' && outcome.error.code === 'source-unauthorized' && !renew) {
        renew = true;
        continue;
      }
      const tooLong = outcome.wait_ms !== null && outcome.wait_ms > MAX_RETRY_AFTER_MS;
      if (!isSafe(request) || !outcome.repeatable || tooLong || tries >= MAX_TRIES)
        throw tooLong ? rateLimited(outcome.error) : outcome.error;
      await pause(pauseMs(tries, outcome.wait_ms, deps.random), request);
    }
  }

  return {
    host: base.host,
    async request(request) {
      try {
        const answer = await tryUntilDone(request);
        breaker?.succeeded();
        return answer;
      } catch (error) {
        const down = error instanceof SourceError && error.code === 'source-unavailable';
        if (down && !request.signal.aborted && (breaker?.closedFor(deps.now()) ?? 0) === 0)
          breaker?.failed(deps.now());
        throw error;
      }
    },
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** In words; a status that is no error says nothing to whoever reads it. */
function tooMany(status: number, wait_ms: number | null): string {
  const said = `too many requests${status >= 400 ? ` (${status})` : ''}`;
  if (wait_ms === null) return said;
  const [unit_ms, unit] =
    wait_ms < 2 * MINUTE_MS ? [SECOND_MS, 's'] : wait_ms < 2 * HOUR_MS ? [MINUTE_MS, 'min'] : [HOUR_MS, 'h'];
  return `${said}; come back in ${Math.ceil(wait_ms / unit_ms)} ${unit}`;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
