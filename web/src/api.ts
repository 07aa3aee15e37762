/** The one way to the server: JSON both ways, errors as the API words them. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: string, status: number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return body;
  const { error } = body as { error: { code: string; message: string; details?: Record<string, unknown> } };
  throw new ApiError(error.code, response.status, error.message, error.details);
}

/** A server that has too much to do at the moment says so, and mostly can a moment later. */
const BUSY = 503;
const BUSY_ATTEMPTS = 5;
const BUSY_PAUSE_MS = 1000;

/** A read is asked again while the server is busy; a write never by itself. */
async function fetchPatiently(path: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(path, init);
    if (response.status !== BUSY || init.method !== 'GET' || attempt >= BUSY_ATTEMPTS) return response;
    await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS * attempt));
  }
}

async function send(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetchPatiently(path, {
      method,
      credentials: 'same-origin',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('offline', 0, 'The server cannot be reached. Is it running?');
  }
  return answerOf(response);
}

export const get = <Answer>(path: string) => send('GET', path, undefined) as Promise<Answer>;
export const post = <Answer>(path: string, body: unknown, headers?: Record<string, string>) =>
  send('POST', path, body, headers) as Promise<Answer>;
export const patch = <Answer>(path: string, body: unknown) => send('PATCH', path, body) as Promise<Answer>;
export const put = <Answer>(path: string, body: unknown, headers?: Record<string, string>) =>
  send('PUT', path, body, headers) as Promise<Answer>;
export const remove = <Answer>(path: string) => send('DELETE', path, undefined) as Promise<Answer>;
