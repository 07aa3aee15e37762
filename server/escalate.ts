import type { Clock } from '#domain/clock.ts';
import { UserError } from '#domain/errors.ts';
import { planEscalation } from '#domain/escalation.ts';
import type { InterventionId } from '#domain/ids.ts';
import type { ScopedStore } from '#store/ports.ts';
import { mayReceive } from './handle.ts';

/**
 * Reminds those who are waited for, and hands on what waited too long; of two sweeps at once one does. Answers with
 * what it touched.
 */
export async function escalate(
  system: Pick<ScopedStore, 'interventions' | 'policy' | 'people' | 'grants'>,
  clock: Clock,
): Promise<InterventionId[]> {
  const { reminder_days, escalation_days } = await system.policy.current();
  const touched: InterventionId[] = [];
  for (const waiting of await system.interventions.waiting()) {
    const { intervention } = waiting;
    const plan = planEscalation({
      ...waiting,
      history: await system.interventions.decisions(intervention.id),
      today: clock.today(),
      reminder_days,
      escalation_days,
      ladder: await mayReceive(system, intervention),
    });
    if (plan === null) continue;
    try {
      await system.interventions.handle({ id: intervention.id, plan, expected: intervention });
      touched.push(intervention.id);
    } catch (error) {
      // Decided meanwhile: nothing waits any more.
      if (!(error instanceof UserError)) throw error;
    }
  }
  return touched;
}
