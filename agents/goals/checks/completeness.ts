import { type Check, isMovement, quoted } from './check.ts';

const UNMEASURED =
  /\b(awareness|visibility|quality|culture|morale|communication|collaboration|reputation|innovation|transparency|trust|alignment|experience|efficiency|performance|productivity)\b/i;
const MEASURES =
  /\b(rate|score|index|time|number|count|ratio|share|percentage|cost|survey|nps|csat|per)\b|%/i;
const PERIODIC = /^(count|hours|minutes|days|currency)/;

/** What a measurable goal has to say. */
export const completenessChecks: readonly Check[] = [
  {
    id: 'no-kpi',
    of: 'goal',
    severity: 'block',
    question: 'Does the goal name a result that can be counted or measured?',
    find: ({ kpis }) =>
      kpis.length > 0
        ? null
        : {
            sentence: 'Nothing in this goal can be counted or measured yet.',
            fix: 'Name one number that would show that it happened, for example a rate, a time or a count.',
          },
  },
  {
    id: 'no-metric',
    of: 'kpi',
    severity: 'warn',
    question: 'Has the metric a usual measure?',
    find: (kpi) =>
      UNMEASURED.test(kpi.metric) &&
      !MEASURES.test(kpi.metric) &&
      kpi.unit !== 'percent' &&
      kpi.unit !== 'score'
        ? {
            sentence: `${quoted(kpi)} has no usual measure: two people would read different numbers for it.`,
            fix: 'Say which survey, count or rate stands for it.',
          }
        : null,
  },
  {
    id: 'no-target',
    of: 'kpi',
    severity: 'block',
    question: 'Is there a number to reach?',
    find: (kpi) =>
      kpi.target === null && kpi.target_range === null && kpi.relative === null
        ? {
            sentence: `No target is stated for ${quoted(kpi)}.`,
            fix: 'Give the value to reach, or by how much it should change.',
          }
        : null,
  },
  {
    id: 'no-baseline',
    of: 'kpi',
    severity: 'warn',
    question: 'Is it known where the number stands today?',
    find: (kpi, _, { indicator }) =>
      kpi.baseline === null && isMovement(kpi) && (indicator?.value ?? null) === null
        ? {
            sentence: `Where ${quoted(kpi)} stands today isn't stated, so nobody can tell how far it is to go.`,
            fix: 'Give today’s value, or connect a source that measures it.',
          }
        : null,
  },
  {
    id: 'relative-without-baseline',
    of: 'kpi',
    severity: 'warn',
    question: 'Can a change be turned into a value to reach?',
    find: (kpi, _, { indicator }) =>
      kpi.relative !== null &&
      kpi.target === null &&
      kpi.baseline === null &&
      (indicator?.value ?? null) === null
        ? {
            sentence: `The change of ${quoted(kpi)} counts from a start value that isn't stated.`,
            fix: 'State the start value and its period, so that the change means one number.',
          }
        : null,
  },
  {
    id: 'no-due',
    of: 'kpi',
    severity: 'block',
    question: 'Is there a date, unless it is a standing limit?',
    find: (kpi) =>
      kpi.due_iso === null && kpi.due === null && kpi.direction !== 'maintain'
        ? {
            sentence: `No date is stated for ${quoted(kpi)}.`,
            fix: 'Say by when, for example “by the end of Q3”.',
          }
        : null,
  },
  {
    id: 'due-unclear',
    of: 'kpi',
    severity: 'warn',
    question: 'Does the date’s phrase name a day?',
    find: (kpi) =>
      kpi.due !== null && kpi.due_iso === null
        ? { sentence: `“${kpi.due}” doesn't name a day.`, fix: 'Give a date, a month or a quarter.' }
        : null,
  },
  {
    id: 'no-window',
    of: 'kpi',
    severity: 'hint',
    question: 'Is a standing count tied to a period?',
    find: (kpi) =>
      kpi.direction === 'maintain' &&
      kpi.window === null &&
      kpi.due === null &&
      PERIODIC.test(kpi.unit ?? '') &&
      kpi.unit === 'count'
        ? {
            sentence: `${quoted(kpi)} is to stay within a count, but of which period isn't said.`,
            fix: 'Add “per week”, “per quarter” or the like.',
          }
        : null,
  },
  {
    id: 'no-unit',
    of: 'kpi',
    severity: 'hint',
    question: 'Is the number’s unit known?',
    find: (kpi) =>
      kpi.target !== null && (kpi.unit === null || kpi.unit === 'currency' || kpi.unit === 'duration')
        ? {
            sentence: `The target of ${quoted(kpi)} is ${kpi.target}, but of which ${kpi.unit === 'currency' ? 'currency' : 'unit'} isn't said.`,
            fix: 'Write the unit beside the number: %, hours, €.',
          }
        : null,
  },
];
