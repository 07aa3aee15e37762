import { z } from 'zod';
import { notAllowed, notFound, UserError } from '#domain/errors.ts';
import {
  capturedCase,
  evaluationCaseResult,
  evaluationRun,
  sentencePlace,
  sentenceVerdict,
  suiteComparison,
} from '#domain/evaluation.ts';
import { evaluationCaseId, evaluationRunId, newId } from '#domain/ids.ts';
import { sha256 } from '#domain/json.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { captureCase } from '../capture.ts';
import { compareEvaluations, listSuites, reportOf, type SuiteList } from '../evaluations.ts';
import { follow } from '../event-stream.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

/** A person waits for it: longer than this and something is wrong. */
const COMMAND_MS = 30_000;

/** Evaluation suites: runs, their comparison, and cases made of what people did. For hr and admins. */
export function evaluationRoutes(app: App, deps: AppDeps): void {
  runRoutes(app, deps);
  followRoute(app, deps);
  caseRoutes(app, deps);
}

function runRoutes(app: App, { queue, config }: Pick<AppDeps, 'queue' | 'config'>): void {
  let suites: SuiteList | null = null;
  app.get(
    '/api/evaluations/suites',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'the suites that there are',
        response: {
          200: listOf(z.object({ name: z.string(), describes: z.string(), floor: z.number() })),
          ...faults,
        },
      },
    },
    async (request) => {
      requireKeeper((await request.caller()).roles);
      suites ??= await listSuites(AbortSignal.timeout(COMMAND_MS));
      return { items: suites, next: null };
    },
  );

  app.get(
    '/api/evaluations',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'runs of the suites, newest first',
        querystring: pageQuery,
        response: { 200: listOf(evaluationRun).extend({ names }), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const page = await store.evaluations.runs(given(request.query));
      const people = page.items.flatMap(({ requested_by }) =>
        requested_by === 'operator' ? [] : [requested_by],
      );
      return { ...page, names: Object.fromEntries(await store.people.names(people)) };
    },
  );

  const body = z.object({
    suites: z.array(z.string().min(1).max(100)).max(50).default([]).describe('all when empty'),
    repeat: z.int().min(1).max(20).default(1),
  });
  app.post(
    '/api/evaluations',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'runs suites over the writer of this installation, in the background',
        body,
        response: { 202: evaluationRun, 409: errorBody, ...faults },
      },
    },
    async (request, reply) => {
      const { store, roles, person } = await request.caller();
      requireKeeper(roles);
      suites ??= await listSuites(AbortSignal.timeout(COMMAND_MS));
      const stranger = request.body.suites.find((name) => !suites?.some((suite) => suite.name === name));
      if (stranger !== undefined)
        throw new UserError(
          'invalid-input',
          `There is no suite ${stranger}. Suites: ${suites.map(({ name }) => name).join(', ')}.`,
          { field: 'suites' },
        );
      const { items } = await store.evaluations.runs({ limit: 20 });
      const going = items.find(({ state }) => state === 'queued' || state === 'running');
      if (going !== undefined)
        throw new UserError('conflict', 'A run is going on already: one at a time.', { run_id: going.id });
      const run = await store.evaluations.request({
        id: newId('evr', evaluationRunId),
        ...request.body,
        requested_by: person.id,
      });
      await queue.send('evaluation-run', { run_id: run.id });
      return reply.code(202).send(run);
    },
  );

  const params = z.object({ id: evaluationRunId });
  const detail = evaluationRun.extend({ cases: z.array(evaluationCaseResult) });
  app.get(
    '/api/evaluations/:id',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'a run with every case',
        params,
        response: { 200: detail, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const run = await store.evaluations.run(request.params.id);
      if (run === null) throw notFound('evaluation run', request.params.id);
      return { ...run, cases: await store.evaluations.cases(run.id) };
    },
  );

  app.get(
    '/api/evaluations/:id/report',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'the report as one HTML file, to be kept or handed on',
        params,
        response: { 200: z.string(), ...faults },
      },
    },
    async (request, reply) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const run = await store.evaluations.run(request.params.id);
      const report = run === null ? null : await reportOf(config.data_dir, run.id);
      if (report === null) throw notFound('report of the evaluation run', request.params.id);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-disposition', `attachment; filename="${request.params.id}.html"`)
        .send(report);
    },
  );

  app.get(
    '/api/evaluations/compare',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'two runs, case by case',
        querystring: z.object({ before: evaluationRunId, after: evaluationRunId }),
        response: { 200: listOf(suiteComparison), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const { before, after } = request.query;
      for (const id of [before, after]) {
        const run = await store.evaluations.run(id);
        if (run?.state !== 'done') throw notFound('finished evaluation run', id);
      }
      const items = await compareEvaluations(config.data_dir, before, after, AbortSignal.timeout(COMMAND_MS));
      return { items, next: null };
    },
  );
}

