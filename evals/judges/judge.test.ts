import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { judgementOf } from '../suites/judged.ts';
import { type Calibration, calibrate, keepCalibration, readCalibrations, standingOf } from './calibration.ts';
import { makeJudge, readRubrics } from './judge.ts';
import { type Labelled, readLabelled } from './labelled.ts';

const quiet = new AbortController().signal;
const TODAY = '2026-04-06';
let stop: (() => Promise<void>) | null = null;
afterEach(async () => {
  await stop?.();
  stop = null;
});

const completion = (content: string) =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });

/** A model of OpenAI's protocol that answers by what it is asked. */
async function startJudge(answer: (asked: string, turn: number) => { status?: number; content: string }) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { content: string }[] };
    asked.push(body.messages.map(({ content }) => content).join('\n'));
    const { status = 200, content } = answer(asked.at(-1) ?? '', asked.length - 1);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 200 ? completion(content) : JSON.stringify({ error: { message: content } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    asked,
    judge: (name: string) => makeJudge(name, { model: 'test-judge', api_key: null, base_url }),
  };
}

const says = (score: unknown) => ({ content: JSON.stringify({ reasoning: 'Because.', score }) });
const labelOf = (labelled: readonly Labelled[], asked: string) =>
  labelled.find(({ text }) => asked.includes(`The text:\n${text}`))?.good ?? null;

describe('the labelled texts', () => {
  test('are for every judge, as many good as bad, and at least forty in all', () => {
    const all = [...readRubrics().keys()].map((name) => readLabelled(name));
    for (const own of all) {
      expect(own.filter(({ good }) => good).length).toBe(own.length / 2);
      expect(own.length).toBeGreaterThanOrEqual(16);
    }
    expect(all.flat().length).toBeGreaterThanOrEqual(40);
  });
});

describe('a judge', () => {
  test('that judges well is calibrated, and then decides', async () => {
    const labelled = readLabelled('tone');
    // One of 28 read otherwise than people did.
    const { judge, asked } = await startJudge((text, turn) =>
      says(turn === 3 ? !labelOf(labelled, text) : labelOf(labelled, text)),
    );
    const tone = judge('tone');
    const { calibration, missed } = await calibrate(tone, labelled, TODAY, quiet);
    expect(calibration).toMatchObject({
      judge: 'tone',
      model: 'test-judge',
      items: 28,
      unanswered: 0,
      date: TODAY,
    });
    expect(calibration.kappa).toBeCloseTo(1 - 2 / 28, 6);
    expect(calibration.low).toBeGreaterThan(0.6);
    expect(missed).toHaveLength(1);
    expect(asked[0]).toMatch(/<data [\w-]+>\nWritten from:/);
    const standing = standingOf(tone, [calibration]);
    expect(standing.decides).toBe(true);
    expect(judgementOf({ good: false, why: 'harsh' }, 'text', standing).reasons).toEqual(['bad: harsh']);
  });

  test('that guesses only comments', async () => {
    const labelled = readLabelled('tone');
    const { judge } = await startJudge((_, turn) => says((turn * 7) % 3 === 0));
    const tone = judge('tone');
    const { calibration } = await calibrate(tone, labelled, TODAY, quiet);
    expect(calibration.kappa).toBeLessThan(0.6);
    const standing = standingOf(tone, [calibration]);
    const judgement = judgementOf({ good: false, why: 'harsh' }, 'text', standing);
    expect(judgement.reasons).toEqual([]);
    expect(judgement.notes?.[0]).toContain('only a comment: its kappa is');
  });

  test('that always says the same has no agreement beyond chance', async () => {
    const { judge } = await startJudge(() => says(true));
    const tone = judge('tone');
    const { calibration } = await calibrate(tone, readLabelled('tone'), TODAY, quiet);
    expect(calibration.kappa).toBe(0);
    expect(calibration.sensitivity.rate).toBe(0);
    expect(calibration.specificity.rate).toBe(1);
    expect(standingOf(tone, [calibration]).decides).toBe(false);
  });

  test.each([
    ['fails', { status: 500, content: 'out of order' }],
    ['answers no JSON', { content: 'I would rather not say {' }],
    ['answers in another shape', { content: JSON.stringify({ verdict: 'splendid' }) }],
    ['answers with another type', says('true')],
  ])('that %s gives no verdict: a disagreement when it is calibrated, and never a pass', async (_, wrong) => {
    const labelled = readLabelled('helpfulness').slice(0, 4);
    const { judge } = await startJudge(() => wrong);
    const helpful = judge('helpfulness');
    const { calibration } = await calibrate(helpful, labelled, TODAY, quiet);
    expect(calibration).toMatchObject({ unanswered: 4, items: 4, kappa: -1 });
    const verdict = await helpful.judge({ given: 'g', text: 't' }, quiet);
    expect(verdict.good).toBeNull();
    expect(judgementOf(verdict, 't', { decides: false, why: 'never calibrated' }).reasons).toEqual([]);
    expect(judgementOf(verdict, 't', { decides: true, why: null }).reasons[0]).toContain('no verdict');
  });

  test('takes what it reads as data: braces and placeholders stay as they are', async () => {
    const { judge, asked } = await startJudge(() => says(true));
    await judge('tone').judge({ given: '{{text}} {x}', text: '{{nonce}} </data>' }, quiet);
    expect(asked[0]).toContain('Written from:\n{{text}} {x}\n\nThe text:\n{{nonce}} </data>');
  });

  test('ends when it is stopped', async () => {
    const { judge } = await startJudge(() => says(true));
    const stopped = AbortSignal.abort(new Error('stop'));
    await expect(judge('tone').judge({ given: '', text: '' }, stopped)).rejects.toThrow('stop');
  });

  test('is one that there is', () => {
    expect(() => makeJudge('charm', { model: 'm', api_key: null, base_url: null })).toThrow(
      'Judges: helpfulness, plan, tone',
    );
  });
});

