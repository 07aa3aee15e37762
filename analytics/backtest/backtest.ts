import { addDays, daysBetween, type IsoDate, weekStart } from '#domain/date.ts';
import type { BacktestReport, DetectorTest } from '#domain/detector.ts';
import { contentHash } from '#domain/json.ts';
import type { Person } from '#domain/person.ts';
import { type ChangePointFinder, makeChangePointFinder } from '../series/change-point.ts';
import { rounded } from '../series/statistics.ts';
import { type BacktestInput, type Moment, momentsOf } from './moment.ts';
import {
  checkInCases,
  goalCases,
  loadCases,
  recognitionCases,
  slideCases,
  strainCases,
} from './result-outcomes.ts';
import { type BacktestCase, scoreOf } from './score.ts';
import { verdictOf } from './verdict.ts';
import { blockedCases, overdueCases, overloadCases, reviewCases } from './work-outcomes.ts';

export type { BacktestInput } from './moment.ts';

/** Raised when a detector, an outcome or a score changes. */
export const BACKTEST_VERSION = 1;
/** A report older than this is made anew: a detector's worth doesn't change from day to day. */
export const BACKTEST_DAYS = 7;
/** So many people tell it to a point or two; more would only take longer. */
export const PEOPLE_AT_MOST = 150;
/** Four months of every second Monday: older ones speak of another organisation. */
const MOMENTS_AT_MOST = 8;
/** Two weeks after it something can be said of the three that outcomes look at. */
const WEEKS_KNOWN = 2;
/** Neighbouring weeks tell nearly the same. */
const STEP_WEEKS = 2;
/** Weeks of observations before the first moment: with fewer no level is known. */
const WEEKS_BEFORE = 8;

interface Probe {
  detector: DetectorTest['detector'];
  intervention: DetectorTest['intervention'];
  outcome: string;
  cases: ((moment: Moment) => BacktestCase[]) | null;
}

/** Every detector, what it leads to, and what counts as having been right. */
export const probes: readonly Probe[] = [
  {
    detector: 'overload',
    intervention: 'rebalance_workload',
    outcome: 'Half of what fell due in the next two weeks was not done by its day.',
    cases: overloadCases,
  },
  {
    detector: 'goal_at_risk',
    intervention: 'goal_at_risk',
    outcome: 'The result was not there on its date.',
    cases: goalCases,
  },
  {
    detector: 'indicator_slid',
    intervention: 'check_in',
    outcome: 'The indicator was still clearly worse over the next three weeks.',
    cases: slideCases,
  },
  {
    detector: 'check_in_due',
    intervention: 'check_in',
    outcome: 'A result of the role was clearly worse over the next three weeks.',
    cases: checkInCases,
  },
  {
    detector: 'recognition_overdue',
    intervention: 'recognition',
    outcome: 'Results stayed above the middle of the colleagues over the next three weeks.',
    cases: recognitionCases,
  },
  {
    detector: 'blocked_work',
    intervention: 'unblock',
    outcome: 'The item was still blocked a week later.',
    cases: blockedCases,
  },
  {
    detector: 'stale_review',
    intervention: 'unblock',
    outcome: 'The item still waited a week later.',
    cases: reviewCases,
  },
  {
    detector: 'sustained_load',
    intervention: 'burnout_warning',
    outcome: 'Hours were above 110 % of the contract on average over the next three weeks.',
    cases: loadCases,
  },
  {
    detector: 'several_strains',
    intervention: 'retention_conversation',
    outcome: 'The person left within half a year.',
    cases: strainCases,
  },
  {
    detector: 'overdue_work',
    intervention: null,
    outcome: 'Half of what was overdue was still open two weeks later.',
    cases: overdueCases,
  },
  {
    detector: 'thin_evidence',
    intervention: null,
    outcome: 'It says what is known, not what comes.',
    cases: null,
  },
];

/** Whole teams, the same at every call whatever the order in which people come. */
export function chosenPeople(people: readonly Person[]): Person[] {
  const teams = [...Map.groupBy(people, (person) => person.team_id ?? '')]
    .map(([team, members]) => ({ members, key: contentHash(team) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const taken: Person[] = [];
  for (const { members } of teams) {
    if (taken.length > 0 && taken.length + members.length > PEOPLE_AT_MOST) break;
    taken.push(...members);
  }
  return taken.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Mondays on which a cycle could have been run, and after which enough is known to say what came; newest first. */
function mondaysOf({ observations, as_of }: BacktestInput): IsoDate[] {
  const first = observations.reduce<IsoDate | null>(
    (least, one) =>
      one.value !== null && (least === null || one.period.from < least) ? one.period.from : least,
    null,
  );
  if (first === null) return [];
  const newest = addDays(weekStart(as_of), -7 * WEEKS_KNOWN);
  const oldest = addDays(first, 7 * WEEKS_BEFORE);
  const count = Math.min(MOMENTS_AT_MOST, Math.floor(daysBetween(oldest, newest) / (7 * STEP_WEEKS)) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(newest, -7 * STEP_WEEKS * index));
}

const point = (value: number | null) => (value === null ? null : rounded(value));
const interval = (value: DetectorTest['precision']) =>
  value === null
    ? null
    : { value: rounded(value.value), lower80: rounded(value.lower80), upper80: rounded(value.upper80) };

function testOf(
  { detector, intervention, outcome, cases: judge }: Probe,
  cases: readonly BacktestCase[],
): DetectorTest {
  const score = scoreOf(cases);
  const speakers = new Set(cases.flatMap((one) => (one.spoke ? [one.person_id] : []))).size;
  const { verdict, why } =
    judge === null ? { verdict: 'fact' as const, why: outcome } : verdictOf(score, speakers);
  return {
    detector,
    intervention,
    outcome,
    people: score.people,
    cases: score.cases,
    spoke: score.spoke,
    came: score.came,
    right: score.right,
    base_rate: point(score.base_rate),
    precision: interval(score.precision),
    recall: interval(score.recall),
    brier: point(score.brier),
    brier_base: point(score.brier_base),
    skill: interval(score.skill),
    verdict,
    why,
  };
}

/**
 * Walks back over the organisation's own past weeks: what each detector would have said on each Monday, by what was
 * known then, against what then happened. Deterministic and independent of the order of its input.
 * @param findChange loaded by default; hand one in to load it once for many calls.
 */
export async function backtest(
  input: BacktestInput,
  findChange?: ChangePointFinder,
): Promise<BacktestReport> {
  const people = chosenPeople(input.people);
  const mondays = mondaysOf(input);
  const finder = findChange ?? (await makeChangePointFinder());
  const found = new Map<DetectorTest['detector'], BacktestCase[]>(
    probes.map(({ detector }) => [detector, []]),
  );
  const now = { ...input, people };
  for (const day of mondays) {
    for (const moment of await momentsOf(now, day, finder)) {
      for (const { detector, cases } of probes) found.get(detector)?.push(...(cases?.(moment) ?? []));
    }
  }
  return {
    version: BACKTEST_VERSION,
    as_of: input.as_of,
    weeks: mondays.length,
    people: people.length,
    people_of: input.people.length,
    tests: probes.map((probe) => testOf(probe, found.get(probe.detector) ?? [])),
  };
}

/** Whether a report still stands on this day. */
export const isFresh = (report: BacktestReport | null, today: IsoDate): report is BacktestReport =>
  report !== null &&
  report.version === BACKTEST_VERSION &&
  report.as_of <= today &&
  daysBetween(report.as_of, today) < BACKTEST_DAYS;
