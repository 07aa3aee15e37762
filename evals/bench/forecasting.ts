import { forecastBench } from '#analytics/forecast/forecast.bench.ts';
import type { Bench } from './bench.ts';

/** How good forecasts are: error (OWA as in the M4 competition) against the classical Theta's on the same series. */
export const forecasting: Bench = {
  name: 'forecast',
  async *run({ tell }) {
    tell('forecast: synthetic series of every kind');
    yield* forecastBench().map(({ name, ratio, figures }) => ({
      name,
      ratio,
      aim: null,
      reference: 'error of the classical Theta, same series',
      figures: { ...figures },
    }));
  },
};