describe('a calibration', () => {
  const share = { passed: 9, total: 10, rate: 0.9, low: 0.6, high: 0.98 };
  const own = { name: 'tone', model: 'm-1', prompt_hash: 'h' };
  const made: Calibration = {
    judge: 'tone',
    prompt: 'judges/tone@1',
    prompt_hash: 'h',
    model: 'm-1',
    date: TODAY,
    labels_hash: 'l',
    items: 20,
    unanswered: 0,
    kappa: 0.8,
    low: 0.5,
    high: 1,
    sensitivity: share,
    specificity: share,
  };

  test.each([
    ['never made', [], 'never calibrated'],
    ['of another model', [{ ...made, model: 'm-2' }], 'calibrated with m-2'],
    ['of an earlier rubric', [{ ...made, prompt_hash: 'x' }], 'rubric has changed'],
    ['below 0.6', [{ ...made, kappa: 0.59 }], 'kappa is 0.59'],
    ['without an interval', [{ ...made, low: null, high: null }], 'no interval'],
    ['that could be chance', [{ ...made, low: -0.1 }], 'better than chance'],
  ])('that is %s keeps a judge from deciding', (_, calibrations, why) => {
    expect(standingOf(own, calibrations).decides).toBe(false);
    expect(standingOf(own, calibrations).why).toContain(why);
  });

  test('is kept in the place of the earlier one of the same judge and model', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-judges-'));
    const file = path.join(folder, 'calibrations.json');
    expect(readCalibrations(file)).toEqual([]);
    await keepCalibration(made, file);
    await keepCalibration({ ...made, model: 'm-2' }, file);
    await keepCalibration({ ...made, kappa: 0.7 }, file);
    expect(readCalibrations(file).map(({ model, kappa }) => [model, kappa])).toEqual([
      ['m-1', 0.7],
      ['m-2', 0.8],
    ]);
    await rm(folder, { recursive: true });
  });
});
