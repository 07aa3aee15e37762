import { sql } from 'kysely';
import { invalidInput, notAllowed, notFound, UserError } from '#domain/errors.ts';
import { identifyEvidence, type NewEvidence, type StoredEvidence, storedEvidence } from '#domain/evidence.ts';
import type { EvidenceId, TenantId } from '#domain/ids.ts';
import { appendAudit } from './audit.ts';
import { cleanJson, jsonText } from './clean.ts';
import type { StoreEvidence } from './ports.ts';
import type { Tx } from './scope.ts';
import { chunksOf, lastOfEach, type Scoped } from './scoped.ts';

export function makeEvidence(scoped: Scoped): StoreEvidence {
  const { run, tenant_id, clock } = scoped;
  return {
    record: (items) =>
      run(async (tx) => {
        const identified = lastOfEach(items.map(identifyCleaned), (item) => item.id);
        for (const chunk of chunksOf(identified)) await keepNew(tx, tenant_id, clock.now(), chunk);
        const stored = await byIds(
          tx,
          tenant_id,
          identified.map((item) => item.id),
        );
        const found = new Map(stored.map((item) => [item.id, item]));
        return identified.flatMap((item) => found.get(item.id) ?? []);
      }),
    get: (ids) => run((tx) => byIds(tx, tenant_id, ids)),
    one: (id) => run(async (tx) => (await byIds(tx, tenant_id, [id]))[0] ?? null),
    ofSubject: (subject, range) =>
      run(async (tx) => {
        const rows = await evidenceOf(tx, tenant_id)
          .where('item.subject_id', '=', subject)
          .where('item.at', '>=', range.from)
          .where('item.at', '<=', range.to)
          .where('contest.contested_by', 'is', null)
          .orderBy('item.at')
          .orderBy('item.id')
          .execute();
        return rows.map(evidenceFrom);
      }),
    contest: (id, reason) => contest(scoped, id, reason),
  };
}

/** The id is made from what is stored, so cleaning comes first. */
const identifyCleaned = (item: NewEvidence) => identifyEvidence(cleanJson(item) as NewEvidence);

async function contest(
  { run, tenant_id, reader, actor, clock }: Scoped,
  id: EvidenceId,
  reason: string,
): Promise<StoredEvidence> {
  if (reason.trim() === '') {
    throw invalidInput('Say what is wrong with it: `reason` is empty.', { field: 'reason' });
  }
  return await run(async (tx) => {
    const [item] = await byIds(tx, tenant_id, [id]);
    if (item === undefined) throw notFound('evidence', id);
    if (reader.kind !== 'person' || item.subject !== reader.person_id) {
      throw notAllowed('Only the person whom it is about can contest it.', { rule: 'subject-contests' });
    }
    const at = clock.now();
    const made = await tx
      .insertInto('contests')
      .values({ tenant_id, evidence_id: id, contested_by: reader.person_id, contested_at: at, reason })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) {
      throw new UserError('conflict', 'You have contested this already.', { contested: item.contested });
    }
    await appendAudit(tx, tenant_id, {
      at,
      actor,
      event: 'evidence-contested',
      subject: id,
      data: { reason },
    });
    return { ...item, contested: { by: reader.person_id, at, reason } };
  });
}

const evidenceOf = (tx: Tx, tenant: TenantId) =>
  tx
    .selectFrom('evidence as item')
    .leftJoin('contests as contest', (join) =>
      join.onRef('contest.tenant_id', '=', 'item.tenant_id').onRef('contest.evidence_id', '=', 'item.id'),
    )
    .select([
      'item.id',
      'item.subject_id as subject',
      'item.at',
      'item.kind',
      'item.text',
      'item.facts',
      'item.ref_id',
      'item.mentions',
      'item.hash',
      'item.created_at',
      'contest.contested_by',
      'contest.contested_at',
      'contest.reason',
    ])
    .where('item.tenant_id', '=', tenant);

function evidenceFrom(row: {
  contested_by: string | null;
  contested_at: string | null;
  reason: string | null;
}): StoredEvidence {
  const contested =
    row.contested_by === null
      ? null
      : { by: row.contested_by, at: row.contested_at ?? '', reason: row.reason ?? '' };
  return storedEvidence.parse({ ...row, contested });
}

async function byIds(tx: Tx, tenant: TenantId, ids: readonly string[]): Promise<StoredEvidence[]> {
  const rows = await evidenceOf(tx, tenant)
    .where('item.id', '=', sql<string>`any(${[...ids]}::text[])`)
    .orderBy('item.id')
    .execute();
  return rows.map(evidenceFrom);
}

async function keepNew(
  tx: Tx,
  tenant: TenantId,
  now: string,
  items: readonly ReturnType<typeof identifyEvidence>[],
): Promise<void> {
  await sql`
    insert into evidence (tenant_id, id, subject_id, at, kind, text, facts, ref_id, mentions, hash, created_at)
    select ${tenant}, id, subject, at, kind, text, facts, ref_id, mentions, hash, ${now}::timestamptz
    from jsonb_to_recordset(${jsonText(items)}::jsonb) as wanted (id text, subject text, at date, kind text, text text,
      facts jsonb, ref_id text, mentions text[], hash text)
    on conflict (tenant_id, id) do nothing`.execute(tx);
}
