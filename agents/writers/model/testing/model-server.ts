import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one request. */
export type Behaviour =
  | { answer: unknown; tokens?: [input: number, output: number]; finish?: string }
  | { text: string }
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Answers after so many milliseconds, if the client still waits. */
  | { slow_ms: number; answer: unknown }
  /** Promises more than it sends, and hangs up. */
  | { cut_after: number }
  /** Hangs up at once. */
  | 'hang_up';

export interface ModelServer {
  base_url: string;
  /** Bodies of all requests. */
  requests: Record<string, unknown>[];
  close(): Promise<void>;
}

const completion = (content: string, [input, output]: [number, number], finish: string): string =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'test-model',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content, refusal: null } }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  });

function send(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
}

function behave(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  if (behaviour === 'hang_up') request.socket.destroy();
  else if ('status' in behaviour) {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(
      behaviour.body ?? JSON.stringify({ error: { message: 'sk-secret is not enough', code: null } }),
    );
  } else if ('slow_ms' in behaviour) {
    const timer = setTimeout(
      () => send(response, completion(JSON.stringify(behaviour.answer), [1, 1], 'stop')),
      behaviour.slow_ms,
    );
    response.on('close', () => clearTimeout(timer));
  } else if ('cut_after' in behaviour) {
    const whole = completion('{"claims":[]}', [1, 1], 'stop');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(whole.length) });
    response.write(whole.slice(0, behaviour.cut_after), () => request.socket.destroy());
  } else if ('text' in behaviour) send(response, completion(behaviour.text, [10, 5], 'stop'));
  else
    send(
      response,
      completion(JSON.stringify(behaviour.answer), behaviour.tokens ?? [10, 5], behaviour.finish ?? 'stop'),
    );
}

/** A server of OpenAI's protocol on loopback that behaves as it is told, turn by turn; the last turn is repeated. */
export async function startModelServer(turns: readonly Behaviour[]): Promise<ModelServer> {
  const requests: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const turn = turns[Math.min(requests.length, turns.length - 1)] ?? 'hang_up';
    requests.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
    behave(turn, request, response);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      await closed;
    },
  };
}
