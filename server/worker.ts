import { measureLeftAlone } from '#agents/intervention/measuring/left-alone.ts';
import type { Clock } from '#domain/clock.ts';
import { addDays, dayOf } from '#domain/date.ts';
import { FairleadError } from '#domain/errors.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { Queue } from '#store/queue.ts';
import type { Installation } from './compose.ts';
import { runCycle } from './cycles.ts';
import { escalate } from './escalate.ts';
import { runEvaluation } from './evaluations.ts';
import { syncAndDerive } from './sync-job.ts';

/** Cycles at once: each fans out over its people by itself. */
const CYCLES_AT_ONCE = 1;
/** Proposals at once: each is one thread with little work. */
const INTERVENTIONS_AT_ONCE = 4;

/** Takes jobs from the queue. Every handler may be run again from its beginning at any time. */
export async function startWorker(installation: Installation): Promise<void> {
  const { queue, interventions, tell } = installation;
  await queue.work('cycle-run', { concurrency: CYCLES_AT_ONCE }, async ({ cycle_id }, signal) => {
    await runCycle(installation, cycle_id, signal).catch((error: unknown) => {
      // The runner has written down why it failed; trying the same again would only fail again.
      if (signal.aborted || !(error instanceof FairleadError)) throw error;
      tell(`cycle ${cycle_id}: ${error.message}`);
    });
  });
  await queue.work(
    'intervention-advance',
    { concurrency: INTERVENTIONS_AT_ONCE },
    async ({ intervention_id }, signal) => {
      const state = await interventions.advance(intervention_id, signal);
      // What it changed at the sources is read back at once, so that the pages show it.
      if (state === 'executed') await queue.send('source-sync', { source_id: null });
    },
  );
  await queue.work('source-sync', { concurrency: 1 }, async ({ source_id, full }, signal) => {
    await syncAndDerive(installation, source_id, signal, full === true && 'or_go_on');
    // New values may have moved KPIs.
    if (!signal.aborted) await queue.send('goal-progress', {});
  });
  await queue.work('observations-derive', { concurrency: 1 }, async (_, signal) => {
    await installation.derive.all(installation.clock.today());
    if (!signal.aborted) await queue.send('goal-progress', {});
  });
  await queue.work('evaluation-run', { concurrency: 1 }, async ({ run_id }, signal) => {
    await runEvaluation(installation, run_id, signal);
  });
  await queue.work('goal-progress', { concurrency: 1 }, async (_, signal) => {
    await installation.grounding.retrain(installation.clock.today(), signal);
    await installation.goalProgress.all(signal);
  });
  await queue.work('outbox-sweep', { concurrency: 1 }, async () => {
    await sweep(installation);
    await measureLeftAlone({ ...installation.system, clock: installation.clock });
  });
  // Every minute: whatever a crash left between an approval and its wake-up is found by then.
  await queue.schedule('outbox-sweep', '* * * * *', {});
  await queue.schedule('source-sync', '0 * * * *', { source_id: null });
  // Deletions never show in "what changed since": once a week everything is listed anew.
  await queue.schedule('source-sync', '30 2 * * 0', { source_id: null, full: true });
  await queue.send('outbox-sweep', {});
  // Nobody's first goal should wait for what grounding learns, nor show last week's progress.
  await queue.send('goal-progress', {});
}

/** Lets proposals expire, reminds of those that wait, and wakes those that have something left to do. */
export async function sweep({
  system,
  queue,
  clock,
}: {
  system: Pick<ScopedStore, 'interventions' | 'policy' | 'people' | 'grants'>;
  queue: Pick<Queue, 'send'>;
  clock: Clock;
}): Promise<void> {
  const { expired, unfinished, unmeasured } = await system.interventions.due(clock.today());
  for (const id of expired) {
    await system.interventions.move(id, ['awaiting_approval'], 'expired', {
      actor: 'fairlead',
      event: 'intervention-expired',
      subject: id,
      data: {},
    });
  }
  await escalate(system, clock);
  const { outcome_days } = await system.policy.current();
  const ripe = unmeasured.filter(
    ({ executed_at }) => addDays(dayOf(executed_at), outcome_days) <= clock.today(),
  );
  for (const id of [...unfinished, ...ripe.map(({ intervention_id }) => intervention_id)]) {
    await queue.send('intervention-advance', { intervention_id: id });
  }
}
