import { ApiError } from './api.ts';

/** One server-sent event, its data parsed. */
export interface StreamEvent {
  event: string;
  data: unknown;
}

/** An event as its lines say it; null for a comment or an empty one. */
function eventOf(block: string): StreamEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).trim());
  }
  return data.length === 0 ? null : { event, data: JSON.parse(data.join('\n')) };
}

/** The events that a POST answers with, as they come. `EventSource` can only GET. */
export async function* postForEvents(
  path: string,
  body: unknown,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiError('offline', 0, 'The server cannot be reached. Is it running?');
  });
  if (!response.ok || response.body === null) {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    throw new ApiError(error.code, response.status, error.message);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const blocks = `${rest}${value.replaceAll('\r', '')}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== null) yield event;
    }
  }
}
