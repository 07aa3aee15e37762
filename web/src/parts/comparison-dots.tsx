import type { ComparedIndicator } from '../answers.ts';
import { scaleOf } from './series-scale.ts';
import { figure, quantity } from './words.ts';

const WIDTH = 300;
const HEIGHT = 34;
const RADIUS = 4;
const frame = { left: RADIUS + 2, right: WIDTH - RADIUS - 2, top: RADIUS + 2, bottom: HEIGHT - RADIUS - 2 };

const known = (indicator: ComparedIndicator) =>
  indicator.values.flatMap(({ value, standing, name }) =>
    value === null ? [] : [{ value, standing, name }],
  );

const isOutside = (standing: string) => standing === 'above' || standing === 'below';

/** What the picture shows, in a sentence. */
export function dotsWords(indicator: ComparedIndicator): string {
  const values = known(indicator);
  const { unit } = indicator.definition;
  const numbers = values.map(({ value }) => value);
  const outside = values.filter(({ standing }) => isOutside(standing)).length;
  const among = `${values.length} people between ${figure(Math.min(...numbers))} and ${quantity(Math.max(...numbers), unit)}`;
  return `${among}, half of them below ${quantity(indicator.median, unit)}; ${outside === 0 ? 'nobody' : outside} outside the healthy range.`;
}

/** One dot a person on one line, filled within the healthy range (the tinted part) and hollow outside; the stroke is the median. */
export function ComparisonDots({ indicator }: { indicator: ComparedIndicator }) {
  const values = known(indicator);
  const { corridor, median, definition } = indicator;
  // The scale of the charts, lying down.
  const upright = scaleOf(
    values.map(({ value }) => value),
    corridor,
    { left: 0, right: 1, top: -frame.right, bottom: -frame.left },
    2,
  );
  const x = (value: number) => -upright.y(value);
  const [from, to] = [
    corridor.low === null ? 0 : x(corridor.low),
    corridor.high === null ? WIDTH : x(corridor.high),
  ];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="dots"
      role="img"
      aria-label={`${definition.name}: ${dotsWords(indicator)}`}
    >
      <rect className="series-corridor" x={from} width={Math.max(0, to - from)} y={0} height={HEIGHT} />
      <line className="series-rule" x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {median !== null && (
        <line className="dots-median" x1={x(median)} x2={x(median)} y1={3} y2={HEIGHT - 3} />
      )}
      {values.map(({ name, value, standing }) => (
        <circle
          key={name}
          className={isOutside(standing) ? 'dot outside' : 'dot'}
          cx={x(value)}
          cy={HEIGHT / 2}
          r={RADIUS}
        >
          <title>{`${name}: ${quantity(value, definition.unit)}`}</title>
        </circle>
      ))}
    </svg>
  );
}
