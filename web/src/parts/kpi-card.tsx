import type { DraftKpi } from '../answers.ts';
import { SourceText } from './source-text.tsx';
import { day, figure, quantity } from './words.ts';

const directions: Record<string, string> = {
  increase: 'Raise',
  decrease: 'Lower',
  maintain: 'Keep',
  achieve: 'Reach',
};
const comparators: Record<string, string> = { '>=': 'at least ', '<=': 'at most ', '=': '' };

const unitOf = (kpi: DraftKpi) => (kpi.unit ?? '').replace(/^currency:?/, '');

/** The result that is wanted, in words; null where none was said. */
export function targetOf(kpi: DraftKpi): string | null {
  const unit = unitOf(kpi);
  if (kpi.target_range !== null)
    return `between ${figure(kpi.target_range[0])} and ${quantity(kpi.target_range[1], unit)}`;
  if (kpi.target !== null) return `${comparators[kpi.comparator ?? '='] ?? ''}${quantity(kpi.target, unit)}`;
  if (kpi.relative === null) return null;
  const { type, value } = kpi.relative;
  if (type === 'multiply') return `${figure(value)} times what it is`;
  if (type === 'percent_change') return `by ${quantity(value, 'percent')}`;
  if (type === 'percentage_points') return `by ${figure(value)} percentage points`;
  return `by ${quantity(value, unit)}`;
}

/** A KPI as it is being formed: what was said, and plainly what was not. */
export function KpiCard({ kpi }: { kpi: DraftKpi }) {
  const rows: [string, string | null][] = [
    ['Target', targetOf(kpi)],
    ['Today', kpi.baseline === null ? null : quantity(kpi.baseline, unitOf(kpi))],
    ['Due', kpi.due_iso === null ? null : day(kpi.due_iso)],
  ];
  if (kpi.window !== null) rows.push(['Per', kpi.window]);
  return (
    <article className="card stack tight">
      <h3>
        {directions[kpi.direction] ?? kpi.direction} <SourceText>{kpi.metric}</SourceText>
      </h3>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd>{value === null ? <span className="tag attention">not said yet</span> : value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
