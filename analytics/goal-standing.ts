import { addDays, dayOf, type IsoDate, weekStart, weeksOf } from '#domain/date.ts';
import type { CheckIn, Goal, Kpi, KpiAtRisk } from '#domain/goal.ts';
import { elapsedOf, endValueOf, progressOf } from '#domain/goal-progress.ts';
import type { Observation } from '#domain/indicator.ts';
import type { GoalStanding } from './detectors/finding.ts';

/** Half a year of weeks: what forecasts learn from. */
const WEEKS = 26;
/** An indicator is the KPI's own measure, in its unit, where the values agree so closely. */
const SAME_SHARE = 0.02;

const weeksBefore = (asOf: IsoDate): IsoDate[] =>
  weeksOf({ from: addDays(weekStart(asOf), -7 * WEEKS), to: addDays(weekStart(asOf), -1) });

/** The last value written down in each week. */
function byHand(checkIns: readonly CheckIn[], kpi: string, weeks: readonly IsoDate[]): (number | null)[] {
  const own = checkIns
    .filter((one) => one.kpi_id === kpi)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const last = new Map(own.map((one) => [weekStart(dayOf(one.at)), one.value]));
  return weeks.map((monday) => last.get(monday) ?? null);
}

/** How a result came where it is, week by week: by its check-ins, else by its indicator where that is in the same unit. */
export function standingOf(
  risk: KpiAtRisk,
  checkIns: readonly CheckIn[],
  observations: readonly Observation[],
  asOf: IsoDate,
): GoalStanding {
  const weeks = weeksBefore(asOf);
  const hand = byHand(checkIns, risk.kpi_id, weeks);
  if (hand.some((value) => value !== null) || risk.indicator_id === null || risk.value === null)
    return { risk, weekly: hand };
  const found = new Map(
    observations
      .filter((one) => one.indicator_id === risk.indicator_id && one.subject.id === risk.owner.id)
      .map((one) => [one.period.from, one.value]),
  );
  const measured = weeks.map((monday) => found.get(monday) ?? null);
  const value = risk.value;
  const same = measured.some(
    (one) => one !== null && Math.abs(one - value) <= SAME_SHARE * Math.max(Math.abs(value), 1),
  );
  return { risk, weekly: same ? measured : hand };
}

/** What `KpiAtRisk` would have said on a past day, by the check-ins until then; null where it was well or unknown. */
export function riskAsOf(goal: Goal, kpi: Kpi, checkIns: readonly CheckIn[], day: IsoDate): KpiAtRisk | null {
  const own = checkIns.filter((one) => one.kpi_id === kpi.id && dayOf(one.at) < day);
  const last = own.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  const started = dayOf(goal.created_at);
  if (last === undefined || started >= day) return null;
  const progress = progressOf({
    kpi,
    value: last.value,
    as_of: dayOf(last.at),
    by: 'check_in',
    chance: null,
    started_on: started,
    today: day,
  });
  if (progress.status !== 'at_risk' && progress.status !== 'off_track') return null;
  return {
    goal_id: goal.id,
    kpi_id: kpi.id,
    owner: goal.owner,
    objective: goal.objective,
    metric: kpi.metric,
    direction: kpi.direction,
    comparator: kpi.comparator,
    unit: kpi.unit,
    baseline: kpi.baseline,
    target: endValueOf(kpi),
    value: progress.value,
    share: progress.share,
    elapsed: elapsedOf(kpi.due_iso, started, day),
    chance: null,
    status: progress.status,
    reason: progress.reason,
    due_iso: kpi.due_iso,
    as_of: progress.as_of,
    indicator_id: kpi.indicator_id,
    evidence_ids: [],
  };
}
