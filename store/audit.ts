import {
  type AuditEntry,
  type AuditHead,
  auditEntry,
  chainEntry,
  GENESIS_HASH,
  type NewAuditEntry,
} from '#domain/audit.ts';
import { SystemError } from '#domain/errors.ts';
import type { TenantId } from '#domain/ids.ts';
import { exportLines, verifyStored } from './audit-log.ts';
import { cleanJson, cleanText, jsonText } from './clean.ts';
import type { StoreAudit } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, type Scoped } from './scoped.ts';

export function makeAudit(scoped: Scoped): StoreAudit {
  const { run, tenant_id, actor, clock } = scoped;
  const entriesAfter = (after: number, limit: number) =>
    run((tx) => readEntries(tx, tenant_id, after, limit));
  const head = () => run((tx) => readHead(tx, tenant_id));
  return {
    append: (entry) =>
      run((tx) => appendAudit(tx, tenant_id, { ...entry, actor: entry.actor ?? actor, at: clock.now() })),
    async list({ after = 0, limit }) {
      const size = limitOf(limit);
      const rows = await entriesAfter(after, size + 1);
      const items = rows.slice(0, size);
      return { items, next: rows.length > size ? String(items.at(-1)?.seq ?? after) : null };
    },
    head,
    export: () => exportLines({ head, entriesAfter }),
    verify: () => verifyStored({ head, entriesAfter }),
  };
}

/**
 * Adds an entry to the tenant's chain. The head's row stays locked until the transaction ends, so that of two appends
 * at once the later one follows the earlier. Call it last: what comes after it in the transaction holds others up.
 */
export async function appendAudit(tx: Tx, tenant: TenantId, entry: NewAuditEntry): Promise<AuditEntry> {
  const head = await lockHead(tx, tenant);
  const clean = { ...entry, subject: cleanText(entry.subject), data: cleanJson(entry.data) };
  // Through JSON once, so that the hash covers what comes back from the database and nothing that JSON leaves out.
  const data = auditEntry.shape.data.parse(JSON.parse(jsonText(clean.data)));
  const linked = auditEntry.parse(chainEntry({ ...clean, data }, head));
  await tx
    .insertInto('audit_entries')
    .values({ ...linked, tenant_id: tenant, data: jsonText(data) })
    .execute();
  await tx
    .updateTable('audit_heads')
    .set({ count: linked.seq, hash: linked.hash })
    .where('tenant_id', '=', tenant)
    .execute();
  return linked;
}

async function lockHead(tx: Tx, tenant: TenantId): Promise<AuditHead> {
  const locked = () =>
    tx
      .selectFrom('audit_heads')
      .select(['count', 'hash'])
      .where('tenant_id', '=', tenant)
      .forUpdate()
      .executeTakeFirst();
  const found = await locked();
  if (found) return found;
  await tx
    .insertInto('audit_heads')
    .values({ tenant_id: tenant, count: 0, hash: GENESIS_HASH })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .execute();
  const made = await locked();
  if (made) return made;
  throw new SystemError('internal', 'The audit log has no head.', { tenant_id: tenant });
}

async function readHead(tx: Tx, tenant: TenantId): Promise<AuditHead> {
  const row = await tx
    .selectFrom('audit_heads')
    .select(['count', 'hash'])
    .where('tenant_id', '=', tenant)
    .executeTakeFirst();
  return row ?? { count: 0, hash: GENESIS_HASH };
}

async function readEntries(tx: Tx, tenant: TenantId, after: number, limit: number): Promise<AuditEntry[]> {
  const rows = await tx
    .selectFrom('audit_entries')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => auditEntry.parse(row));
}
