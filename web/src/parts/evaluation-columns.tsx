import { Link } from 'wouter';
import type { Answers } from '../api.generated.ts';
import type { Column } from './table-view.tsx';
import { moment, percent } from './words.ts';

export type RunList = Answers['GET /api/evaluations'];
export type Run = RunList['items'][number];
export type RunDetail = Answers['GET /api/evaluations/{id}'];
export type Suite = RunDetail['results'][number];
export type Comparison = Answers['GET /api/evaluations/compare'];

export const isGoing = (run: Run): boolean => run.state === 'queued' || run.state === 'running';
export const hasEnded = (run: Run): boolean => !isGoing(run);
/** Where a run that is going on tells its progress. */
export const eventsOf = (run: Run | undefined): string | null =>
  run !== undefined && isGoing(run) ? `/api/evaluations/${run.id}/events` : null;

export const runWords = (run: Run): { word: string; tone: string } => {
  if (run.state === 'queued') return { word: 'waits', tone: 'plain' };
  if (run.state === 'running') return { word: 'is running', tone: 'attention' };
  if (run.state === 'failed') return { word: 'ended early', tone: 'broken' };
  return run.passed
    ? { word: 'every gate met', tone: 'good' }
    : { word: 'a gate not met: not to be used yet', tone: 'broken' };
};

const nameOf = (names: Record<string, string>, id: string): string =>
  id === 'operator' ? 'the command line' : (names[id] ?? 'somebody');

export const runColumns = (names: Record<string, string>): Column<Run>[] => [
  {
    head: 'Asked for',
    kind: 'nowrap',
    text: (run) => moment(run.requested_at),
    cell: (run) => <Link href={`/evaluations/${run.id}`}>{moment(run.requested_at)}</Link>,
  },
  { head: 'By', text: (run) => nameOf(names, run.requested_by) },
  { head: 'Suites', text: (run) => (run.suites.length === 0 ? 'all' : run.suites.join(', ')) },
  { head: 'Writer', text: (run) => run.writer ?? '–' },
  {
    head: 'Verdict',
    text: (run) => runWords(run).word,
    cell: (run) => {
      const { word, tone } = runWords(run);
      return <span className={`tag ${tone}`}>{word}</span>;
    },
  },
  { head: 'Seconds', kind: 'number', text: (run) => (run.seconds === null ? '–' : Math.round(run.seconds)) },
];

export const suiteColumns: Column<Suite>[] = [
  {
    head: 'Suite',
    text: (suite) => suite.suite,
    cell: (suite) => <a href={`#${suite.suite}`}>{suite.suite}</a>,
  },
  { head: 'Passed', kind: 'number', text: (suite) => `${suite.passed} of ${suite.total}` },
  { head: 'Rate', kind: 'number', text: (suite) => percent(suite.rate) },
  { head: 'Floor', kind: 'number', text: (suite) => percent(suite.floor) },
  {
    head: 'Verdict',
    text: (suite) => (suite.met ? 'met' : 'not met'),
    cell: (suite) => (
      <span className={`tag ${suite.met ? 'good' : 'broken'}`}>{suite.met ? 'met' : 'not met'}</span>
    ),
  },
  { head: 'What it judges', text: (suite) => suite.describes, share: 'wide' },
];

export const rateColumns: Column<Suite['rates'][number]>[] = [
  { head: 'Kind', text: (rate) => rate.kind },
  { head: 'Passed', kind: 'number', text: (rate) => `${rate.passed} of ${rate.total}` },
  { head: 'Rate', kind: 'number', text: (rate) => percent(rate.rate) },
  {
    head: '95 % interval',
    kind: 'number',
    text: (rate) => `${percent(rate.low)} to ${percent(rate.high)}`,
  },
];

export const comparisonColumns: Column<Comparison['items'][number]>[] = [
  { head: 'Suite', text: (change) => change.suite },
  { head: 'Before', kind: 'number', text: (change) => percent(change.before) },
  { head: 'After', kind: 'number', text: (change) => percent(change.after) },
  { head: 'Worse', kind: 'number', text: (change) => change.worse.length },
  { head: 'Better', kind: 'number', text: (change) => change.better.length },
  {
    head: 'Could be chance',
    text: (change) =>
      change.worse.length + change.better.length === 0
        ? 'nothing changed'
        : change.p_value < 0.05
          ? `hardly (p ${change.p_value.toFixed(3)})`
          : `yes (p ${change.p_value.toFixed(2)})`,
  },
];
