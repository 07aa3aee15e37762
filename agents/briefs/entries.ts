import type { Finding } from '#domain/assessment.ts';
import { dayOf, isWithin, type Period } from '#domain/date.ts';
import type { StoredEvidence } from '#domain/evidence.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { EvidenceId } from '#domain/ids.ts';
import type { BriefFinding, BriefGoal, BriefItem, BriefMeasure } from '#domain/writer.ts';
import { latestCheckIn } from './evidence.ts';
import { roundedFigure } from './figures.ts';
import type { MeasureReading } from './measures.ts';
import { quotableTitle } from './title.ts';
import type { WorkItemReading } from './work-item-reading.ts';

/** Nothing may be said of what has no evidence: each of these gives an empty list then. */
export function briefItem(reading: WorkItemReading, evidence: EvidenceId | undefined): BriefItem[] {
  if (evidence === undefined) return [];
  const { item } = reading;
  return [
    {
      evidence_id: evidence,
      state: reading.state,
      key: item.key,
      title: quotableTitle(item.title),
      type: quotableTitle(item.type),
      components: item.components.slice(0, 3).flatMap((component) => quotableTitle(component) ?? []),
      priority_rank: item.priority_rank,
      resolved_on: reading.resolved_on,
      lead_days: reading.lead_days,
      cycle_days: reading.cycle_days,
      due_on: item.due_on,
      late: reading.late,
      overdue_days: reading.overdue_days,
      reopened: reading.reopened,
      blocked_days: reading.blocked_days,
      blocked: reading.blocked,
      in_progress: reading.in_progress,
      remaining_hours: reading.state === 'open' ? item.remaining_hours : null,
    },
  ];
}

const rounded = (value: number | null): number | null => (value === null ? null : roundedFigure(value));

export function briefMeasure(reading: MeasureReading, evidence: EvidenceId | undefined): BriefMeasure[] {
  if (evidence === undefined) return [];
  const { assessment, definition, corridor, weight, n, weeks, recent_weeks, recent_from, reachable } =
    reading;
  const change = assessment.change_point;
  return [
    {
      evidence_id: evidence,
      definition,
      recent: rounded(assessment.recent),
      recent_weeks,
      recent_from,
      baseline: rounded(assessment.baseline),
      trend: assessment.trend,
      change_point: change !== null && isWithin(change.at, assessment.period) ? change : null,
      forecast: assessment.forecast,
      standing: assessment.standing,
      corridor,
      weight,
      n,
      weeks,
      reachable,
      partial: assessment.partial,
    },
  ];
}

/** Findings with those of their grounds that may be cited, or what the detector itself noted. */
export function briefFindings(
  findings: readonly Finding[],
  usable: readonly StoredEvidence[],
): BriefFinding[] {
  return findings.flatMap((finding) => {
    const own = usable.filter(({ id, ref_id }) => finding.evidence_ids.includes(id) || ref_id === finding.id);
    return own.length === 0 ? [] : [{ finding, evidence_ids: own.map(({ id }) => id) }];
  });
}

export function briefGoals(
  goals: readonly Goal[],
  checkIns: readonly CheckIn[],
  period: Period,
  byRef: ReadonlyMap<string, EvidenceId>,
): BriefGoal[] {
  return goals.flatMap((goal) => {
    const evidence = byRef.get(goal.id);
    const objective = quotableTitle(goal.objective);
    if (evidence === undefined || objective === null) return [];
    const kpis = goal.kpis.map((kpi) => {
      const latest = latestCheckIn(checkIns, kpi.id, period);
      return {
        kpi,
        latest: latest === null ? null : { value: roundedFigure(latest.value), on: dayOf(latest.at) },
      };
    });
    return [{ id: goal.id, evidence_id: evidence, objective, kpis }];
  });
}
