import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ConversationCase,
  type ConversationTurn,
  conversationCases,
  scriptedGrounding,
} from './testing/conversation.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await makeTestApp();
});
afterAll(() => testApp.close());

interface ChatEvent {
  event: string;
  data: { text?: string; field?: string; thread_id?: string; goal_id?: string; goal?: { kpis: object[] } };
}

async function said(
  app: TestApp,
  as: ConversationCase['as'],
  text: string,
  thread: string | null,
): Promise<ChatEvent[]> {
  const payload = { text, ...(thread === null ? {} : { thread_id: thread }) };
  const answer = await app.ask(as, { method: 'POST', url: '/api/goals/chat', payload });
  expect(answer.status).toBe(200);
  return String(answer.body)
    .split('\n\n')
    .filter((block) => block.includes('event:'))
    .map((block) => ({
      event: /event: (.*)/.exec(block)?.[1] ?? '',
      data: JSON.parse(/data: (.*)/.exec(block)?.[1] ?? '{}') as ChatEvent['data'],
    }));
}

const textOf = (turn: Exclude<ConversationTurn, { restart_on: string }>): string =>
  'say' in turn ? turn.say : turn.repeat.text.repeat(turn.repeat.times);

function check(turn: Exclude<ConversationTurn, { restart_on: string }>, events: readonly ChatEvent[]): void {
  const of = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data);
  const reply = of('token')
    .map(({ text }) => text)
    .join('');
  const at = `${textOf(turn).slice(0, 60)} → ${reply}`;
  expect(of('error'), at).toEqual([]);
  expect(events.at(-1)?.event, at).toBe('done');
  expect(reply, at).not.toMatch(/\{[a-z_]+\}|undefined|null|NaN/);
  for (const part of turn.reply ?? []) expect(reply, at).toContain(part);
  if (turn.question !== undefined) expect(of('question')[0]?.field ?? null, at).toBe(turn.question);
  if (turn.draft === false || turn.kpis === null) expect(of('draft'), at).toEqual([]);
  else if (turn.kpis !== undefined) {
    expect(of('draft')[0]?.goal?.kpis, at).toHaveLength(turn.kpis.length);
    expect(of('draft')[0]?.goal?.kpis, at).toMatchObject(turn.kpis);
  }
  if (turn.saved !== undefined) expect(of('saved').length > 0, at).toBe(turn.saved);
}

const cases = conversationCases();
test('there are at least ten, in three languages', () => {
  expect(cases.length).toBeGreaterThanOrEqual(10);
});

test.each(cases)('$name', async ({ as, turns, stored, never, grounding }) => {
  let app = await testApp.again({ ground: scriptedGrounding(grounding) });
  let thread: string | null = null;
  const all: ChatEvent[] = [];
  for (const turn of turns) {
    if ('restart_on' in turn) {
      await app.close();
      app = await testApp.again({ ground: scriptedGrounding(grounding), today: turn.restart_on });
      continue;
    }
    const events = await said(app, as, textOf(turn), thread);
    thread = events.at(-1)?.data.thread_id ?? thread;
    all.push(...events);
    check(turn, events);
  }
  await app.close();
  const ids = new Set(
    all.flatMap(({ event, data }) => (event === 'saved' && data.goal_id ? [data.goal_id] : [])),
  );
  const kept = await Promise.all(
    [...ids].map(async (id) => (await testApp.ask(as, { method: 'GET', url: `/api/goals/${id}` })).body),
  );
  expect(kept).toHaveLength(stored.length);
  expect(kept).toMatchObject(stored);
  const everything = JSON.stringify(all);
  for (const words of never) expect(everything).not.toContain(words);
});
