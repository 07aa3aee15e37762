import { sql } from 'kysely';
import { type Conversation, conversation } from '#domain/conversation.ts';
import { notAllowed, notFound, UserError } from '#domain/errors.ts';
import { appendAudit } from './audit.ts';
import { cleanText } from './clean.ts';
import type { StoreConversations } from './ports.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

/** One-to-ones that approved proposals planned. */
export function makeConversations({ run, tenant_id, reader, actor, clock }: Scoped): StoreConversations {
  return {
    withPeople: (people, since) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('conversations')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('with_person_id', '=', sql<string>`any(${[...people]}::text[])`)
          .where(sql<boolean>`(due_on >= ${since}::date or updated_at >= ${since}::date)`)
          .orderBy('due_on')
          .orderBy('id')
          .execute();
        return rows.map((row) => conversation.parse(row));
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = tx.selectFrom('conversations').selectAll().where('tenant_id', '=', tenant_id);
        if (request.state !== undefined) query = query.where('state', '=', request.state);
        if (after !== null)
          query = query.where(sql<boolean>`(due_on, id) > (${after[0]}::date, ${after[1]})`);
        const rows = await query
          .orderBy('due_on')
          .orderBy('id')
          .limit(limitOf(request.limit) + 1)
          .execute();
        const items = rows.map((row) => conversation.parse(row));
        return pageOf(items, request, (item) => [item.due_on, item.id]);
      }),
    close: (id, to, note) =>
      run(async (tx): Promise<Conversation> => {
        const found = await tx
          .selectFrom('conversations')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .executeTakeFirst();
        if (!found) throw notFound('conversation', id);
        if (reader.kind === 'person' && found.host_person_id !== reader.person_id)
          throw notAllowed('Only who hosts a conversation says that it was held.', { conversation_id: id });
        const row = await tx
          .updateTable('conversations')
          .set({ state: to, note: note === null ? null : cleanText(note), updated_at: clock.now() })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .where('state', '=', 'planned')
          .returningAll()
          .executeTakeFirst();
        if (!row)
          throw new UserError('conflict', `This conversation is ${found.state} already.`, {
            state: found.state,
          });
        const event = `conversation-${to}`;
        await appendAudit(tx, tenant_id, { at: clock.now(), actor, event, subject: id, data: {} });
        return conversation.parse(row);
      }),
  };
}
