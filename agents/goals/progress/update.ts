import type { Clock } from '#domain/clock.ts';
import { dayOf } from '#domain/date.ts';
import type { Goal, KpiProgress } from '#domain/goal.ts';
import { progressOf } from '#domain/goal-progress.ts';
import type { KpiId } from '#domain/ids.ts';
import type { GroundKpi } from '../grounding/grounding.ts';

export interface ProgressDeps {
  goals: {
    list(request: {
      status: 'active';
      after: string | null;
    }): Promise<{ items: Goal[]; next: string | null }>;
    saveProgress(entries: readonly { kpi_id: KpiId; progress: KpiProgress }[]): Promise<void>;
  };
  /** Reads under Fairlead's own rights: progress is as visible as its goal. */
  ground: GroundKpi;
  clock: Clock;
  /** A KPI that could not be read, for the operator; the others go on. */
  tell: (line: string) => void;
}

/** Counts progress of every active goal's measured KPIs anew; resolves to how many have a value. Doing it twice is harmless. */
export function makeGoalProgress({ goals, ground, clock, tell }: ProgressDeps) {
  async function progressFor(
    goal: Goal,
    kpi: Goal['kpis'][number],
    signal: AbortSignal,
  ): Promise<KpiProgress | null> {
    if (kpi.indicator_id === null) return null;
    const today = clock.today();
    const found = await ground(
      { kpi, goal_text: goal.objective, subject: goal.owner, today, indicator_id: kpi.indicator_id },
      signal,
    );
    const { baseline, chance } = found;
    if (baseline === null) return null;
    return progressOf({
      kpi,
      value: Number(baseline.value.toPrecision(6)),
      as_of: baseline.period.to,
      by: 'indicator',
      // A forecast that ends before the date says nothing of the date.
      chance: chance !== null && kpi.due_iso !== null && chance.at >= kpi.due_iso ? chance.probability : null,
      started_on: dayOf(goal.created_at),
      today,
    });
  }

  async function pageOf(items: readonly Goal[], signal: AbortSignal): Promise<number> {
    const entries: { kpi_id: KpiId; progress: KpiProgress }[] = [];
    for (const goal of items) {
      for (const kpi of goal.kpis) {
        if (signal.aborted) return 0;
        try {
          const progress = await progressFor(goal, kpi, signal);
          if (progress !== null) entries.push({ kpi_id: kpi.id, progress });
        } catch (error) {
          if (signal.aborted) throw error;
          tell(`progress of ${kpi.id}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    await goals.saveProgress(entries);
    return entries.length;
  }

  return {
    async all(signal: AbortSignal): Promise<number> {
      let counted = 0;
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<ProgressDeps['goals']['list']>> = await goals.list({
          status: 'active',
          after,
        });
        counted += await pageOf(page.items, signal);
        after = page.next;
      } while (after !== null && !signal.aborted);
      return counted;
    },
  };
}
export type GoalProgress = ReturnType<typeof makeGoalProgress>;
