import { forecastLine, LONGEST_HORIZON } from '#analytics/forecast/forecast.ts';
import { defineCommand, UsageError } from './command.ts';
import { eachLine, inputArgument } from './json-lines.ts';
import { wholeNumber } from './numbers.ts';

export const forecast = defineCommand({
  summary: 'forecasts with intervals for series (pure)',
  details:
    'JSON Lines in: {"id":"s1","period":"day"|"week"|"month"|"quarter","values":[number or null, …]}, oldest first, null for a gap. JSON Lines out: method, mean, and 80 % and 95 % intervals, each as long as the horizon; too short a series gives "not-enough-data" and empty lists.\nA line that is wrong is told on standard error with its number; the others are answered all the same, and the exit status is 1.',
  args: {
    horizon: {
      type: 'string',
      description: 'periods ahead; by default 14 days, 8 weeks, 12 months or 4 quarters',
      valueHint: 'N',
    },
    ...inputArgument,
  },
  examples: [
    `echo '{"id":"s1","period":"month","values":[10,12,13,15,16,18]}' | fairlead forecast --horizon 3`,
    'fairlead forecast --input series.jsonl > forecasts.jsonl',
  ],
  run: ({ horizon, input }, world) => {
    const steps = horizon === undefined ? undefined : wholeNumber('--horizon', horizon, 1, LONGEST_HORIZON);
    if (input === '') throw new UsageError('--input needs a file.');
    return eachLine(world, input, (value) => forecastLine(value, steps));
  },
});
