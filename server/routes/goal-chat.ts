import { z } from 'zod';
import { makeGoalChat } from '#agents/goals/chat/graph.ts';
import { FairleadError } from '#domain/errors.ts';
import { goalId, newId } from '#domain/ids.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { openEventStream } from '../event-stream.ts';
import { goalChatPorts } from '../goal-chat-ports.ts';

// What is longer than a goal is answered, not refused; a request's own limit is a megabyte.
const LONGEST_TEXT = 500_000;

const body = z.object({
  thread_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .optional()
    .describe('a conversation to go on with; a new one when left out'),
  text: z.string().min(1).max(LONGEST_TEXT),
});

/** Events of a turn: contract 6. */
type Send = (
  event: 'token' | 'draft' | 'question' | 'saved' | 'error' | 'done',
  data: object,
) => Promise<void>;

/** A goal said in plain words becomes a measurable one; what wasn't said is asked for, never filled in. */
export function goalChatRoutes(app: App, { clock, database, goalReader, grounding, queue }: AppDeps): void {
  const chat = makeGoalChat(makeCheckpointer(database), goalReader ?? null);
  app.post(
    '/api/goals/chat',
    {
      sse: 'only',
      schema: {
        tags: ['goals'],
        summary: 'server-sent events: token, draft, question, saved, error, done',
        body,
      },
    },
    async (request, reply) => {
      const caller = await request.caller();
      const { text, thread_id = newId('goal', goalId) } = request.body;
      const { fiscal_year_start_month } = await caller.store.policy.current();
      let sent = Promise.resolve();
      let kept = false;
      const stream = openEventStream(reply);
      const send: Send = (event, data) => stream.send({ event, data });
      try {
        await chat.say(
          {
            // Under the person's own id: nobody goes on with somebody else's conversation.
            thread: `${caller.person.id}:${thread_id}`,
            said: text,
            at: clock.now(),
            today: clock.today(),
            fiscal_year_start_month,
            ports: await goalChatPorts({
              caller,
              clock,
              ground: grounding?.as(caller.store) ?? null,
            }),
            signal: stream.gone,
          },
          ({ event, data }) => {
            if (event === 'saved') kept = true;
            sent = sent.then(() => send(event, data));
          },
        );
        await sent;
        // Where it stands today shows at once, not only after the next sync.
        if (kept) await queue.send('goal-progress', {});
      } catch (error) {
        await sent;
        request.log.error({ message: error instanceof Error ? error.message : String(error) });
        const known = error instanceof FairleadError;
        await send('error', {
          code: known ? error.code : 'internal',
          message: known ? error.message : 'Something went wrong on our side; say it again.',
        });
      }
      await send('done', { thread_id });
    },
  );
}
