import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvaluationRun, evaluationRun } from '#domain/evaluation.ts';
import { type EvaluationRunId, evaluationRunId, newId } from '#domain/ids.ts';
import { announcedRuns } from './news.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
let address: string;
beforeAll(async () => {
  made = await makeTestApp();
  address = await made.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await made.close();
});

async function asked(): Promise<EvaluationRunId> {
  const id = newId('evr', evaluationRunId);
  await made.company.system.evaluations.request({ id, suites: [], repeat: 1, requested_by: 'operator' });
  return id;
}

interface Told {
  id: string;
  run: EvaluationRun;
}

/** The events of a stream as they come, to its end. */
async function* follow(from: string, id: string, last?: string): AsyncGenerator<Told> {
  const answer = await fetch(`${from}/api/evaluations/${id}/events`, {
    headers: {
      'x-fairlead-person': 'hana@example.com',
      ...(last === undefined ? {} : { 'last-event-id': last }),
    },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let rest = '';
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = `${rest}${piece}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, mark, data] = /^id: (\S+)\nevent: progress\ndata: (.*)$/.exec(block) ?? [];
      if (mark === undefined || data === undefined) continue;
      yield { id: mark, run: evaluationRun.parse(JSON.parse(data)) };
    }
  }
}

const all = async (events: AsyncGenerator<Told>): Promise<Told[]> => {
  const told: Told[] = [];
  for await (const event of events) told.push(event);
  return told;
};

test('a run is told line by line, in order, until its end, and from the middle nothing twice', async () => {
  const id = await asked();
  const runs = announcedRuns(made.company.system.evaluations, made.news);
  const lines = ['beginning', 'retrieval: 9 of 9', 'groundedness: 40 of 40'];
  const seen: string[] = [];
  const marks: string[] = [];
  for await (const { id: mark, run } of follow(address, id)) {
    seen.push(`${run.state} ${run.progress}`);
    marks.push(mark);
    const next = lines.shift();
    if (next !== undefined) await runs.progress(id, next);
    else if (run.state === 'running') await runs.finish(id, { error: 'no model' });
  }
  expect(seen).toEqual([
    'queued null',
    'running beginning',
    'running retrieval: 9 of 9',
    'running groundedness: 40 of 40',
    'failed groundedness: 40 of 40',
  ]);
  expect((await all(follow(address, id, marks.at(-2)))).map(({ run }) => run.error)).toEqual(['no model']);
  expect(await all(follow(address, id, marks.at(-1)))).toEqual([]);
});

test('what happens in this process is told at once, and what another one does after a while', async () => {
  const id = await asked();
  const { evaluations } = made.company.system;
  const events = follow(address, id);
  await events.next();
  const begun = Date.now();
  await announcedRuns(evaluations, made.news).progress(id, 'here');
  expect((await events.next()).value).toMatchObject({ run: { progress: 'here' } });
  expect(Date.now() - begun).toBeLessThan(800);
  await evaluations.finish(id, { error: 'in another process' });
  expect((await events.next()).value).toMatchObject({ run: { state: 'failed' } });
  expect((await events.next()).done).toBe(true);
});

test('whoever may not read the run is refused the same way', async () => {
  const id = await asked();
  for (const who of ['ann', 'manager', null] as const)
    expect(await made.ask(who, { url: `/api/evaluations/${id}/events` })).toEqual(
      await made.ask(who, { url: `/api/evaluations/${id}` }),
    );
  const nothing = newId('evr', evaluationRunId);
  const missed = await made.ask('hana', { url: `/api/evaluations/${nothing}/events` });
  expect(missed).toEqual(await made.ask('hana', { url: `/api/evaluations/${nothing}` }));
  expect(missed.status).toBe(404);
});

test('a stream left open holds up no stop, and nobody waits for news any more', async () => {
  const id = await asked();
  const other = await made.again({});
  const from = await other.app.listen({ port: 0, host: '127.0.0.1' });
  let waiting = Promise.resolve();
  const { next } = other.news;
  other.news.next = (topic, atMostMs, signal) => {
    waiting = next(topic, atMostMs, signal);
    return waiting;
  };
  const open = request(`${from}/api/evaluations/${id}/events`, {
    headers: { 'x-fairlead-person': 'hana@example.com' },
  });
  open.on('error', () => {});
  open.end();
  const [answer] = await once(open, 'response');
  await once(
    answer.on('error', () => {}),
    'data',
  );
  const begun = Date.now();
  await other.close();
  expect(Date.now() - begun).toBeLessThan(500);
  // Woken by the end of the connection, long before it would have looked again.
  await waiting;
  expect(Date.now() - begun).toBeLessThan(500);
});

test('a client that goes is not followed any more', async () => {
  const { news } = made;
  const id = await asked();
  const leaving = new AbortController();
  const answer = await fetch(`${address}/api/evaluations/${id}/events`, {
    headers: { 'x-fairlead-person': 'hana@example.com' },
    signal: leaving.signal,
  });
  let looks = 0;
  const { next } = news;
  news.next = (...args) => {
    looks += 1;
    return next(...args);
  };
  leaving.abort();
  await answer.text().catch(() => '');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = looks;
  news.tell(id);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(looks).toBe(before);
  news.next = next;
});
