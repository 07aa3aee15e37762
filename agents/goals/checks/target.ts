import { type Check, figure, isMovement, quoted, reachedAt, wantsLess } from './check.ts';

// A multiple of the start value that goals seldom reach; worth a second look, not a refusal.
const LEAP = 10;
const WIDE_RANGE = 0.5;

/** Whether the number makes sense against the start value and its unit. */
export const targetChecks: readonly Check[] = [
  {
    id: 'target-met',
    of: 'kpi',
    severity: 'block',
    question: 'Is the target still to be reached?',
    find: (kpi, _, { indicator }) => {
      const now = indicator?.value ?? null;
      const target = reachedAt(kpi);
      if (now === null || target === null || kpi.direction === 'maintain') return null;
      const met = wantsLess(kpi) ? now <= target : now >= target;
      return met
        ? {
            sentence: `${quoted(kpi)} already stands at ${figure(now, kpi.unit)}; the target of ${figure(target, kpi.unit)} is met.`,
            fix: 'Set a target beyond today’s value, or make it a limit to hold.',
          }
        : null;
    },
  },
  {
    id: 'target-equals-baseline',
    of: 'kpi',
    severity: 'block',
    question: 'Does the target differ from the start value?',
    find: (kpi) =>
      isMovement(kpi) && kpi.target !== null && kpi.target === kpi.baseline
        ? {
            sentence: `Start and target of ${quoted(kpi)} are both ${figure(kpi.target, kpi.unit)}.`,
            fix: 'Change one of them, or say “keep” if it is to be held.',
          }
        : null,
  },
  {
    id: 'direction-against-target',
    of: 'kpi',
    severity: 'block',
    question: 'Do the verb and the numbers point the same way?',
    find: (kpi) => {
      if (kpi.baseline === null || kpi.target === null || kpi.baseline === kpi.target) return null;
      const rises = kpi.target > kpi.baseline;
      const against = (kpi.direction === 'increase' && !rises) || (kpi.direction === 'decrease' && rises);
      return against
        ? {
            sentence: `${quoted(kpi)} is to ${kpi.direction}, but ${figure(kpi.target, kpi.unit)} is ${rises ? 'more' : 'less'} than the start value of ${figure(kpi.baseline, kpi.unit)}.`,
            fix: 'Swap the numbers or the verb.',
          }
        : null;
    },
  },
  {
    id: 'share-above-hundred',
    of: 'kpi',
    severity: 'warn',
    question: 'Is a share at most 100 %?',
    find: (kpi) =>
      kpi.unit === 'percent' &&
      kpi.target !== null &&
      kpi.target > 100 &&
      !/\b(nrr|ndr|retention|quota|growth|attainment|plan|target|budget)\b/i.test(kpi.metric)
        ? {
            sentence: `The target of ${quoted(kpi)} is ${kpi.target} %, and a share can't exceed 100 %.`,
            fix: 'If it is growth, say “by”; else check the number.',
          }
        : null,
  },
  {
    id: 'falls-below-zero',
    of: 'kpi',
    severity: 'block',
    question: 'Can the number fall so far?',
    find: (kpi) => {
      const target = reachedAt(kpi);
      const tooFar =
        kpi.direction === 'decrease' && kpi.relative?.type === 'percent_change' && kpi.relative.value > 100;
      const below =
        target !== null &&
        target < 0 &&
        kpi.direction === 'decrease' &&
        !/\b(net|profit|margin|nps|balance|growth)\b/i.test(kpi.metric);
      return tooFar || below
        ? {
            sentence: `${quoted(kpi)} would fall below zero.`,
            fix: 'A number can shrink by at most 100 %; check the target.',
          }
        : null;
    },
  },
  {
    id: 'percent-or-points',
    of: 'kpi',
    severity: 'warn',
    question: 'Is a change of a percentage in percent or in points?',
    find: (kpi) =>
      kpi.relative?.type === 'percent_change' && kpi.unit === 'percent' && kpi.target === null
        ? {
            sentence: `${quoted(kpi)} is a percentage itself: “by ${kpi.relative.value} %” may mean percent of it or percentage points.`,
            fix: 'Say “percentage points”, or give the value to reach.',
          }
        : null,
  },
  {
    id: 'perfect-target',
    of: 'kpi',
    severity: 'hint',
    question: 'Does the target leave room for one exception?',
    find: (kpi) =>
      (kpi.unit === 'percent' && kpi.target === 100) || (kpi.target === 0 && isMovement(kpi))
        ? {
            sentence: `${quoted(kpi)} allows no exception at all: one case misses it.`,
            fix: 'Keep it if that is meant (safety, compliance); else leave a margin.',
          }
        : null,
  },
  {
    id: 'range-wide',
    of: 'kpi',
    severity: 'hint',
    question: 'Is a range narrow enough to fail?',
    find: ({ target_range: range, ...kpi }) => {
      if (range === null) return null;
      const [low, high] = range;
      return high > 0 && (high - low) / high > WIDE_RANGE
        ? {
            sentence: `From ${figure(low, kpi.unit)} to ${figure(high, kpi.unit)} nearly any result would do.`,
            fix: 'Name the end of the range that counts.',
          }
        : null;
    },
  },
  {
    id: 'leap',
    of: 'kpi',
    severity: 'hint',
    question: 'Is the step of a size that people reach?',
    find: (kpi) => {
      const target = reachedAt(kpi);
      const times =
        kpi.relative?.type === 'multiply'
          ? kpi.relative.value
          : kpi.baseline && target
            ? target / kpi.baseline
            : 1;
      return times >= LEAP || (times > 0 && times <= 1 / LEAP)
        ? {
            sentence: `${quoted(kpi)} is to change ${figure(times >= 1 ? times : 1 / times, null)}-fold.`,
            fix: 'Check the unit and scale (k, M), or split it into steps.',
          }
        : null;
    },
  },
];
