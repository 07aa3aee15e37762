import type { Indicator } from '../answers.ts';
import { Scroll } from './scroll.tsx';
import { axisTicks, pathOf, type SeriesPoint, scaleOf } from './series-scale.ts';
import { forecastWords, indicatorPoints } from './series-words.ts';
import { day, figure, quantity, shortDay } from './words.ts';

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 30;
/** A day label every so many weeks: as many as fit without touching. */
const LABEL_EVERY = 6;

/**
 * An indicator by week with its healthy range, and the forecast with its 80 % band. Everything that the picture says is
 * said by `forecastWords` and by the table below it too.
 */
export function SeriesChart({ indicator }: { indicator: Indicator }) {
  const { definition, corridor } = indicator;
  const { past, ahead } = indicatorPoints(indicator);
  const all = [...past, ...ahead];
  const known = all.flatMap(({ value, low, high }) => [value, low, high]).filter((one) => one !== null);
  const scale = scaleOf(
    known,
    corridor,
    { left: LEFT, right: WIDTH - RIGHT, top: TOP, bottom: HEIGHT - BOTTOM },
    all.length,
  );
  return (
    <Scroll label={`${definition.name}, chart`} bare>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="series"
        role="img"
        aria-label={`${definition.name} by week. ${forecastWords(indicator)} The figures stand in the table below.`}
      >
        <Corridor corridor={corridor} scale={scale} />
        {axisTicks(scale).map((tick) => (
          <g key={tick}>
            <line
              className="series-rule"
              x1={LEFT}
              x2={WIDTH - RIGHT}
              y1={scale.y(tick)}
              y2={scale.y(tick)}
            />
            <text className="series-text end" x={LEFT - 6} y={scale.y(tick) + 4}>
              {figure(tick)}
            </text>
          </g>
        ))}
        {all.map((point, index) =>
          index % LABEL_EVERY === 0 ? (
            <text key={point.from} className="series-text middle" x={scale.x(index)} y={HEIGHT - 10}>
              {shortDay(point.from)}
            </text>
          ) : null,
        )}
        <Ahead past={past} ahead={ahead} scale={scale} />
        <path
          className="spark-line"
          d={pathOf(
            past.map(({ value }) => value),
            scale,
          )}
        />
        {past.map((point, index) =>
          point.value === null ? null : (
            <circle
              key={point.from}
              className="spark-dot"
              cx={scale.x(index)}
              cy={scale.y(point.value)}
              r={2.6}
            >
              <title>{`Week of ${day(point.from)}: ${quantity(point.value, definition.unit)}`}</title>
            </circle>
          ),
        )}
      </svg>
    </Scroll>
  );
}

type Scale = ReturnType<typeof scaleOf>;

/** What the role framework calls healthy; an open end reaches the edge of the picture. */
function Corridor({ corridor, scale }: { corridor: Indicator['corridor']; scale: Scale }) {
  if (corridor === null || (corridor.low === null && corridor.high === null)) return null;
  const top = corridor.high === null ? TOP : scale.y(corridor.high);
  const bottom = corridor.low === null ? HEIGHT - BOTTOM : scale.y(corridor.low);
  return (
    <>
      <rect
        className="series-corridor"
        x={LEFT}
        width={WIDTH - RIGHT - LEFT}
        y={top}
        height={Math.max(0, bottom - top)}
      />
      {[corridor.low, corridor.high].map((edge) =>
        edge === null ? null : (
          <line
            key={edge}
            className="series-edge"
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={scale.y(edge)}
            y2={scale.y(edge)}
          />
        ),
      )}
    </>
  );
}

function Ahead({ past, ahead, scale }: { past: SeriesPoint[]; ahead: SeriesPoint[]; scale: Scale }) {
  if (ahead.length === 0) return null;
  const place = (index: number, value: number | null) =>
    `${scale.x(past.length + index).toFixed(1)} ${scale.y(value ?? 0).toFixed(1)}`;
  const upper = ahead.map(({ high }, index) => place(index, high));
  const lower = ahead.map(({ low }, index) => place(index, low)).reverse();
  return (
    <>
      <path className="spark-band" d={`M${[...upper, ...lower].join('L')}Z`} />
      <path
        className="series-ahead"
        d={`M${ahead.map(({ value }, index) => place(index, value)).join('L')}`}
      />
    </>
  );
}
