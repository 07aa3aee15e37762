import { backtestReport } from '#domain/detector.ts';
import type { BacktestsPort } from '#domain/ports.ts';
import { jsonText } from './clean.ts';
import type { Scoped } from './scoped.ts';

export const makeBacktests = ({ run, tenant_id, clock }: Scoped): BacktestsPort => ({
  newest: () =>
    run(async (tx) => {
      const row = await tx
        .selectFrom('backtests')
        .select('body')
        .where('tenant_id', '=', tenant_id)
        .orderBy('as_of', 'desc')
        .limit(1)
        .executeTakeFirst();
      const parsed = backtestReport.safeParse(row?.body);
      // One of an older shape is as good as none: it is made anew.
      return parsed.success ? parsed.data : null;
    }),
  save: (report) =>
    run(async (tx) => {
      const body = jsonText(backtestReport.parse(report));
      const made_at = clock.now();
      await tx
        .insertInto('backtests')
        .values({ tenant_id, as_of: report.as_of, body, made_at })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'as_of']).doUpdateSet({ body, made_at }))
        .execute();
    }),
});
