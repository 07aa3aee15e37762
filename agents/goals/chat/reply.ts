import type { KpiSpec, ParsedGoal } from '#domain/goal.ts';

const amount = (value: number, unit: string | null): string => {
  if (unit === 'percent') return `${value} %`;
  if (unit === null || unit === 'count') return String(value);
  return unit.startsWith('currency') ? `${value} ${unit.split(':')[1] ?? ''}`.trim() : `${value} ${unit}`;
};

const aims: Record<string, string> = { '>=': 'at least', '<=': 'at most', '=': 'exactly' };

function levelOf({ target, target_range, comparator, relative, unit }: KpiSpec): string {
  if (target_range !== null)
    return `between ${amount(target_range[0], unit)} and ${amount(target_range[1], unit)}`;
  if (target !== null) return `${aims[comparator ?? '='] ?? ''} ${amount(target, unit)}`.trim();
  if (relative === null) return 'no target said yet';
  if (relative.type === 'multiply') return `${relative.value} times what it is`;
  const change =
    relative.type === 'percent_change'
      ? `${relative.value} %`
      : relative.type === 'percentage_points'
        ? `${relative.value} percentage points`
        : amount(relative.value, unit);
  return `a change of ${change}`;
}

/** One KPI as it was understood; what wasn't said is said not to have been. */
function sentence(kpi: KpiSpec): string {
  const direction = { increase: 'up', decrease: 'down', maintain: 'held', achieve: 'reached' }[kpi.direction];
  const baseline = kpi.baseline === null ? '' : `, from ${amount(kpi.baseline, kpi.unit)}`;
  const window = kpi.window === null ? '' : ` (${kpi.window})`;
  return `${kpi.metric}${window} ${direction}: ${levelOf(kpi)}${baseline}, ${kpi.due_iso === null ? 'no date said yet' : `by ${kpi.due_iso}`}.`;
}

/** What was understood, in words. */
export function replyTo(goal: ParsedGoal): string {
  if (goal.kpis.length === 0) return 'I can’t measure this yet.';
  const lead = goal.kpis.length === 1 ? 'I understand: ' : `I understand ${goal.kpis.length} results: `;
  return lead + goal.kpis.map(sentence).join(' ');
}
