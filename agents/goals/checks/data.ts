import { daysBetween } from '#domain/date.ts';
import { meetsTarget } from '#domain/goal-progress.ts';
import { type Check, figure, isMovement, quoted, reachedAt, wantsLess } from './check.ts';

// Two weeks without a record: a source that people work in daily has stopped.
const STALE_DAYS = 14;
// A stated start value that differs by more than this share from the observed one is a different number.
const TOLERANCE = 0.1;

const FAMILIES: Record<string, string> = {
  score: 'count',
  points: 'count',
  business_days: 'time',
  seconds: 'time',
  minutes: 'time',
  hours: 'time',
  days: 'time',
  weeks: 'time',
  months: 'time',
  years: 'time',
  ms: 'time',
  duration: 'time',
};
const family = (unit: string) => (unit.startsWith('currency') ? 'currency' : (FAMILIES[unit] ?? unit));

/** Against the organisation's own data, where it is at hand. */
export const dataChecks: readonly Check[] = [
  {
    id: 'not-measured',
    of: 'kpi',
    severity: 'warn',
    question: 'Does a connected source measure it?',
    find: (kpi, _, { indicator }) =>
      indicator === null
        ? {
            sentence: `No connected source measures ${quoted(kpi)}, so its progress must be typed in.`,
            fix: 'Choose one of the indicators that exist, connect a source, or agree who reports it.',
          }
        : null,
  },
  {
    id: 'unit-differs',
    of: 'kpi',
    severity: 'warn',
    question: 'Is the target in the indicator’s unit?',
    find: (kpi, _, { indicator }) =>
      indicator && kpi.unit !== null && kpi.target !== null && family(kpi.unit) !== family(indicator.unit)
        ? {
            sentence: `The target of ${quoted(kpi)} is in ${kpi.unit}, its indicator “${indicator.name}” in ${indicator.unit}.`,
            fix: 'Give the target in the indicator’s unit, or choose another indicator.',
          }
        : null,
  },
  {
    id: 'baseline-differs',
    of: 'kpi',
    severity: 'warn',
    question: 'Does the stated start value agree with the data?',
    find: (kpi, _, { indicator }) => {
      if (!indicator || indicator.value === null || kpi.baseline === null) return null;
      const scale = Math.max(Math.abs(indicator.value), Math.abs(kpi.baseline), Number.EPSILON);
      return Math.abs(indicator.value - kpi.baseline) / scale > TOLERANCE
        ? {
            sentence: `${quoted(kpi)} is said to start at ${figure(kpi.baseline, kpi.unit)}; the data say ${figure(indicator.value, kpi.unit)}.`,
            fix: 'Take the observed value, or say what the other one counts.',
          }
        : null;
    },
  },
  {
    id: 'direction-unusual',
    of: 'kpi',
    severity: 'warn',
    question: 'Is the indicator wanted the way in which it is better?',
    find: (kpi, _, { indicator }) =>
      indicator?.better != null && isMovement(kpi) && kpi.direction !== indicator.better
        ? {
            sentence: `${quoted(kpi)} is to ${kpi.direction}, but “${indicator.name}” is measured so that ${indicator.better === 'decrease' ? 'less' : 'more'} is better.`,
            fix: 'Turn the goal round, or say what makes the other way better here.',
          }
        : null,
  },
  {
    id: 'limit-not-held',
    of: 'kpi',
    severity: 'warn',
    question: 'Does a limit to hold hold today?',
    find: (kpi, _, { indicator }) => {
      const now = indicator?.value ?? null;
      if (kpi.direction !== 'maintain' || now === null || meetsTarget(kpi, now) !== false) return null;
      return {
        sentence: `${quoted(kpi)} stands at ${figure(now, kpi.unit)} today, outside the limit that is to be held.`,
        fix: 'Make it a goal with a date by which it is within the limit, and hold it from then on.',
      };
    },
  },
  {
    id: 'partial-data',
    of: 'kpi',
    severity: 'hint',
    question: 'Was the source read whole?',
    find: (kpi, _, { indicator }) =>
      indicator?.flags?.includes('partial_source')
        ? {
            sentence: `The last read of a source behind ${quoted(kpi)} was incomplete, so its value may be off.`,
            fix: 'Let the source be read again before you fix the start value.',
          }
        : null,
  },
  {
    id: 'too-few-items',
    of: 'kpi',
    severity: 'warn',
    question: 'Does the indicator rest on enough items?',
    find: (kpi, _, { indicator }) =>
      indicator && indicator.n < indicator.minimum_n
        ? {
            sentence: `The indicator of ${quoted(kpi)} rests on ${indicator.n} items; it takes ${indicator.minimum_n} to say anything.`,
            fix: 'Use a longer window or a whole team’s number.',
          }
        : null,
  },
  {
    id: 'stale-data',
    of: 'kpi',
    severity: 'warn',
    question: 'Is the data fresh?',
    find: (kpi, { today }, { indicator }) =>
      indicator?.fresh_until != null && daysBetween(indicator.fresh_until, today) > STALE_DAYS
        ? {
            sentence: `The newest data on ${quoted(kpi)} is from ${indicator.fresh_until}.`,
            fix: 'Check the source’s connection first.',
          }
        : null,
  },
  {
    id: 'within-noise',
    of: 'kpi',
    severity: 'hint',
    question: 'Is the change larger than the usual ups and downs?',
    find: (kpi, _, { indicator }) => {
      const target = reachedAt(kpi);
      const start = kpi.baseline ?? indicator?.value ?? null;
      if (!indicator || indicator.spread === null || target === null || start === null || !isMovement(kpi))
        return null;
      return target !== start && Math.abs(target - start) < indicator.spread
        ? {
            sentence: `The change of ${quoted(kpi)} (${figure(Number(Math.abs(target - start).toPrecision(3)), kpi.unit)}) is smaller than its usual weekly swing (${figure(Number(indicator.spread.toPrecision(3)), kpi.unit)}).`,
            fix: 'Judge it over a quarter’s mean, or aim further.',
          }
        : null;
    },
  },
  {
    id: 'owner-cannot-influence',
    of: 'kpi',
    severity: 'warn',
    question: 'Can the owner influence it?',
    find: (kpi, _, { indicator }) =>
      indicator?.owner_contributes === false
        ? {
            sentence: `None of the owner’s own work is in the indicator of ${quoted(kpi)}.`,
            fix: 'Give it to somebody whose work is in it, or choose a part that the owner controls.',
          }
        : null,
  },
  {
    id: 'beyond-forecast',
    of: 'kpi',
    severity: 'warn',
    question: 'Does the target lie within what the trend allows?',
    find: (kpi, _, { forecast }) => {
      const target = reachedAt(kpi);
      if (!forecast || target === null) return null;
      const beyond = wantsLess(kpi) ? target < forecast.lower95 : target > forecast.upper95;
      return beyond
        ? {
            sentence: `The target of ${quoted(kpi)}, ${figure(target, kpi.unit)}, lies outside the forecast’s 95 % interval (${figure(forecast.lower95, kpi.unit)} to ${figure(forecast.upper95, kpi.unit)}).`,
            fix: 'Say what will be done differently, choose a later date, or a nearer target.',
          }
        : null;
    },
  },
  {
    id: 'reached-anyway',
    of: 'kpi',
    severity: 'hint',
    question: 'Would it be reached without any effort?',
    find: (kpi, _, { forecast }) => {
      const target = reachedAt(kpi);
      if (!forecast || target === null || kpi.direction === 'maintain') return null;
      const anyway = wantsLess(kpi) ? forecast.upper95 <= target : forecast.lower95 >= target;
      return anyway
        ? {
            sentence: `By its trend ${quoted(kpi)} reaches ${figure(target, kpi.unit)} almost surely without a change.`,
            fix: 'Aim further, or hold it as a limit.',
          }
        : null;
    },
  },
];
