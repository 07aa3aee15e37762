import { parseGoalLine } from '#agents/goals/parser.ts';
import { isoDate } from '#domain/date.ts';
import { defineCommand, UsageError } from './command.ts';
import { eachLine, inputArgument } from './json-lines.ts';
import { wholeNumber } from './numbers.ts';

export const goalsParse = defineCommand({
  summary: 'goals in plain words to measurable KPIs (pure)',
  details:
    'JSON Lines in: {"id":"g1","text":"Cut churn to below 3% by end of Q3"}. JSON Lines out: objective, KPIs, and what a manager must still be asked. A number that the text doesn\'t state is never filled in.\nA line that is wrong is told on standard error with its number; the others are answered all the same, and the exit status is 1.',
  args: {
    today: {
      type: 'string',
      description: 'the day that "next quarter" counts from; the real date when left out',
      valueHint: 'YYYY-MM-DD',
    },
    'fiscal-year-start': {
      type: 'string',
      default: '1',
      description: 'month in which the fiscal year starts, 1 to 12',
      valueHint: 'MM',
    },
    ...inputArgument,
  },
  examples: [
    `echo '{"id":"g1","text":"Cut churn to below 3% by end of Q3"}' | fairlead goals parse --today 2026-07-01`,
    'fairlead goals parse --input goals.jsonl --fiscal-year-start 4',
  ],
  run: ({ today, 'fiscal-year-start': start, input }, world) => {
    const options = {
      today: today ?? world.today(),
      fiscal_year_start_month: wholeNumber('--fiscal-year-start', start, 1, 12),
    };
    if (!isoDate.safeParse(options.today).success)
      throw new UsageError(`--today ${JSON.stringify(today)} is not valid. Valid: a day as YYYY-MM-DD.`);
    return eachLine(world, input, (value) => parseGoalLine(value, options));
  },
});
