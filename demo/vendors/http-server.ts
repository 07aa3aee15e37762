import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { VendorFault, VendorServer } from './datasets.ts';

export interface VendorRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
  /** Set where a fault asks for the page before or after the right one. */
  page_fault: 'repeat_page' | 'lose_page' | null;
}

export interface VendorReply {
  status: number;
  body?: unknown;
  /** Instead of a body in JSON: the text as it is. */
  text?: string;
  headers?: Record<string, string>;
}

export type VendorHandler = (request: VendorRequest) => Promise<VendorReply> | VendorReply;

/** Largest request body that is read; vendors refuse more. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** Requests remembered for tests. */
const MAX_REMEMBERED = 5000;

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return null;
  if (incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true)
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Faults waiting for their request. Each spares `after` matching requests and then hits `times` of them. */
function makeFaultPlan() {
  const waiting: { fault: VendorFault; spared: number; hit: number }[] = [];
  return {
    add: (fault: VendorFault) => waiting.push({ fault, spared: 0, hit: 0 }),
    clear: () => {
      waiting.length = 0;
    },
    next(path: string): VendorFault['kind'] | null {
      for (const entry of waiting) {
        if (!path.includes(entry.fault.path) || entry.hit >= entry.fault.times) continue;
        if (entry.spared < entry.fault.after) {
          entry.spared += 1;
          continue;
        }
        entry.hit += 1;
        return entry.fault.kind;
      }
      return null;
    },
  };
}

function send(response: ServerResponse, reply: VendorReply, kind: VendorFault['kind'] | null): void {
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const headers = { 'content-type': 'application/json;charset=UTF-8', ...reply.headers };
  if (kind?.type === 'cut') {
    const half = text.slice(0, Math.floor(text.length / 2));
    response.writeHead(reply.status === 204 ? 200 : reply.status, {
      ...headers,
      'content-length': Buffer.byteLength(text) + 1,
    });
    response.write(half, () => response.destroy());
    return;
  }
  const shown = kind?.type === 'malformed' ? `${text.slice(0, Math.floor(text.length / 2))}…` : text;
  response.writeHead(reply.status, headers);
  response.end(reply.status === 204 ? undefined : shown);
}

function faultReply(kind: Extract<VendorFault['kind'], { type: 'status' }>): VendorReply {
  const seconds = kind.retry_after_seconds;
  return {
    status: kind.status,
    body: { errorMessages: [`simulated ${kind.status}`], errors: {} },
    ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }),
  };
}

/**
 * A vendor's HTTP server on loopback. A fault of kind `status` comes before the request is carried out; `cut` and
 * `malformed` come after it, as when an answer is lost on the way back.
 */
export async function startVendorServer(handler: VendorHandler, port = 0): Promise<VendorServer> {
  const requests: VendorServer['requests'] = [];
  const faults = makeFaultPlan();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const method = incoming.method ?? 'GET';
    const body = await readBody(incoming);
    const kind = faults.next(url.pathname);
    if (kind?.type === 'slow') await delay(kind.milliseconds);
    const request: VendorRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body,
      page_fault: kind?.type === 'repeat_page' || kind?.type === 'lose_page' ? kind.type : null,
    };
    const reply =
      kind?.type === 'status'
        ? faultReply(kind)
        : body === undefined
          ? { status: 400, body: { errorMessages: ['The request body is not valid JSON.'] } }
          : await handler(request);
    requests.push({ method, path: `${url.pathname}${url.search}`, body, status: reply.status });
    if (requests.length > MAX_REMEMBERED) requests.shift();
    send(response, reply, kind);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, body: { message: String(error) } }, null);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const boundPort = address !== null && typeof address === 'object' ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    requests,
    inject: (fault) => {
      faults.add(fault);
    },
    heal: () => faults.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
