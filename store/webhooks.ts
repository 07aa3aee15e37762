import { sql } from 'kysely';
import type { StoreWebhooks } from './ports.ts';
import type { Scoped } from './scoped.ts';

/** Vendors try again for days at most; after this a repeat is read as new, which costs one incremental read. */
const KEPT_DAYS = 14;

/** Which deliveries of outside systems were taken already. */
export const makeWebhooks = ({ run, tenant_id, clock }: Scoped): StoreWebhooks => ({
  take: (source, event) =>
    run(async (tx) => {
      await sql`delete from webhook_deliveries where tenant_id = ${tenant_id}
        and received_at < ${clock.now()}::timestamptz - make_interval(days => ${KEPT_DAYS})`.execute(tx);
      const { rows } = await sql<object>`
        insert into webhook_deliveries (tenant_id, source_id, event_id, received_at)
        values (${tenant_id}, ${source}, ${event}, ${clock.now()}::timestamptz)
        on conflict do nothing returning event_id`.execute(tx);
      return rows.length > 0;
    }),
});