/** Each event is the run as it stands then; the last one is its end. */
function followRoute(app: App, { news }: Pick<AppDeps, 'news'>): void {
  app.get(
    '/api/evaluations/:id/events',
    {
      sse: 'only',
      schema: {
        tags: ['evaluations'],
        summary: 'follows a run (server-sent events `progress`, each the run without its cases)',
        params: z.object({ id: evaluationRunId }),
      },
    },
    async (request, reply) => {
      const { store, roles } = await request.caller();
      requireKeeper(roles);
      const { id } = request.params;
      if ((await store.evaluations.run(id)) === null) throw notFound('evaluation run', id);
      await follow(reply, news, id, async (last) => {
        const run = await store.evaluations.run(id);
        if (run === null) return { events: [], ended: true };
        // Whoever comes back to a run that stands where it stood is told nothing twice.
        const mark = sha256(JSON.stringify([run.state, run.progress]));
        return {
          events: mark === last ? [] : [{ id: mark, event: 'progress', data: run }],
          ended: run.state === 'done' || run.state === 'failed',
        };
      });
    },
  );
}

function caseRoutes(app: App, { store: whole, clock }: Pick<AppDeps, 'store' | 'clock'>): void {
  const body = z.object({
    place: sentencePlace,
    verdict: sentenceVerdict,
    correction: z.string().trim().min(1).max(1200).nullable().default(null),
  });
  app.post(
    '/api/evaluation-cases',
    {
      schema: {
        tags: ['evaluations'],
        summary:
          'makes a case of a sentence that is wrong, or right, without names; somebody else reviews it',
        body,
        response: { 201: capturedCase, 409: errorBody, ...faults },
      },
    },
    async (request, reply) => {
      const made = await captureCase({ store: whole, clock }, await request.caller(), request.body);
      return reply.code(201).send(made);
    },
  );

  const query = pageQuery.extend({ state: z.enum(['captured', 'accepted', 'discarded']).optional() });
  app.get(
    '/api/evaluation-cases',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'cases made of what people did: one’s own, and for hr and admins all',
        querystring: query,
        response: { 200: listOf(capturedCase).extend({ names }), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      const page = await store.evaluations.captured(given(request.query));
      const people = page.items.flatMap(({ captured_by, reviewed_by }) =>
        reviewed_by === null ? [captured_by] : [captured_by, reviewed_by],
      );
      return { ...page, names: Object.fromEntries(await store.people.names(people)) };
    },
  );

  app.post(
    '/api/evaluation-cases/:id/review',
    {
      schema: {
        tags: ['evaluations'],
        summary: 'lets a case into the suites, or discards it; never by whoever made it',
        params: z.object({ id: evaluationCaseId }),
        body: z.object({ state: z.enum(['accepted', 'discarded']) }),
        response: { 200: capturedCase, ...faults },
      },
    },
    async (request) => {
      const { store, roles, person } = await request.caller();
      requireKeeper(roles);
      return await store.evaluations.review(request.params.id, person.id, request.body.state);
    },
  );
}

function requireKeeper(roles: readonly string[]): void {
  if (!roles.includes('hr') && !roles.includes('admin'))
    throw notAllowed('Evaluations are for hr and admins.', { needs: ['hr', 'admin'] });
}
