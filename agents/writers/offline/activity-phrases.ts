import type { FigureUnit } from '#agents/briefs/figures.ts';
import type { ActivityIndicatorId } from '#analytics/indicators/definitions.ts';
import { spoken } from './wording.ts';

/** Subject of a sentence, the unit, and what stands after the number; `one` where the thing counted is said, too. */
type Row = [subject: string, unit: FigureUnit, counted?: [one: string, several: string]];

/** How indicators of code, sales, support and collaboration are spoken of. */
const rows: Readonly<Record<ActivityIndicatorId, Row>> = {
  pull_requests_merged: [
    'code output',
    'count',
    ['pull request merged a week', 'pull requests merged a week'],
  ],
  change_size_median: ['the median size of merged changes', 'count', ['line', 'lines']],
  merge_time_median: ['the median time to merge', 'hours'],
  reviews_given: ['code review', 'count', ['review given a week', 'reviews given a week']],
  review_turnaround_median: ['median review turnaround', 'hours'],
  deployments: ['production deployment', 'count', ['deployment a week', 'deployments a week']],
  deployment_failure_share: ['the share of failed deployments', 'percent'],
  opportunities_created: [
    'new pipeline',
    'count',
    ['opportunity created a week', 'opportunities created a week'],
  ],
  opportunities_won: ['sales', 'count', ['opportunity won a week', 'opportunities won a week']],
  win_rate: ['the win rate', 'percent'],
  sales_cycle_median: ['the median sales cycle', 'days'],
  open_opportunities: ['the stock of open deals', 'count', ['opportunity', 'opportunities']],
  pipeline_coverage: ['pipeline coverage', 'ratio'],
  sales_velocity: ['sales velocity', 'count', ['win to be expected a week', 'wins to be expected a week']],
  renewal_rate: ['the renewal rate', 'percent'],
  tickets_solved: ['support output', 'count', ['ticket solved a week', 'tickets solved a week']],
  first_response_median: ['the median first response time', 'hours'],
  resolution_time_median: ['the median resolution time', 'hours'],
  ticket_backlog: ['the backlog of support', 'count', ['open ticket', 'open tickets']],
  ticket_reopen_share: ['the share of solved tickets reopened', 'percent'],
  satisfaction_share: ['customer satisfaction', 'percent'],
  net_promoter_score: ['the net promoter score', 'points'],
  meeting_hours: ['time in meetings and calls', 'hours', ['a week', 'a week']],
  focus_hours: ['time free of meetings', 'hours', ['a week', 'a week']],
  after_hours_share: ['the share of messages after hours', 'percent'],
};

function phraseOf([subject, unit, counted]: Row) {
  const bare = (value: number) => spoken(value, unit === 'percent' ? unit : 'count');
  return {
    subject,
    bare,
    value(value: number) {
      const figure = spoken(value, unit);
      if (counted === undefined) return figure;
      return `${figure} ${counted[spoken(value, 'count') === '1' ? 0 : 1]}`;
    },
  };
}

export const activityPhrases = Object.fromEntries(
  Object.entries(rows).map(([id, row]) => [id, phraseOf(row)]),
) as Readonly<Record<ActivityIndicatorId, ReturnType<typeof phraseOf>>>;
