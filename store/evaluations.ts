import { sql } from 'kysely';
import { notFound, UserError } from '#domain/errors.ts';
import {
  type CapturedCase,
  capturedCase,
  type EvaluationCaseResult,
  type EvaluationRun,
  evaluationCaseResult,
  evaluationRun,
} from '#domain/evaluation.ts';
import type { EvaluationCaseId, EvaluationRunId, TenantId } from '#domain/ids.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import type { StoreEvaluations } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

const runColumns =
  sql.raw(`id, state, suites, repeat, requested_by, requested_at, finished_at, progress, error, writer,
  version, passed, seconds, results`);
const caseColumns =
  sql.raw(`id, state, place, verdict, content as "case", captured_by, captured_at, reviewed_by,
  reviewed_at`);

async function readRun(tx: Tx, tenant: TenantId, id: EvaluationRunId): Promise<EvaluationRun | null> {
  const { rows } = await sql<object>`
    select ${runColumns} from evaluation_runs where tenant_id = ${tenant} and id = ${id}`.execute(tx);
  return rows[0] === undefined ? null : evaluationRun.parse(rows[0]);
}

/** Runs of evaluation suites, and the cases that were made of what people did. */
export function makeEvaluations({ run, tenant_id, actor, clock }: Scoped): StoreEvaluations {
  return {
    request: ({ id, suites, repeat, requested_by }) =>
      run(async (tx) => {
        await sql`
          insert into evaluation_runs (tenant_id, id, state, suites, repeat, requested_by, requested_at)
          values (${tenant_id}, ${id}, 'queued', ${[...suites]}::text[], ${repeat}, ${requested_by},
            ${clock.now()}::timestamptz)`.execute(tx);
        const made = await readRun(tx, tenant_id, id);
        if (made === null) throw notFound('evaluation run', id);
        return made;
      }),
    runs: (request = {}) =>
      run(async (tx) => {
        const after = positionOf(request);
        const { rows } = await sql<object>`
          select ${runColumns} from evaluation_runs where tenant_id = ${tenant_id}
            and (${after === null} or (requested_at, id) < (${after?.[0] ?? clock.now()}::timestamptz, ${after?.[1] ?? ''}))
          order by requested_at desc, id desc limit ${limitOf(request.limit) + 1}`.execute(tx);
        return pageOf(
          rows.map((row) => evaluationRun.parse(row)),
          request,
          (item) => [item.requested_at, item.id],
        );
      }),
    run: (id) => run((tx) => readRun(tx, tenant_id, id)),
    cases: (id) =>
      run(async (tx): Promise<EvaluationCaseResult[]> => {
        const { rows } = await sql<{ result: unknown }>`
          select result from evaluation_results where tenant_id = ${tenant_id} and run_id = ${id}
          order by position`.execute(tx);
        return rows.map(({ result }) => evaluationCaseResult.parse(result));
      }),
    progress: (id, progress) =>
      run(async (tx) => {
        await sql`update evaluation_runs set state = 'running', progress = ${progress}
          where tenant_id = ${tenant_id} and id = ${id} and state in ('queued', 'running')`.execute(tx);
      }),
    finish: (id, end) =>
      run(async (tx) => {
        // A job may be carried out twice: the first end stands.
        const { rows } = await sql<object>`
          update evaluation_runs set state = ${'error' in end ? 'failed' : 'done'},
            finished_at = ${clock.now()}::timestamptz, error = ${'error' in end ? end.error : null},
            writer = ${'error' in end ? null : end.writer}, version = ${'error' in end ? null : end.version},
            passed = ${'error' in end ? null : end.passed}, seconds = ${'error' in end ? null : end.seconds},
            results = ${jsonText('error' in end ? [] : end.results)}::jsonb
          where tenant_id = ${tenant_id} and id = ${id} and state in ('queued', 'running') returning id`.execute(
          tx,
        );
        if (rows.length === 0 || 'error' in end) return;
        await sql`
          insert into evaluation_results (tenant_id, run_id, position, result)
          select ${tenant_id}, ${id}, entry.position, entry.value
          from jsonb_array_elements(${jsonText(end.cases)}::jsonb) with ordinality as entry (value, position)`.execute(
          tx,
        );
      }),
    capture: (wanted) =>
      run(async (tx): Promise<CapturedCase> => {
        const { rows } = await sql<object>`
          insert into evaluation_cases (tenant_id, id, state, place, verdict, content, captured_by, captured_at)
          values (${tenant_id}, ${wanted.id}, 'captured', ${jsonText(wanted.place)}::jsonb, ${wanted.verdict},
            ${jsonText(wanted.case)}::jsonb, ${wanted.captured_by}, ${clock.now()}::timestamptz)
          on conflict (tenant_id, id) do nothing returning ${caseColumns}`.execute(tx);
        if (rows[0] === undefined)
          throw new UserError('conflict', 'That was said of this sentence already.', { case_id: wanted.id });
        await appendAudit(tx, tenant_id, {
          at: clock.now(),
          actor,
          event: 'evaluation-case-captured',
          subject: wanted.id,
          data: { place: wanted.place, verdict: wanted.verdict },
        });
        return capturedCase.parse(rows[0]);
      }),
    captured: (request = {}) =>
      run(async (tx) => {
        const after = positionOf(request);
        const { rows } = await sql<object>`
          select ${caseColumns} from evaluation_cases where tenant_id = ${tenant_id}
            and (${request.state ?? null}::text is null or state = ${request.state ?? null})
            and (${after === null} or (captured_at, id) < (${after?.[0] ?? clock.now()}::timestamptz, ${after?.[1] ?? ''}))
          order by captured_at desc, id desc limit ${limitOf(request.limit) + 1}`.execute(tx);
        return pageOf(
          rows.map((row) => capturedCase.parse(row)),
          request,
          (item) => [item.captured_at, item.id],
        );
      }),
    review: (id, by, state) => run((tx) => review(tx, { tenant_id, actor, now: clock.now() }, id, by, state)),
  };
}

async function review(
  tx: Tx,
  { tenant_id, actor, now }: { tenant_id: TenantId; actor: string; now: string },
  id: EvaluationCaseId,
  by: string,
  state: 'accepted' | 'discarded',
): Promise<CapturedCase> {
  const found = await sql<object>`select ${caseColumns} from evaluation_cases
    where tenant_id = ${tenant_id} and id = ${id} for update`.execute(tx);
  if (found.rows[0] === undefined) throw notFound('evaluation case', id);
  const before = capturedCase.parse(found.rows[0]);
  if (before.captured_by === by)
    throw new UserError(
      'not-allowed',
      'Whoever made a case does not review it: somebody else of hr or admin must.',
      {
        captured_by: before.captured_by,
      },
    );
  const { rows } = await sql<object>`
    update evaluation_cases set state = ${state}, reviewed_by = ${by}, reviewed_at = ${now}::timestamptz
    where tenant_id = ${tenant_id} and id = ${id} returning ${caseColumns}`.execute(tx);
  await appendAudit(tx, tenant_id, {
    at: now,
    actor,
    event: `evaluation-case-${state}`,
    subject: id,
    data: { before: before.state },
  });
  return capturedCase.parse(rows[0]);
}
