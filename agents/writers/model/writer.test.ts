import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { steadyWork, testBrief } from '#agents/briefs/testing/material.ts';
import { draftPlan, draftSummary } from '#agents/cycle/drafting.ts';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { defaultPatience } from './ask.ts';
import { type Behaviour, type ModelServer, startModelServer } from './testing/model-server.ts';
import { makeModelWriter, makeOpenAiChat } from './writer.ts';

const offline = makeOfflineWriter();
const never = new AbortController().signal;
let server: ModelServer | null = null;
let brief: SummaryBrief;

beforeAll(async () => {
  brief = await testBrief(steadyWork({ open: 3, due: true }));
});

afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(...turns: Behaviour[]) {
  server = await startModelServer(turns);
  const pauses: number[] = [];
  const writer = makeModelWriter({
    chat: makeOpenAiChat({ model: 'test-model', api_key: 'sk-secret', base_url: server.base_url }),
    offline,
    model_name: 'test-model',
    patience: { ...defaultPatience, attempt_ms: 300 },
    sleep: async (ms) => {
      pauses.push(ms);
    },
    random: () => 0,
  });
  return { writer, server, pauses };
}

const counts = () => brief.evidence.findIndex(({ id }) => id === brief.overview?.evidence_id) + 1;
const honest = () => ({
  claims: [
    {
      section: 'achieved',
      text: `PERSON_1 closed ${brief.overview?.closed} work items.`,
      citations: [`e${counts()}`],
    },
  ],
});
const invented = () => ({
  claims: [
    { section: 'achieved', text: 'PERSON_1 closed 4711 work items.', citations: [`e${counts()}`] },
    { section: 'achieved', text: 'PERSON_1 closed PAY-666 by its due day.', citations: [`e${counts()}`] },
    {
      section: 'achieved',
      text: `PERSON_1 closed ${brief.overview?.closed} work items.`,
      citations: ['e999'],
    },
  ],
});

describe('a model that answers well', () => {
  test('words the draft, with names put back, evidence cited and tokens counted', async () => {
    const { writer, server: asked } = await start({ answer: honest(), tokens: [900, 40] });
    const draft = await draftSummary(brief, writer, offline, never);
    expect(draft.claims).toEqual([
      {
        section: 'achieved',
        text: `Ada Byron closed ${brief.overview?.closed} work items.`,
        citations: [brief.overview?.evidence_id],
      },
    ]);
    expect(draft.authorship).toMatchObject({
      writer: 'model@1',
      model: 'test-model',
      prompt: 'writer/summary@1',
      fallback_reason: null,
      input_tokens: 900,
      output_tokens: 40,
    });
    expect(asked.requests).toHaveLength(1);
  });

  test('is given no tool, a strict shape, and nobody’s name or address', async () => {
    const { writer, server: asked } = await start({ answer: honest() });
    await writer.writeSummary(brief, { feedback: ['"Ada Byron closed 9." is not supported'], signal: never });
    const [request] = asked.requests;
    expect(request).not.toHaveProperty('tools');
    expect(request).not.toHaveProperty('functions');
    expect(request?.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'summary', strict: true, schema: { additionalProperties: false } },
    });
    const sent = JSON.stringify(request);
    expect(sent).not.toMatch(/Ada|Byron|@example|evd_|per_ada/);
    expect(sent).toContain('PERSON_1 closed 9.');
  });

  test('words a plan whose areas rest on evidence', async () => {
    const measure = brief.measures.find(({ reachable }) => reachable !== null);
    const cited = `e${brief.evidence.findIndex(({ id }) => id === measure?.evidence_id) + 1}`;
    const sentence = {
      text: `The ${measure?.definition.name} stood at ${measure?.recent}.`,
      citations: [cited],
    };
    const area = {
      title: 'Steadier flow',
      reason: sentence,
      actions: ['Agree on a limit for work in progress.', 'Meet Ada on 3 March.', 'Ask for a promotion.'],
      measure: sentence,
      review_on: '2031-01-01',
    };
    const { writer } = await start({ answer: { areas: [area] } });
    const draft = await draftPlan(brief, writer, offline, never);
    expect(draft.authorship.fallback_reason).toBeNull();
    expect(draft.areas).toHaveLength(1);
    expect(draft.areas[0]?.actions).toEqual(['Agree on a limit for work in progress.']);
    expect(draft.areas[0]?.review_on).toBe('2026-07-08');
  });

  test('is not asked about somebody of whom too little is known', async () => {
    const { writer, server: asked } = await start('hang_up');
    const draft = await draftSummary({ ...brief, thin: true }, writer, offline, never);
    expect(asked.requests).toEqual([]);
    expect(draft).toMatchObject({
      status: 'not_enough_data',
      claims: [],
      authorship: { writer: 'offline@1' },
    });
  });
});

