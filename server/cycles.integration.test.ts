import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CycleEvent } from '#domain/cycle.ts';
import { type CycleId, cycleId } from '#domain/ids.ts';
import { teams } from '#store/testing/company.ts';
import { announced } from './news.ts';
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

const start = (who: Parameters<TestApp['ask']>[0], team: string = teams.payments) =>
  made.ask(who, { method: 'POST', url: '/api/cycles', payload: { team_id: team } });
const idOf = (body: unknown): CycleId => z.object({ id: cycleId }).parse(body).id;

const event = (step: CycleEvent['step'], done: number): Omit<CycleEvent, 'seq' | 'at'> => ({
  step,
  person_id: null,
  done,
  total: 2,
  message: `${step} ${done}`,
});

/** Reads a stream to its end; `seen` is called with each piece. */
async function follow(id: string, headers: Record<string, string> = {}, seen: () => void = () => {}) {
  const answer = await fetch(`${address}/api/cycles/${id}/events`, {
    headers: { 'x-fairlead-person': 'manager@example.com', ...headers },
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of answer.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    seen();
  }
  return {
    type: answer.headers.get('content-type'),
    ids: [...text.matchAll(/^id: (\d+)$/gm)].map(([, n]) => n),
    text,
  };
}

describe('a cycle', () => {
  test('is started by who leads the team, and only once at a time', async () => {
    const first = await start('manager');
    expect(first).toMatchObject({ status: 202, body: { state: 'queued', requested_by: 'per_manager' } });
    expect(made.sent).toContainEqual({ name: 'cycle-run', data: { cycle_id: idOf(first.body) } });
    expect(idOf((await start('hana')).body)).toBe(idOf(first.body));
    expect(await start('ann')).toMatchObject({ status: 403 });
    expect(await start('manager', teams.sales)).toMatchObject({ status: 404 });
    expect(await start('manager', 'team_nobody')).toMatchObject({ status: 404 });
  });

  test('is read by who leads the team', async () => {
    const id = idOf((await start('manager')).body);
    expect(await made.ask('manager', { url: `/api/cycles/${id}` })).toMatchObject({
      status: 200,
      body: { id, findings: [], names: {} },
    });
    expect(await made.ask('cas', { url: `/api/cycles/${id}` })).toMatchObject({ status: 404 });
    expect(await made.ask('cas', { url: `/api/cycles/${id}/events` })).toMatchObject({ status: 404 });
  });

  test('is followed as it goes, to its end, and again from the middle', async () => {
    const id = idOf((await start('manager')).body);
    const cycles = announced(made.company.system.cycles, made.news);
    await cycles.start(id);
    await cycles.report(id, 'a', event('load', 0));
    const begun = Promise.withResolvers<void>();
    const following = follow(id, {}, begun.resolve);
    await begun.promise;
    await cycles.report(id, 'b', event('summarise', 1));
    await cycles.finish(id, {
      people: 2,
      observations: 0,
      summary_ids: [],
      plan_ids: [],
      finding_ids: [],
      intervention_ids: [],
      claims_kept: 0,
      claims_dropped: 0,
      fallbacks: 0,
      not_enough_data: 0,
      input_tokens: 0,
      output_tokens: 0,
      seconds: 1,
    });
    await cycles.report(id, 'c', event('done', 2));
    const all = await following;
    expect(all.type).toContain('text/event-stream');
    expect(all.ids).toEqual(['1', '2', '3']);
    expect(all.text).toContain('event: progress');
    expect((await follow(id, { 'last-event-id': '2' })).ids).toEqual(['3']);
    expect((await follow(id, { 'last-event-id': '3' })).ids).toEqual([]);
  });
});
