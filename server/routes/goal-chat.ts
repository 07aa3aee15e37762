import { z } from 'zod';
import { makeGoalChat } from '#agents/goals/chat/graph.ts';
import { replyTo } from '#agents/goals/chat/reply.ts';
import { checkGoal, savingBlockedBy } from '#agents/goals/checks/run.ts';
import { parseGoal } from '#agents/goals/parser.ts';
import { FairleadError } from '#domain/errors.ts';
import type { ParsedGoal } from '#domain/goal.ts';
import { goalId, kpiId, newId } from '#domain/ids.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import type { App, AppDeps } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';

const body = z.object({
  thread_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .optional()
    .describe('a conversation to go on with; a new one when left out'),
  text: z.string().trim().min(1).max(4000),
});

/** Events of a turn: contract 6. */
type Send = (
  event: 'token' | 'draft' | 'question' | 'saved' | 'error' | 'done',
  data: object,
) => Promise<void>;

/** The calendar year; an organisation's own fiscal year comes with its settings. */
const FISCAL_YEAR_START_MONTH = 1;

/** A goal said in plain words becomes a measurable one; what wasn't said is asked for, never filled in. */
export function goalChatRoutes(app: App, { clock, database }: AppDeps): void {
  const chat = makeGoalChat(makeCheckpointer(database));
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
      // Under the person's own id: nobody goes on with somebody else's conversation.
      const thread = `${caller.person.id}:${thread_id}`;
      const send: Send = async (event, data) => {
        if (reply.sse.isConnected) await reply.sse.send({ event, data });
      };
      reply.sse.sendHeaders();
      try {
        const { text: said, phase } = await chat.say(thread, text);
        const goal = parseGoal({
          id: thread_id,
          text: said,
          today: clock.today(),
          fiscal_year_start_month: FISCAL_YEAR_START_MONTH,
        });
        if (phase === 'cancelled')
          await stream(send, 'Nothing was saved. Say another goal whenever you like.');
        else if (phase === 'confirmed')
          await chat.settle(thread, await save(caller, goal, clock.today(), clock.now(), send));
        else await tell(goal, clock.today(), send);
      } catch (error) {
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

async function stream(send: Send, text: string): Promise<void> {
  for (const word of text.split(/(?<= )/)) await send('token', { text: word });
}

async function tell(goal: ParsedGoal, today: string, send: Send): Promise<void> {
  const findings = checkGoal({ kpis: goal.kpis, today });
  const notes = findings.slice(0, 3).map(({ id, sentence, fix }) => ` ${sentence} ${fix} [${id}]`);
  const ready = goal.measurable && savingBlockedBy(findings).length === 0 ? ' Say yes to save it.' : '';
  await stream(send, `${replyTo(goal)}${notes.join('')}${ready}`);
  await send('draft', { goal });
  for (const question of goal.questions) await send('question', question);
}

/** Keeps the goal, or says what has to be put right first. */
async function save(
  caller: Caller,
  goal: ParsedGoal,
  today: string,
  now: string,
  send: Send,
): Promise<'saved' | 'forming'> {
  const blocked = savingBlockedBy(checkGoal({ kpis: goal.kpis, today }));
  if (!goal.measurable || blocked.length > 0) {
    await stream(
      send,
      ['It can’t be saved yet.', ...blocked.map(({ sentence, fix }) => `${sentence} ${fix}`)].join(' '),
    );
    for (const question of goal.questions) await send('question', question);
    return 'forming';
  }
  const id = newId('goal', goalId);
  await caller.store.goals.create({
    id,
    owner: { kind: 'person', id: caller.person.id },
    parent_id: null,
    objective: goal.objective,
    description: goal.text,
    visibility: 'line',
    status: 'active',
    priority: null,
    kpis: goal.kpis.map((kpi) => ({
      ...kpi,
      id: newId('kpi', kpiId),
      goal_id: id,
      indicator_id: null,
      baseline_evidence_id: null,
    })),
    created_by: caller.person.id,
    created_at: now,
    updated_at: now,
  });
  await stream(send, 'Saved.');
  await send('saved', { goal_id: id });
  return 'saved';
}
