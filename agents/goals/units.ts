import { type Token, tokenize } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export type MetricUnit = 'count' | 'ratio' | 'score' | 'percent' | 'currency' | 'duration';

// A phrase may hold words of several units ("average deal size rating"): the stronger word decides.
const RANK: MetricUnit[] = ['score', 'ratio', 'currency', 'duration', 'percent', 'count'];

const RATING_PLURAL = /\b(?:ratio|rating|score|index)\b/i;

const PER_MANY = /\bper (?:(?:hundred|ten) )?(?:thousand|million|\d[\d,.]*)\b/i;

const normalised = (tokens: readonly Token[]): Token[] =>
  tokens.map((token) => (token.glued && /^s$/.test(token.lower) ? { ...token, lower: '' } : token));

/** The units that the words of a metric speak of, the strongest first; none for a phrase that names no measure. */
export function metricUnits(metric: string, vocabulary: Vocabulary): MetricUnit[] {
  const tokens = normalised(tokenize(metric));
  const found = new Set<MetricUnit>();
  for (let at = 0; at < tokens.length; at++) {
    const match = vocabulary.metrics.units.match(tokens, at);
    if (match !== null) {
      found.add(match.payload);
      continue;
    }
    const singular = singularUnit(tokens, at, vocabulary);
    if (singular !== null) found.add(singular);
  }
  return RANK.filter((unit) => found.has(unit));
}

function singularUnit(tokens: readonly Token[], at: number, vocabulary: Vocabulary): MetricUnit | null {
  const token = tokens[at];
  if (token === undefined || token.kind !== 'word' || token.lower.length < 4) return null;
  const other = token.lower.endsWith('s') ? token.lower.slice(0, -1) : `${token.lower}s`;
  return vocabulary.metrics.units.match([{ ...token, lower: other }], 0)?.payload ?? null;
}

/** Whether less of it is better: response time, cost, churn. */
export function lowerIsBetter(metric: string, vocabulary: Vocabulary): boolean {
  const tokens = tokenize(metric);
  const singular = tokens.map((token) => ({ ...token, lower: token.lower.replace(/(?<=\p{L}{3})s$/u, '') }));
  const { lowerIsBetter: lower, higherAnyway } = vocabulary.metrics;
  return (lower.within(tokens) || lower.within(singular)) && !higherAnyway.within(tokens);
}

/** The unit of a bare number, from the metric's words. */
export function unitOfPlain(metric: string, vocabulary: Vocabulary, value: number | null): string {
  const cut = tokenize(metric).findIndex(
    (_token, index, all) => index > 0 && vocabulary.grammar.prepositions.match(all, index) !== null,
  );
  const words = metric.split(/\s+/);
  const last = cut > 0 ? Math.min(cut, words.length) : words.length;
  const pair = tokenize(words.slice(Math.max(0, last - 2), last).join(' '));
  // "deal size" is money though a size is a count; "sales calls" are calls.
  const paired = pair.length === 2 ? vocabulary.metrics.units.matchExactly(pair, 0, 2) : null;
  const head =
    vocabulary.language !== 'en'
      ? []
      : paired
        ? [paired.payload]
        : metricUnits(words[last - 1] ?? '', vocabulary);
  // "full-time developers", "time zones": a plural that is no measure is counted, whatever stands before it.
  const plural = vocabulary.language === 'en' && /[^s]s$/.test(words[last - 1] ?? '');
  if (head.length === 0 && plural && !RATING_PLURAL.test(metric)) return 'count';
  const named = metricUnits(metric, vocabulary);
  const [unit = 'count'] = named.includes('ratio') ? ['ratio' as const] : [...head, ...named];
  // "3.2 defects per thousand units" is no percentage.
  if (unit === 'percent' && PER_MANY.test(metric)) return 'ratio';
  // "revenue per employee of 5" and "churn of 3": without a sign the number is still money or a share.
  if (unit === 'percent' && value !== null && value > 100) return 'count';
  return unit;
}
