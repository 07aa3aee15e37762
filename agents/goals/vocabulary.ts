import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type PhraseIndex,
  PhraseIndex as Phrases,
  phraseSet,
  phrasesByKey,
  phrasesByName,
} from './phrase-index.ts';
import { type VerbForm, verbForms } from './verb-forms.ts';
import {
  type CalendarWords,
  calendarWords,
  grammarWords,
  metricWords,
  type QuantityWords,
  quantityWords,
  verbWords,
} from './vocabulary-schema.ts';

export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'ja', 'zh'] as const;
export type Language = (typeof languages)[number];
export type Comparator = '>=' | '<=' | '=';

const currencyWords = z.strictObject({
  symbols: z.record(z.string(), z.string()),
  words: z.record(z.string(), z.string()),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./vocabulary/${name}.json`, import.meta.url), 'utf8'));

function quantityVocabulary(words: QuantityWords) {
  const currencies = currencyWords.parse(read('currencies'));
  return {
    decimal: words.decimal,
    numbers: phrasesByName(words.numbers),
    scales: phrasesByName(words.scales),
    joiners: phraseSet(words.joiners),
    fractions: phrasesByName(words.fractions),
    multiples: phrasesByName(words.multiples),
    times: phraseSet(words.times),
    adverbs: phrasesByName(words.adverbs),
    units: phrasesByKey(words.units),
    currencySymbols: phrasesByName(currencies.symbols),
    currencyWords: phrasesByName(currencies.words),
    outOf: phraseSet(words.out_of),
    range: phraseSet(words.range),
    between: phraseSet(words.between),
    betweenAnd: phraseSet(words.between_and),
    approximate: phraseSet(words.approximate),
  };
}

function calendarVocabulary(words: CalendarWords) {
  return {
    months: phrasesByName(words.months),
    weekdays: phrasesByName(words.weekdays),
    periods: phrasesByKey(words.periods),
    seasons: phrasesByName(words.seasons),
    feasts: phrasesByName(words.feasts),
    ordinals: phrasesByName(words.ordinals),
    endWords: phraseSet(words.end_words),
    startWords: phraseSet(words.start_words),
    middleWords: phraseSet(words.middle_words),
    earlyWords: phraseSet(words.early_words),
    lateWords: phraseSet(words.late_words),
    endAbbreviations: phrasesByName(words.end_abbreviations),
    of: phraseSet(words.of),
    articles: phraseSet(words.articles),
    this: phraseSet(words.this),
    next: phraseSet(words.next),
    coming: phraseSet(words.coming),
    last: phraseSet(words.last),
    first: phraseSet(words.first),
    days: phrasesByName(words.days),
    duePrepositions: phraseSet(words.due_prepositions),
    labelPrepositions: phraseSet(words.label_prepositions),
    spanPrepositions: phraseSet(words.span_prepositions),
    later: phraseSet(words.later),
    labelFollowers: phraseSet(words.label_followers),
    windowPrepositions: phraseSet(words.window_prepositions),
    relative: phrasesByName(words.relative),
    dueAfter: phraseSet(words.due_after),
    spanAfter: phraseSet(words.span_after),
    windows: phraseSet(words.windows),
    windowNouns: phraseSet(words.window_nouns),
  };
}

function grammarVocabulary(language: Language) {
  const words = grammarWords.parse(read(`grammar.${language}`));
  return {
    stopwords: new Set(words.stopwords),
    comparators: phrasesByKey<Comparator>(words.comparators),
    comparatorsAfter: phrasesByKey<Comparator>(words.comparators_after),
    to: phraseSet(words.to),
    from: phraseSet(words.from),
    by: phraseSet(words.by),
    at: phraseSet(words.at),
    toAfter: phraseSet(words.to_after),
    fromAfter: phraseSet(words.from_after),
    more: phrasesByName(words.more),
    changeNouns: phrasesByName(words.change_nouns),
    asMany: phraseSet(words.as_many),
    zeroWords: phraseSet(words.zero_words),
    zeroStates: phrasesByName(words.zero_states),
    conjunctions: phraseSet(words.conjunctions),
    with: phraseSet(words.with),
    means: phraseSet(words.means),
    fillers: phraseSet(words.fillers),
    determiners: phraseSet(words.determiners),
    prepositions: phraseSet(words.prepositions),
    countHeads: phrasesByKey(words.count_heads),
    pronouns: phraseSet(words.pronouns),
    nowWords: phraseSet(words.now_words),
    baselineAfter: phraseSet(words.baseline_after),
    adjuncts: phraseSet(words.adjuncts),
    labels: phraseSet(words.labels),
    nameHeads: phraseSet(words.name_heads),
    placeholders: phraseSet(words.placeholders),
    tailWords: phraseSet(words.tail_words),
    openTargets: phraseSet(words.open_targets),
  };
}

function metricVocabulary(language: Language) {
  const words = metricWords.parse(read(`metrics.${language}`));
  const units = ['count', 'ratio', 'score', 'percent', 'currency', 'duration'] as const;
  return {
    units: phrasesByKey<(typeof units)[number]>(Object.fromEntries(units.map((unit) => [unit, words[unit]]))),
    lowerIsBetter: phraseSet(words.lower_is_better),
    higherAnyway: phraseSet(words.higher_anyway),
    unmeasured: phraseSet(words.unmeasured),
    measures: phraseSet(words.measures),
    vague: phraseSet(words.vague),
    standing: phraseSet(words.standing),
  };
}

function build(language: Language) {
  const verbs = verbWords.parse(read(`verbs.${language}`));
  return {
    language,
    /** Without blanks between words, and with the verb and role words after the number. */
    ideographic: language === 'ja' || language === 'zh',
    quantity: quantityVocabulary(quantityWords.parse(read(`quantities.${language}`))),
    calendar: calendarVocabulary(calendarWords.parse(read(`calendar.${language}`))),
    grammar: grammarVocabulary(language),
    verbs: new Phrases<VerbForm>(verbForms(verbs, language === 'en')),
    inHalf: phraseSet(verbs.in_half),
    metrics: metricVocabulary(language),
  };
}
export type Vocabulary = ReturnType<typeof build>;
export type { PhraseIndex };

const built = new Map<Language, Vocabulary>();

/** A language's words, read from its files when first needed. */
export function vocabularyOf(language: Language): Vocabulary {
  const known = built.get(language);
  if (known !== undefined) return known;
  const vocabulary = build(language);
  built.set(language, vocabulary);
  return vocabulary;
}
