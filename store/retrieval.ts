import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantId } from '#domain/ids.ts';
import type { RetrievalDocument, RetrievalPort, RetrievalQuestion } from '#domain/retrieval.ts';
import { jsonText } from './clean.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

/** Versions kept besides the one just saved: another process may still search the one before. */
const VERSIONS_KEPT = 2;
/** Rows of one statement: a row with its vector is some 4 kB of text. */
const CHUNK = 250;
const LARGEST_LIMIT = 1000;

const hitRow = z.object({
  kind: z.string(),
  ref: z.string(),
  text: z.string(),
  semantic: z.number(),
  lexical: z.number(),
});

/** As pgvector reads it. Seven digits are all that a 4-byte number has. */
export const vectorText = (vector: Float32Array): string =>
  `[${Array.from(vector, (value) => Number(value.toPrecision(7))).join(',')}]`;

/** A `tsquery` of words as they are, OR-ed: AND would find next to nothing. Only letters, marks and digits come here. */
export const anyOf = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`).join(' | ');

/** Texts that can be found, in the database: pgvector for meaning, full text for words. */
export function makeRetrieval({ run, tenant_id, clock }: Scoped): RetrievalPort {
  return {
    count: (version) =>
      run(async (tx) => {
        const row = await tx
          .selectFrom('retrieval_documents')
          .select((count) => count.fn.countAll<number>().as('count'))
          .where('tenant_id', '=', tenant_id)
          .where('version', '=', version)
          .executeTakeFirstOrThrow();
        return row.count;
      }),
    save: (version, documents) => run((tx) => saveAll(tx, tenant_id, version, documents, clock.now())),
    search: (question) => run((tx) => search(tx, tenant_id, question)),
  };
}

async function saveAll(
  tx: Tx,
  tenant: TenantId,
  version: string,
  documents: readonly RetrievalDocument[],
  now: string,
): Promise<void> {
  await sql`
    delete from retrieval_documents where tenant_id = ${tenant} and (version = ${version} or version not in (
      select version from retrieval_documents where tenant_id = ${tenant} and version <> ${version}
      group by version order by max(saved_at) desc, version limit ${VERSIONS_KEPT}))`.execute(tx);
  for (let start = 0; start < documents.length; start += CHUNK) {
    const rows = documents.slice(start, start + CHUNK).map((document, index) => ({
      position: start + index,
      kind: document.kind,
      ref: document.ref,
      text: document.text,
      words: document.words.map(({ word }) => word),
      length: document.length,
      embedding: vectorText(document.embedding),
    }));
    // Another process may be storing the very same: a version names its content.
    await sql`
      insert into retrieval_documents (tenant_id, version, position, kind, ref, text, words, length, embedding, saved_at)
      select ${tenant}, ${version}, position, kind, ref, text, array_to_tsvector(words), length, embedding::vector,
        ${now}::timestamptz
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as wanted (position int, kind text, ref text, text text,
        words text[], length double precision, embedding text)
      on conflict do nothing`.execute(tx);
  }
}

async function search(tx: Tx, tenant: TenantId, question: RetrievalQuestion) {
  const limit = Math.min(Math.max(Math.trunc(question.limit), 1), LARGEST_LIMIT);
  const words = question.words.map(({ word }) => word);
  const vector = question.embedding === null ? null : vectorText(question.embedding);
  const found = await sql<object>`
    with asked as (
      select word, weight from unnest(${words}::text[], ${question.words.map(({ weight }) => weight)}::double precision[])
        as asked (word, weight)
    ), scored as (
      select kind, ref, text,
        coalesce(-(embedding <#> ${vector}::vector), 0) as semantic,
        case when words @@ ${anyOf(words)}::tsquery then coalesce((
          select sum(asked.weight * asked.weight) from unnest(document.words) as own
          join asked on asked.word = own.lexeme), 0) / nullif(length * ${question.length}::double precision, 0)
        else 0 end as lexical
      from retrieval_documents document
      where tenant_id = ${tenant} and version = ${question.version}
    ), ranked as (
      select *, row_number() over (order by semantic desc, text) as near,
        row_number() over (order by lexical desc, text) as worded
      from scored
    )
    select kind, ref, text, semantic, coalesce(lexical, 0) as lexical from ranked
    where (${vector}::text is not null and near <= ${limit}) or (worded <= ${limit} and lexical > 0)
    order by semantic desc, text`.execute(tx);
  return found.rows.map((row) => hitRow.parse(row));
}
