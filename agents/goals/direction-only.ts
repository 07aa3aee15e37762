import type { KpiSpec } from '#domain/goal.ts';
import { type Due, emptyKpi, type KpiDraft } from './drafts.ts';
import type { Lexeme } from './lexer.ts';
import type { MetricPhrase } from './metric.ts';
import { isPronoun, tokensOf } from './metric-words.ts';
import { isQuantity, type Reading } from './reading.ts';
import { lowerIsBetter, metricUnits } from './units.ts';
import type { VerbForm } from './verb-forms.ts';

function comparative(
  reading: Reading,
  lexemes: readonly Lexeme[],
): { direction: 'increase' | 'decrease'; lexeme: Lexeme } | null {
  for (const [index, lexeme] of lexemes.slice(0, 5).entries()) {
    if (lexeme.last <= lexeme.first || isQuantity(lexeme)) continue;
    const before = lexemes[index - 1];
    const article =
      before !== undefined &&
      reading.vocabulary.grammar.determiners.match(reading.tokens, before.first) !== null;
    if (index > 0 && !article && !(before?.kind === 'word' && before.verb !== null)) continue;
    const match = reading.vocabulary.grammar.more.match(reading.tokens, lexeme.first);
    if (match !== null && !['new', 'additional', 'extra'].includes(reading.tokens[lexeme.first]?.lower ?? ''))
      return { direction: match.payload, lexeme };
  }
  return null;
}

/** A movement without any number: a KPI only where the words name something that is usually measured. */
/** Verbs that speak of a quantity whatever their object is; "drop" and "add" don't. */
const CLEAR = new Set([
  'increase',
  'decrease',
  'reduce',
  'grow',
  'lower',
  'raise',
  'minimize',
  'minimise',
  'maximize',
  'maximise',
  'double',
  'triple',
  'halve',
]);

const isClear = ({ vocabulary }: Reading, verb: VerbForm | null): boolean =>
  verb !== null && (vocabulary.language !== 'en' || CLEAR.has(verb.lemma));

export function directionOnly(
  reading: Reading,
  verb: VerbForm | null,
  phrase: MetricPhrase,
  due: Due | null,
  lexemes: Lexeme[],
): KpiDraft | null {
  const { vocabulary } = reading;
  const { text } = phrase;
  if (text === '' || isPronoun(reading, text)) return null;
  const lower = lowerIsBetter(text, vocabulary);
  const units = metricUnits(text, vocabulary);
  const more = comparative(reading, lexemes);
  const vague = headIsVague(reading, text);
  const quantitative =
    verb?.class === 'increase' ||
    verb?.class === 'decrease' ||
    verb?.class === 'multiply' ||
    verb?.class === 'eliminate';
  const moved = verb?.class === 'move' ? particle(reading, lexemes) : null;
  const movement =
    quantitative ||
    verb?.class === 'improve' ||
    more !== null ||
    verb?.class === 'maintain' ||
    moved !== null;
  const measured =
    vocabulary.metrics.measures.within(tokensOf(text)) || units.some((unit) => unit !== 'count');
  const counted =
    more !== null &&
    (verb === null || verb.class === 'produce' || verb.class === 'achieve') &&
    !units.includes('duration');
  const named = phrase.head !== null || (quantitative || counted ? units.length > 0 || measured : measured);
  if (!movement || (vague && !named) || (vague && verb?.class === 'improve')) return null;
  if (!named && !(quantitative && isClear(reading, verb))) return null;
  if (text.split(/\s+/).length > 12) return null;
  let direction: KpiSpec['direction'] = lower ? 'decrease' : 'increase';
  if (moved !== null) direction = moved;
  if (verb?.class === 'maintain') direction = 'maintain';
  else if (verb?.class === 'increase' || verb?.class === 'decrease') direction = verb.class;
  else if (verb?.class === 'eliminate' || (verb?.factor ?? 1) < 1) direction = 'decrease';
  else if (more !== null && verb?.class !== 'improve')
    direction =
      /^(faster|quicker|better)$/.test(reading.tokens[more.lexeme.first]?.lower ?? '') && lower
        ? 'decrease'
        : more.direction;
  const kpi = emptyKpi(text, direction);
  kpi.relative = verb?.factor == null ? null : { type: 'multiply', value: verb.factor };
  if (verb?.class === 'eliminate') {
    kpi.target = 0;
    kpi.comparator = '<=';
  }
  kpi.comparator = kpi.relative === null ? kpi.comparator : direction === 'decrease' ? '<=' : '>=';
  kpi.unit = phrase.head ?? units[0] ?? null;
  kpi.due = due?.due ?? null;
  kpi.due_iso = due?.due_iso ?? null;
  const unmeasured =
    vocabulary.metrics.unmeasured.within(tokensOf(text)) &&
    !vocabulary.metrics.measures.within(tokensOf(text));
  return {
    kpi,
    stated: kpi.relative !== null || kpi.target !== null,
    placeholder: false,
    standing: direction === 'maintain',
    unmeasured,
    loose: !named,
    activity: false,
  };
}

function particle(reading: Reading, lexemes: readonly Lexeme[]): 'increase' | 'decrease' | null {
  const words = lexemes.map((lexeme) => reading.tokens[lexeme.first]?.lower);
  if (words.includes('up')) return 'increase';
  return words.includes('down') ? 'decrease' : null;
}

/** The noun before the first preposition: "skills" in "skills in communication". */
function headIsVague(reading: Reading, text: string): boolean {
  const { prepositions } = reading.vocabulary.grammar;
  const words = tokensOf(text);
  const cut = words.findIndex((_, index) => index > 0 && prepositions.match(words, index) !== null);
  const head = cut < 0 ? words : words.slice(0, cut);
  return reading.vocabulary.metrics.vague.match(head.slice(-1), 0) !== null;
}