describe('a model that misbehaves', () => {
  const broken: [string, Behaviour, requests: number, reason: RegExp][] = [
    ['is slow', { slow_ms: 5000, answer: {} }, 3, /no answer within 0.3 seconds, 3 times/],
    ['answers 429', { status: 429 }, 3, /too many requests \(429\), 3 times/],
    ['answers 500', { status: 500 }, 3, /its server failed \(500\), 3 times/],
    ['refuses the key', { status: 401 }, 1, /did not accept the key \(401\)\.$/],
    ['does not know the model', { status: 404 }, 1, /does not know it \(404\)/],
    ['refuses the question', { status: 400 }, 1, /did not accept the question \(400\)/],
    ['cuts its answer', { cut_after: 60 }, 3, /connection to it broke, 3 times/],
    ['hangs up', 'hang_up', 3, /connection to it broke, 3 times/],
    ['sends a page instead of an answer', { status: 200, body: '<html>busy</html>' }, 2, /not valid JSON/],
    ['answers half of a JSON text', { text: '{"claims":[{"sec' }, 2, /was not valid JSON/],
    ['answers prose', { text: 'Ada is doing fine.' }, 2, /was not valid JSON/],
    ['answers another shape', { answer: { claims: [{ text: 5 }] } }, 2, /wrong shape at claims\.0/],
    ['answers null', { answer: null }, 2, /wrong shape at the top/],
    ['runs out of room', { answer: { claims: [] }, finish: 'length' }, 2, /was cut off/],
    [
      'sends a flood',
      { answer: { claims: Array(500).fill({ section: 'achieved', text: 'x', citations: [] }) } },
      2,
      /wrong shape at claims/,
    ],
  ];

  test.each(broken)(
    'that %s: the offline writer takes over and the draft says why',
    async (_, turn, requests, reason) => {
      const { writer, server: asked } = await start(turn);
      const draft = await draftSummary(brief, writer, offline, never);
      const own = await draftSummary(brief, offline, offline, never);
      expect(draft.claims).toEqual(own.claims);
      expect(draft.authorship).toMatchObject({ writer: 'offline@1', model: 'test-model' });
      expect(draft.authorship.fallback_reason).toMatch(reason);
      expect(draft.authorship.fallback_reason).not.toContain('sk-secret');
      expect(asked.requests).toHaveLength(requests);
    },
  );

  test('that comes to itself is waited for as long as it asked, within bounds', async () => {
    const { writer, pauses } = await start(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': '9000' } },
      { answer: honest() },
    );
    const draft = await draftSummary(brief, writer, offline, never);
    expect(draft.authorship.fallback_reason).toBeNull();
    expect(pauses).toEqual([7000, 15_000]);
  });

  test('that answers badly once is told what was wrong', async () => {
    const { writer, server: asked } = await start({ answer: { claims: 'many' } }, { answer: honest() });
    const draft = await draftSummary(brief, writer, offline, never);
    expect(draft.authorship).toMatchObject({ fallback_reason: null, input_tokens: 20, output_tokens: 10 });
    expect(JSON.stringify(asked.requests[1])).toContain(
      'could not be used: its answer had the wrong shape at claims',
    );
  });

  test('that invents figures and tickets loses those sentences, is told, and is replaced when it goes on', async () => {
    const { writer, server: asked } = await start({ answer: invented() });
    const draft = await draftSummary(brief, writer, offline, never);
    expect(asked.requests).toHaveLength(2);
    expect(JSON.stringify(asked.requests[1])).toContain('number-not-in-evidence: 4711');
    expect(draft.authorship.fallback_reason).toMatch(/failed verification twice/);
    expect(draft.authorship).toMatchObject({ writer: 'offline@1', model: 'test-model', input_tokens: 20 });
    expect(JSON.stringify([draft.claims, draft.areas])).not.toMatch(/4711|PAY-666/);
  });

  test('that puts itself right after being told keeps the pen', async () => {
    const { writer } = await start({ answer: invented() }, { answer: honest() });
    const draft = await draftSummary(brief, writer, offline, never);
    expect(draft.authorship.fallback_reason).toBeNull();
    expect(draft.claims).toHaveLength(1);
  });

  test('that judges and promises is refused, and its words are shown to nobody', async () => {
    const claims = ['PERSON_1 deserves a rating of 5.', 'PERSON_1 did well.'].map((text) => ({
      section: 'achieved',
      text,
      citations: ['e1'],
    }));
    const { writer } = await start({ answer: { claims } });
    const draft = await draftSummary(brief, writer, offline, never);
    expect(draft.authorship.fallback_reason).toMatch(/judged, promised or stated nothing/);
    expect(JSON.stringify(draft)).not.toMatch(/deserves|did well/);
  });

  test('that is down is left alone for a while', async () => {
    const { writer, server: asked } = await start({ status: 500 });
    for (let person = 0; person < 6; person += 1) await draftSummary(brief, writer, offline, never);
    expect(asked.requests).toHaveLength(9);
    const draft = await draftPlan(brief, writer, offline, never);
    expect(draft.authorship.fallback_reason).toMatch(/left alone/);
  });
});

test('an abort ends the writing at once and is no reason to fall back', async () => {
  const { writer } = await start({ slow_ms: 5000, answer: {} });
  const stop = new AbortController();
  const writing = writer.writeSummary(brief, { feedback: [], signal: stop.signal });
  setTimeout(() => stop.abort(new Error('stop now')), 20);
  await expect(writing).rejects.toThrow('stop now');
});
