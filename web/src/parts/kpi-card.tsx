import type { CheckFinding, DraftKpi, KpiView } from '../answers.ts';
import { ClaimText } from './claims.tsx';
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

const severities: Record<string, { word: string; tone: string }> = {
  block: { word: 'keeps it from being saved', tone: 'broken' },
  warn: { word: 'worth a look', tone: 'attention' },
  hint: { word: 'hint', tone: 'plain' },
};

/** What is to be said of a goal, each with the rule that says so. */
export function CheckFindings({ findings }: { findings: readonly CheckFinding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="list">
      {findings.map((finding) => {
        const words = severities[finding.severity] ?? { word: finding.severity, tone: 'plain' };
        return (
          <li key={finding.id} className="stack close">
            <span className={`tag ${words.tone}`}>{words.word}</span>
            <span>
              <SourceText>{finding.sentence}</SourceText> <span className="quiet">{finding.fix}</span>
            </span>
            <code className="quiet">{finding.id}</code>
          </li>
        );
      })}
    </ul>
  );
}

interface KpiCardProps {
  kpi: DraftKpi;
  /** What the data say of it; null before they were asked. */
  view?: KpiView | null;
}

/** A KPI as it is being formed: what was said, plainly what was not, and what the data know. */
export function KpiCard({ kpi, view = null }: KpiCardProps) {
  const unit = unitOf(kpi);
  const rows: [string, string | null][] = [
    ['Target', targetOf(kpi)],
    ['Today', kpi.baseline === null ? null : quantity(kpi.baseline, unit)],
    ['Due', kpi.due_iso === null ? null : day(kpi.due_iso)],
  ];
  if (kpi.window !== null) rows.push(['How often', kpi.window]);
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
        {view && <Measured view={view} unit={unit} />}
      </dl>
      {view && <CheckFindings findings={view.findings} />}
    </article>
  );
}

function Measured({ view, unit }: { view: KpiView; unit: string }) {
  const { indicator, baseline, forecast, nearest } = view;
  return (
    <>
      <div>
        <dt className="quiet">Measured</dt>
        <dd>
          {indicator !== null && `by ${indicator.name}`}
          {indicator === null && nearest.length === 0 && 'by check-ins'}
          {indicator === null && nearest.length > 0 && (
            <>not yet; the nearest: {nearest.map(({ name }) => name).join(', ')}</>
          )}
        </dd>
      </div>
      {baseline !== null && view.baseline_from === 'data' && (
        <div>
          <dt className="quiet">From data</dt>
          <dd>
            <ClaimText
              claim={{ text: quantity(baseline.value, unit), citations: baseline.evidence_ids.slice(0, 3) }}
            />{' '}
            <span className="quiet">
              ({baseline.window.replace(/ to \d{4}-\d\d-\d\d$/, '')}, {baseline.n} items, as of{' '}
              {day(baseline.as_of)})
            </span>
          </dd>
        </div>
      )}
      {forecast !== null && forecast.chance !== null && (
        <div>
          <dt className="quiet">Chance</dt>
          <dd>
            {Math.round(forecast.chance * 100)} %{' '}
            <span className="quiet">
              (forecast between {figure(forecast.lower80)} and {quantity(forecast.upper80, unit)} four times
              in five, {day(forecast.at)})
            </span>
          </dd>
        </div>
      )}
    </>
  );
}
