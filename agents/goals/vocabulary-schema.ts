import { z } from 'zod';

const phrases = z.array(z.string()).default([]);
const numbers = z.record(z.string(), z.number()).default({});
const lists = z.record(z.string(), z.array(z.string())).default({});

export const quantityWords = z.strictObject({
  decimal: z.enum(['.', ',']),
  /** Number words below a hundred, by value. */
  numbers,
  /** Words that multiply what stands before them. */
  scales: numbers,
  /** Words between parts of a number: "two hundred and five". */
  joiners: phrases,
  fractions: numbers,
  multiples: numbers,
  times: phrases,
  adverbs: numbers,
  units: lists,
  out_of: phrases,
  range: phrases,
  between: phrases,
  between_and: phrases,
  approximate: phrases,
});
export type QuantityWords = z.infer<typeof quantityWords>;

export const calendarWords = z.strictObject({
  months: numbers,
  weekdays: numbers,
  periods: lists,
  seasons: numbers,
  feasts: z.record(z.string(), z.string()).default({}),
  ordinals: numbers,
  end_words: phrases,
  start_words: phrases,
  middle_words: phrases,
  early_words: phrases,
  late_words: phrases,
  end_abbreviations: z.record(z.string(), z.string()).default({}),
  of: phrases,
  articles: phrases,
  this: phrases,
  next: phrases,
  coming: phrases,
  last: phrases,
  first: phrases,
  days: numbers,
  due_prepositions: phrases,
  label_prepositions: phrases,
  span_prepositions: phrases,
  later: phrases,
  label_followers: phrases,
  window_prepositions: phrases,
  /** Whole phrases: "this quarter" is `quarter+0`. */
  relative: z.record(z.string(), z.string()).default({}),
  due_after: phrases,
  span_after: phrases,
  windows: phrases,
  window_nouns: phrases,
});
export type CalendarWords = z.infer<typeof calendarWords>;

export const grammarWords = z.strictObject({
  stopwords: phrases,
  comparators: lists,
  comparators_after: lists,
  to: phrases,
  from: phrases,
  by: phrases,
  at: phrases,
  /** The same after the number, for languages with postpositions. */
  to_after: phrases,
  from_after: phrases,
  more: z.record(z.string(), z.enum(['increase', 'decrease'])).default({}),
  change_nouns: z.record(z.string(), z.enum(['increase', 'decrease', 'improve'])).default({}),
  as_many: phrases,
  zero_words: phrases,
  /** Words for a level of zero, with what is then zero: "carbon neutral" is 0 net carbon emissions. */
  zero_states: z.record(z.string(), z.string()).default({}),
  conjunctions: phrases,
  with: phrases,
  means: phrases,
  fillers: phrases,
  determiners: phrases,
  prepositions: phrases,
  count_heads: lists,
  pronouns: phrases,
  now_words: phrases,
  baseline_after: phrases,
  adjuncts: phrases,
  labels: phrases,
  name_heads: phrases,
  placeholders: phrases,
  tail_words: phrases,
  open_targets: phrases,
});
export type GrammarWords = z.infer<typeof grammarWords>;

export const verbWords = z.strictObject({
  increase: phrases,
  decrease: phrases,
  improve: phrases,
  /** "drive", "move": a movement with "to" or "by", else a result to produce. */
  move: phrases,
  maintain: phrases,
  ensure: phrases,
  achieve: phrases,
  produce: phrases,
  eliminate: phrases,
  multiply: numbers,
  in_half: phrases,
  /** Verbs whose time limit is a target: "answer all tickets within 2 days". */
  respond: phrases,
  /** What is counted by a verb without object: "deploy daily" counts deployments. */
  nouns: z.record(z.string(), z.string()).default({}),
  /** Third person, gerund, participle, past. */
  irregular: lists,
});
export type VerbWords = z.infer<typeof verbWords>;

export const metricWords = z.strictObject({
  duration: phrases,
  currency: phrases,
  percent: phrases,
  score: phrases,
  ratio: phrases,
  count: phrases,
  lower_is_better: phrases,
  higher_anyway: phrases,
  unmeasured: phrases,
  measures: phrases,
  vague: phrases,
  /** Levels that are held, not reached by a date: uptime. */
  standing: phrases,
});
export type MetricWords = z.infer<typeof metricWords>;
