import type { Indicator, Scorecard } from '../answers.ts';
import { Scroll } from './scroll.tsx';
import { Sparkline } from './sparkline.tsx';
import { Empty } from './states.tsx';
import { day, figure, quantity, span } from './words.ts';

const standings: Record<string, { word: string; className?: string }> = {
  within: { word: 'in the healthy range' },
  below: { word: 'below the healthy range', className: 'tag attention' },
  above: { word: 'above the healthy range', className: 'tag attention' },
  not_enough_data: { word: 'not enough data', className: 'quiet' },
};
const trends: Record<string, string> = { rising: 'rising', falling: 'falling', flat: 'no clear trend' };

/** Indicators with window, sample, coverage, freshness, trend and forecast; the role's own first. */
export function ScorecardTable({ scorecard }: { scorecard: Scorecard }) {
  const own = scorecard.indicators.filter((indicator) => indicator.weight > 0);
  const further = scorecard.indicators.filter((indicator) => indicator.weight === 0);
  if (scorecard.indicators.length === 0)
    return <Empty>No indicators yet. They are derived after the next sync.</Empty>;
  return (
    <>
      <p className="quiet measure">
        By ISO week, {span(scorecard.period.from, scorecard.period.to)}. The band ahead of a line is where
        four of five forecasts should fall.
      </p>
      <Table label="Indicators of the role" indicators={own.length > 0 ? own : further} />
      {own.length > 0 && further.length > 0 && (
        <details>
          <summary>Further indicators ({further.length}), not part of the role's framework</summary>
          <Table label="Further indicators" indicators={further} />
        </details>
      )}
      <details>
        <summary>How each is computed</summary>
        <dl className="stack tight measure">
          {scorecard.indicators.map(({ definition }) => (
            <div key={definition.id}>
              <dt>{definition.name}</dt>
              <dd className="quiet">{definition.formula}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function Table({ label, indicators }: { label: string; indicators: Indicator[] }) {
  return (
    <Scroll label={label}>
      <table className="figures">
        <thead>
          <tr>
            <th>Indicator</th>
            <th className="number">Last week</th>
            <th className="number">Four weeks</th>
            <th className="number">Before</th>
            <th>By week</th>
            <th>Reading</th>
            <th>Rests on</th>
          </tr>
        </thead>
        <tbody>
          {indicators.map((indicator) => (
            <Row key={indicator.definition.id} indicator={indicator} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ indicator: { definition, observations, assessment } }: { indicator: Indicator }) {
  const last = observations.at(-1);
  const weeks = observations.map(({ value }) => (value === null ? 'none' : figure(value))).join(', ');
  const level = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : quantity(value, definition.unit);
  return (
    <tr>
      <th scope="row">{definition.name}</th>
      <td className="number">{last?.value == null ? '–' : quantity(last.value, definition.unit)}</td>
      <td className="number">{level(assessment?.recent)}</td>
      <td className="number">{level(assessment?.baseline)}</td>
      <td>
        <Sparkline
          values={observations.map((observation) => observation.value)}
          forecast={assessment?.forecast ?? null}
          label={`${definition.name} by week: ${weeks}`}
        />
      </td>
      <td>
        <Reading assessment={assessment} />
      </td>
      <td className="quiet nowrap">
        n = {last?.n ?? 0}, {last ? `${Math.round(last.coverage * 100)} % covered` : 'no coverage'}
        <br />
        {last?.fresh_until ? `to ${day(last.fresh_until)}` : 'nothing fresh'}
      </td>
    </tr>
  );
}

function Reading({ assessment }: { assessment: Indicator['assessment'] }) {
  if (assessment === null) return <span className="quiet">not assessed</span>;
  const standing = standings[assessment.standing] ?? { word: assessment.standing };
  const remarks = [
    assessment.trend && trends[assessment.trend.direction],
    assessment.change_point && `new level since the week of ${day(assessment.change_point.at)}`,
    assessment.partial && 'partial data',
  ].filter((remark) => typeof remark === 'string');
  return (
    <>
      <span className={standing.className}>{standing.word}</span>
      {remarks.length > 0 && <div className="quiet">{remarks.join('; ')}</div>}
    </>
  );
}
