const WIDTH = 150;
const HEIGHT = 34;
const MARGIN = 3;

interface Band {
  mean: number[];
  lower80: number[];
  upper80: number[];
}

/**
 * Weekly values, gaps left open, with the forecast's 80 % band behind it. The same is said in words for who
 * doesn't see it; the table beside it holds the figures.
 */
export function Sparkline({
  values,
  forecast,
  label,
}: {
  values: (number | null)[];
  forecast: Band | null;
  label: string;
}) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return <span className="quiet">not enough data</span>;
  const ahead = forecast?.mean.length ?? 0;
  const all = [...known, ...(forecast?.lower80 ?? []), ...(forecast?.upper80 ?? [])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (index: number) =>
    MARGIN + (index * (WIDTH - 2 * MARGIN)) / Math.max(1, values.length + ahead - 1);
  const y = (value: number) => HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low || 1);
  const points = values.flatMap((value, index) => (value === null ? [] : [{ index, value }]));
  const line = points
    .map(
      ({ index, value }, place) =>
        `${place > 0 && points[place - 1]?.index === index - 1 ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const last = points.at(-1);
  const start = values.length;
  const edge = (bound: number[], order: number[]) =>
    order.map((step) => `${x(start + step).toFixed(1)} ${y(bound[step] ?? 0).toFixed(1)}`);
  const steps = Array.from({ length: ahead }, (_, step) => step);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      {forecast && ahead > 0 && (
        <path
          className="spark-band"
          d={`M${[...edge(forecast.upper80, steps), ...edge(forecast.lower80, [...steps].reverse())].join('L')}Z`}
        />
      )}
      <path className="spark-line" d={line} />
      {last && <circle className="spark-dot" cx={x(last.index)} cy={y(last.value)} r={2.6} />}
    </svg>
  );
}
