import { useState } from 'react';
import type { Indicator, Scorecard } from '../answers.ts';
import { SeriesChart } from './series-chart.tsx';
import { SeriesTable } from './series-table.tsx';
import { corridorWords, forecastWords, sourceWords } from './series-words.ts';
import { Sparkline } from './sparkline.tsx';
import { Empty } from './states.tsx';
import { counted, day, figure, percent, quantity, span } from './words.ts';

const standings: Record<string, { word: string; tone: string }> = {
  within: { word: 'in the healthy range', tone: 'good' },
  below: { word: 'below the healthy range', tone: 'attention' },
  above: { word: 'above the healthy range', tone: 'attention' },
};
const trends: Record<string, string> = { rising: '↗ rising', falling: '↘ falling', flat: '→ no clear trend' };

/** Indicators, the role's own first; each opens to its chart, its figures and how it is computed. */
export function SeriesList({ scorecard, of }: { scorecard: Scorecard; of: string }) {
  const own = scorecard.indicators.filter((indicator) => indicator.weight > 0);
  const further = scorecard.indicators.filter((indicator) => indicator.weight === 0);
  if (scorecard.indicators.length === 0)
    return <Empty>No indicators yet. They are derived after the next sync.</Empty>;
  return (
    <>
      <p className="quiet measure">
        By week, {span(scorecard.period.from, scorecard.period.to)}. The large figure is the mean of the last
        four weeks that are known. The band ahead of a line is where four of five forecasts should fall.
      </p>
      <ul className="series-list">
        {(own.length > 0 ? own : further).map((indicator) => (
          <SeriesItem key={indicator.definition.id} indicator={indicator} of={of} />
        ))}
      </ul>
      {own.length > 0 && further.length > 0 && (
        <details>
          <summary>{counted(further.length, 'further indicator')}, not part of the role framework</summary>
          <ul className="series-list">
            {further.map((indicator) => (
              <SeriesItem key={indicator.definition.id} indicator={indicator} of={of} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function SeriesItem({ indicator, of }: { indicator: Indicator; of: string }) {
  const [open, setOpen] = useState(false);
  const { definition, observations, assessment } = indicator;
  const panel = `series-${definition.id}`;
  return (
    <li>
      <div className="series-row">
        <div className="stack close series-name">
          <h3>{definition.name}</h3>
          <span className="quiet">{rangeWords(indicator)}</span>
        </div>
        <Level indicator={indicator} />
        <Sparkline
          values={observations.map(({ value }) => value)}
          forecast={assessment?.forecast ?? null}
          label={`${definition.name} by week. ${forecastWords(indicator)}`}
        />
        <Reading assessment={assessment} />
        <button
          type="button"
          className="button second small no-print"
          aria-expanded={open}
          aria-controls={panel}
          aria-label={`${open ? 'Close' : 'Open'} ${definition.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Close' : 'Open'}
        </button>
        <p className="quiet series-basis">{basisWords(indicator)}</p>
      </div>
      <div id={panel}>{open && <Opened indicator={indicator} of={of} />}</div>
    </li>
  );
}

/** The mean of the last four weeks; where no cycle has assessed it, what the last week alone was. */
function Level({ indicator: { definition, observations, assessment } }: { indicator: Indicator }) {
  const value = assessment === null ? (observations.at(-1)?.value ?? null) : assessment.recent;
  const before = assessment?.baseline ?? null;
  return (
    <div className="stack close series-level">
      {value === null ? (
        <span className="quiet">not enough data</span>
      ) : (
        <strong>{quantity(value, definition.unit)}</strong>
      )}
      {assessment === null && value !== null && <span className="quiet">last week</span>}
      {before !== null && <span className="quiet">{figure(before)} before</span>}
    </div>
  );
}

const rangeWords = (indicator: Indicator) => {
  const healthy = corridorWords(indicator);
  return healthy === null ? 'no healthy range set' : `healthy: ${healthy}`;
};

/** Sample, coverage, freshness and source of the newest week. */
function basisWords(indicator: Indicator): string {
  const last = indicator.observations.at(-1);
  if (last === undefined) return 'Nothing observed.';
  return [
    `Last week: ${quantity(last.value, indicator.definition.unit)}`,
    `n = ${last.n}`,
    `${percent(last.coverage)} covered`,
    last.fresh_until === null ? 'nothing fresh' : `fresh to ${day(last.fresh_until)}`,
    sourceWords(indicator),
  ].join(' · ');
}

function Reading({ assessment }: { assessment: Indicator['assessment'] }) {
  if (assessment === null) return <span className="quiet series-reading">not assessed</span>;
  const standing = standings[assessment.standing];
  const remarks = [
    assessment.trend && trends[assessment.trend.direction],
    assessment.change_point && `new level since the week of ${day(assessment.change_point.at)}`,
    assessment.partial && 'partial data',
  ].filter((remark) => typeof remark === 'string');
  return (
    <div className="stack close series-reading">
      <span>
        {standing === undefined ? (
          <span className="quiet">no reading</span>
        ) : (
          <span className={`tag ${standing.tone}`}>{standing.word}</span>
        )}
      </span>
      {remarks.length > 0 && <span className="quiet">{remarks.join('; ')}</span>}
    </div>
  );
}

function Opened({ indicator, of }: { indicator: Indicator; of: string }) {
  const { definition } = indicator;
  return (
    <div className="stack tight series-open">
      <SeriesChart indicator={indicator} />
      <p className="quiet row">
        <span>
          <svg aria-hidden="true" className="key" width="22" height="9">
            <line className="spark-line" x1="0" x2="22" y1="5" y2="5" />
          </svg>
          observed
        </span>
        <span>
          <svg aria-hidden="true" className="key" width="22" height="11">
            <rect className="spark-band" width="22" height="11" />
            <line className="series-ahead" x1="0" x2="22" y1="5.5" y2="5.5" />
          </svg>
          forecast, four times in five
        </span>
        {corridorWords(indicator) !== null && (
          <span>
            <svg aria-hidden="true" className="key" width="22" height="11">
              <rect className="series-corridor" width="22" height="11" />
              <line className="series-edge" x1="0" x2="22" y1="0.5" y2="0.5" />
            </svg>
            healthy range
          </span>
        )}
      </p>
      <p className="measure">{forecastWords(indicator)}</p>
      <dl className="quiet measure stack close">
        <div>
          <dt className="visually-hidden">Computed so</dt>
          <dd>{definition.formula}</dd>
        </div>
        <div>
          <dt className="visually-hidden">Definition from</dt>
          <dd>Definition: {definition.source}</dd>
        </div>
      </dl>
      <details>
        <summary>The figures, week by week</summary>
        <SeriesTable indicator={indicator} of={of} />
      </details>
    </div>
  );
}
