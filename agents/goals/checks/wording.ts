import { type Check, quoted } from './check.ts';

// Something done, not something changed: it can be finished without any effect.
const OUTPUT =
  /\b(published|hosted|launched|shipped|written|released|conducted|held|attended|created|posted|deployed|designed|documented|organi[sz]ed|presented|posts?|meetings?|workshops?|webinars?|documents?|reports?|emails|calls)\b/i;
const MOST_KPIS = 5;
const LONGEST_METRIC_WORDS = 14;
const SUBJECTIVE =
  /\b(good|better|great|best|nice|excellent|world-class|effective|meaningful|appropriate|significant|high-quality|robust|seamless)\b/i;

const names = (metric: string) =>
  metric
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How the metric is put. */
export const wordingChecks: readonly Check[] = [
  {
    id: 'output-not-outcome',
    of: 'kpi',
    severity: 'hint',
    question: 'Is it a result rather than an activity?',
    find: (kpi) =>
      kpi.direction === 'achieve' && (kpi.unit === 'count' || kpi.unit === null) && OUTPUT.test(kpi.metric)
        ? {
            sentence: `${quoted(kpi)} counts what is done, not what changes by it.`,
            fix: 'Say what should be different afterwards, and keep this as a step towards it.',
          }
        : null,
  },
  {
    id: 'several-in-one',
    of: 'kpi',
    severity: 'warn',
    question: 'Is it one thing?',
    find: (kpi) =>
      /(?:,|;|\band\b|&)\s*\S+/i.test(kpi.metric) &&
      !/\b(research and development|r&d|p&l|q&a|food and beverage|terms and conditions|profit and loss|health and safety|a&e|h&s|scope \d and \d|between)\b/i.test(
        kpi.metric,
      )
        ? {
            sentence: `${quoted(kpi)} seems to hold more than one thing, and one number can't tell which moved.`,
            fix: 'Make a KPI of each.',
          }
        : null,
  },
  {
    id: 'metric-too-long',
    of: 'kpi',
    severity: 'hint',
    question: 'Can the metric be said in a few words?',
    find: (kpi) =>
      kpi.metric.split(/\s+/).length > LONGEST_METRIC_WORDS
        ? {
            sentence: `The metric is ${kpi.metric.split(/\s+/).length} words long.`,
            fix: 'Name it in a few words; the rest belongs in the description.',
          }
        : null,
  },
  {
    id: 'subjective-metric',
    of: 'kpi',
    severity: 'hint',
    question: 'Would two people count it alike?',
    find: (kpi) => {
      const word = SUBJECTIVE.exec(kpi.metric)?.[0];
      return word === undefined
        ? null
        : {
            sentence: `“${word}” in ${quoted(kpi)} is a matter of opinion.`,
            fix: 'Say what makes it so: a score, a limit, a test that it passes.',
          };
    },
  },
  {
    id: 'too-many-kpis',
    of: 'goal',
    severity: 'hint',
    question: 'Are there few enough KPIs to steer by?',
    find: ({ kpis }) =>
      kpis.length > MOST_KPIS
        ? {
            sentence: `The goal has ${kpis.length} KPIs.`,
            fix: `Keep the ${MOST_KPIS} that matter most, or make two goals.`,
          }
        : null,
  },
  {
    id: 'duplicate-kpi',
    of: 'goal',
    severity: 'warn',
    question: 'Is each KPI there once?',
    find: ({ kpis }) => {
      const seen = new Set<string>();
      for (const kpi of kpis) {
        const key = JSON.stringify([
          names(kpi.metric),
          kpi.target,
          kpi.target_range,
          kpi.relative,
          kpi.due_iso,
        ]);
        if (seen.has(key)) return { sentence: `${quoted(kpi)} stands there twice.`, fix: 'Drop one.' };
        seen.add(key);
      }
      return null;
    },
  },
  {
    id: 'conflicting-kpis',
    of: 'goal',
    severity: 'block',
    question: 'Do the KPIs agree with each other?',
    find: ({ kpis }) => {
      for (const [index, kpi] of kpis.entries())
        for (const other of kpis.slice(index + 1)) {
          const same = names(other.metric) === names(kpi.metric) && other.due_iso === kpi.due_iso;
          const opposed =
            kpi.direction !== other.direction &&
            [kpi, other].every((one) => one.direction === 'increase' || one.direction === 'decrease');
          if (same && opposed)
            return {
              sentence: `${quoted(kpi)} is to rise and to fall by the same date.`,
              fix: 'Keep the one that is meant.',
            };
        }
      return null;
    },
  },
];
