import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { indicatorDefinitions } from '#analytics/indicators/definitions.ts';
import { folded, wordsOf } from '#analytics/retrieval/words.ts';
import { contentHash } from '#domain/json.ts';
import { languages } from '../vocabulary.ts';

const phrases = z.record(z.string(), z.array(z.string().min(1)));
const languageTerms = z.strictObject({
  /** What people call an indicator. */
  indicators: phrases,
  /** What they call 100 minus a share: "on time" for "late". */
  complements: phrases,
  /** What an indicator shows something of without measuring it: overtime, for hours against capacity. Offered, never taken. */
  related: phrases,
  /** Usual measures that no connected source gives: they keep a phrase from being taken for an indicator. */
  other_metrics: phrases,
  /** Words that say nothing of what is measured. */
  passed_over: z.array(z.string()),
  /** Words that by themselves name no measure: "tickets" may be counted, timed or be late. */
  general: z.array(z.string()),
});
const otherMetrics = z.record(z.string(), z.object({ name: z.string(), sources: z.array(z.string()) }));
export type OtherMetric = z.infer<typeof otherMetrics>[string];

export type TermKind = 'indicator' | 'complement' | 'related' | 'other_metric';

export interface Term {
  kind: TermKind;
  /** Id of the indicator or of the other metric. */
  ref: string;
  text: string;
}

/** What is measured and what isn't, in the words that people use, as data. */
export interface Terms {
  /** Names the data: a changed word makes another version. */
  version: string;
  terms: readonly Term[];
  otherMetrics: ReadonlyMap<string, OtherMetric>;
  passedOver: ReadonlySet<string>;
  /** As `wordsOf` writes them. */
  general: ReadonlySet<string>;
  /** Recurring periods by the words for them, as `folded` writes them. */
  windows: ReadonlyMap<string, WindowPeriod>;
}

const windowPeriod = z.enum(['day', 'week', 'month', 'quarter', 'year']);
export type WindowPeriod = z.infer<typeof windowPeriod>;

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./terms/${name}.json`, import.meta.url), 'utf8'));

const termsOf = (kind: TermKind, entries: Record<string, string[]>): Term[] =>
  Object.entries(entries).flatMap(([ref, texts]) => texts.map((text) => ({ kind, ref, text })));

export function loadTerms(): Terms {
  const all = languages.map((language) => languageTerms.parse(read(language)));
  const named = indicatorDefinitions.map(
    ({ id, name }): Term => ({ kind: 'indicator', ref: id, text: name }),
  );
  const terms = [
    ...named,
    ...all.flatMap((one) => [
      ...termsOf('indicator', one.indicators),
      ...termsOf('complement', one.complements),
      ...termsOf('related', one.related),
      ...termsOf('other_metric', one.other_metrics),
    ]),
  ];
  const distinct = [
    ...new Map(terms.map((term) => [`${term.kind} ${term.ref} ${term.text}`, term])).values(),
  ];
  const passedOver = new Set(all.flatMap(({ passed_over }) => passed_over.flatMap(wordsOf)));
  return {
    version: contentHash({ distinct, passedOver: [...passedOver] }).slice(0, 12),
    terms: distinct,
    otherMetrics: new Map(Object.entries(otherMetrics.parse(read('other-metrics')))),
    passedOver,
    general: new Set(all.flatMap(({ general }) => general.flatMap(wordsOf))),
    windows: new Map(
      Object.entries(z.record(windowPeriod, z.array(z.string())).parse(read('windows'))).flatMap(
        ([period, words]) =>
          words.map((word): [string, WindowPeriod] => [folded(word), windowPeriod.parse(period)]),
      ),
    ),
  };
}
