import type { Scorecard } from '../answers.ts';
import { Sparkline } from './sparkline.tsx';
import { Empty } from './states.tsx';
import { day, figure, quantity } from './words.ts';

const standings: Record<string, string> = {
  within: 'within the healthy range',
  below: 'below the healthy range',
  above: 'above the healthy range',
  not_enough_data: 'not enough data',
};
const trends: Record<string, string> = { rising: 'rising', falling: 'falling', flat: 'no clear trend' };

/** Indicators with window, sample, coverage, freshness, trend and forecast. */
export function ScorecardTable({ scorecard }: { scorecard: Scorecard }) {
  if (scorecard.indicators.length === 0)
    return <Empty>No indicators yet. They are derived after the next sync.</Empty>;
  return (
    <div className="scroll">
      <table className="figures">
        <caption className="quiet">
          ISO weeks from {day(scorecard.period.from)} to {day(scorecard.period.to)}; the band is the 80 %
          forecast interval
        </caption>
        <thead>
          <tr>
            <th>Indicator</th>
            <th className="number">Last week</th>
            <th className="number">Recent 4 / before</th>
            <th>By week</th>
            <th>Reading</th>
            <th className="number">n</th>
            <th className="number">Coverage</th>
            <th>Fresh to</th>
          </tr>
        </thead>
        <tbody>
          {scorecard.indicators.map(({ definition, observations, assessment }) => {
            const last = observations.at(-1);
            return (
              <tr key={definition.id}>
                <td>
                  {definition.name}
                  <div className="quiet">{definition.formula}</div>
                </td>
                <td className="number">{quantity(last?.value ?? null, definition.unit)}</td>
                <td className="number">
                  {assessment && assessment.recent !== null && assessment.baseline !== null
                    ? `${figure(assessment.recent)} / ${figure(assessment.baseline)}`
                    : '–'}
                </td>
                <td>
                  <Sparkline
                    values={observations.map((observation) => observation.value)}
                    forecast={assessment?.forecast ?? null}
                    label={`${definition.name} by week: ${observations.map((observation) => (observation.value === null ? 'none' : figure(observation.value))).join(', ')}`}
                  />
                </td>
                <td>
                  {assessment ? (standings[assessment.standing] ?? assessment.standing) : 'not assessed'}
                  {assessment?.trend && <div className="quiet">{trends[assessment.trend.direction]}</div>}
                  {assessment?.change_point && (
                    <div className="quiet">
                      level changed in the week of {day(assessment.change_point.at)}
                    </div>
                  )}
                  {assessment?.partial && <span className="tag attention">partial data</span>}
                </td>
                <td className="number">{last?.n ?? 0}</td>
                <td className="number">{last ? `${Math.round(last.coverage * 100)} %` : '–'}</td>
                <td>{last?.fresh_until ? day(last.fresh_until) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
