import type { FastifyReply } from 'fastify';
import type { News } from './news.ts';

/** What happens in this process is told at once; what happens in another one is looked at so often. */
const LOOK_EVERY_MS = 1000;
/** Who followed this long without an end asks again, and is let in anew. */
const FOLLOW_AT_MOST_MS = 30 * 60 * 1000;

/** One server-sent event. A client that lost its connection names the last `id` that it got. */
export interface ServerEvent {
  id?: string;
  event: string;
  data: object;
}

export interface EventStream {
  /** Aborts when the client goes, or the server closes. */
  gone: AbortSignal;
  /** Sends nothing to a client that is gone. */
  send(event: ServerEvent): Promise<void>;
}

/** Begins the answer; what is refused must be refused before. Keep-alive comments are the plugin's. */
export function openEventStream(reply: FastifyReply): EventStream {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  reply.sse.sendHeaders();
  return {
    gone: gone.signal,
    async send(event) {
      if (reply.sse.isConnected) await reply.sse.send(event);
    },
  };
}

/** What there is to tell after the event `last` (an empty text at first). */
export interface Look {
  events: readonly (ServerEvent & { id: string })[];
  /** Nothing comes after these. */
  ended: boolean;
  /** There is more to read already. */
  more?: boolean;
}

/** Tells what `look` finds whenever there is news of the topic, until it has ended or the client is gone. */
export async function follow(
  reply: FastifyReply,
  news: News,
  topic: string,
  look: (last: string) => Promise<Look>,
): Promise<void> {
  let last = reply.sse.lastEventId ?? '';
  const { gone, send } = openEventStream(reply);
  const end = Date.now() + FOLLOW_AT_MOST_MS;
  while (!gone.aborted && Date.now() < end) {
    // Asked for before looking: what is told meanwhile is not missed.
    const moved = news.next(topic, LOOK_EVERY_MS, gone);
    const { events, ended, more = false } = await look(last);
    for (const event of events) {
      await send(event);
      last = event.id;
    }
    if (ended) return;
    if (!more) await moved;
  }
}
