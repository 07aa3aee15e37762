import type { Clause } from './clauses.ts';
import type { Neighbour } from './drafts.ts';
import { isChange, type Parts } from './figure-parts.ts';
import type { Lexeme } from './lexer.ts';
import { type MetricPhrase, metricPhrase } from './metric.ts';
import { isSeparator, type Reading } from './reading.ts';
import type { Figure } from './roles.ts';
import { type FoundVerb, halves, leadLength } from './verb-finder.ts';

/** The lexemes that name the metric: not the verb, its lead, numbers, dates, or what follows "by doing …". */
export function metricLexemes(
  reading: Reading,
  clause: Clause,
  found: FoundVerb | null,
  parts: Parts,
  dates: ReadonlySet<Lexeme>,
): Lexeme[] {
  const { lexemes } = clause;
  const figures = [parts.baseline, parts.target, parts.relative].filter((figure) => figure !== null);
  const inFigure = (lexeme: Lexeme) =>
    figures.some(
      (figure) => lexeme.first >= figure.first && lexeme.last <= figure.last && lexeme.last > lexeme.first,
    );
  const half = halves(reading, lexemes);
  const counted = countedBeside(reading, lexemes, found?.index ?? -1, parts);
  const verbAt = found?.index ?? -1;
  const leadsNoun = (lexeme: Lexeme, index: number) =>
    lexeme.kind === 'window' &&
    lexemes[index + 1]?.kind === 'word' &&
    lexemes[index + 1]?.first === lexeme.last &&
    lexeme.last - lexeme.first === 1;
  const keep = (lexeme: Lexeme, index: number) =>
    index !== verbAt &&
    !inFigure(lexeme) &&
    !counted.has(lexeme) &&
    (!dates.has(lexeme) || leadsNoun(lexeme, index)) &&
    (half === null || lexeme.first < half.first || lexeme.first > half.first + 1) &&
    (lexeme.kind !== 'symbol' || joinsWords(reading, lexeme));
  const from = found?.initial ? verbAt : leadLength(reading, lexemes);
  const before = lexemes
    .slice(0, Math.max(0, verbAt))
    .filter((lexeme, index) => index >= leadLength(reading, lexemes) && keep(lexeme, index));
  const object = withoutMeans(reading, lexemes, Math.max(verbAt + 1, found ? 0 : from), figures)
    .filter(({ lexeme, index }) => keep(lexeme, index))
    .map(({ lexeme }) => lexeme);
  const subjectHolds =
    found !== null &&
    !found.initial &&
    (found.verb.form === 'third' || found.verb.form === 'participle' || isChange(found.verb));
  const afterTo = reading.tokens[(lexemes[verbAt]?.first ?? 1) - 1]?.lower === 'to';
  const worded = object.some((lexeme) => lexeme.kind !== 'quantity' && lexeme.last > lexeme.first);
  const objectText = worded ? metricPhrase(reading, object).text : '';
  if (
    objectText === '' &&
    (afterTo || (found?.initial ?? false)) &&
    before.length > 0 &&
    object.some((lexeme) => reading.vocabulary.grammar.pronouns.match(reading.tokens, lexeme.first) !== null)
  )
    return [];
  if (!worded && before.length > 0) return before;
  if (
    objectText === '' ||
    (subjectHolds && !afterTo && startsWithPreposition(reading, object)) ||
    reading.vocabulary.ideographic ||
    reading.vocabulary.language === 'de'
  )
    return [...before, ...object];
  if (isPronoun(reading, objectText) && before.length > 0 && !afterTo) return before;
  return object;
}

const COUNTED = /^(?:throughput|backlog|queue|velocity|output|volume|traffic|inventory|pipeline)$/;

/** "throughput to 12 items a week", "the backlog to 200 tickets": the items are the throughput's unit, not its name. */
function countedBeside(
  { tokens }: Reading,
  lexemes: readonly Lexeme[],
  verbAt: number,
  { target }: Parts,
): Set<Lexeme> {
  const beside = new Set<Lexeme>();
  if (target?.role !== 'to' || target.lexeme.quantity.measure !== 'plain') return beside;
  const named = lexemes.slice(verbAt + 1, target.index).filter((lexeme) => lexeme.first < target.first);
  if (!named.some(({ first }) => COUNTED.test(tokens[first]?.lower ?? ''))) return beside;
  const [noun, next] = lexemes.slice(target.index + 1);
  const plural = noun?.kind === 'word' && /[^s]s$/.test(tokens[noun.first]?.lower ?? '');
  if (plural && next?.kind !== 'word') beside.add(noun);
  return beside;
}

/** The hyphen of "first-response", the slash of "email/chat". */
const joinsWords = ({ tokens }: Reading, { first, last }: Lexeme): boolean =>
  /^[-/&+.']$/.test(tokens[first]?.text ?? '') &&
  tokens[first]?.glued === true &&
  tokens[last]?.glued === true &&
  tokens[first - 1]?.kind === 'word' &&
  tokens[last]?.kind === 'word';

const startsWithPreposition = (reading: Reading, lexemes: readonly Lexeme[]) => {
  const first = lexemes.find((lexeme) => lexeme.last > lexeme.first);
  return (
    first !== undefined && reading.vocabulary.grammar.prepositions.match(reading.tokens, first.first) !== null
  );
};

export const isPronoun = (reading: Reading, text: string) =>
  text === '' ||
  reading.vocabulary.grammar.pronouns.match(
    [...text.split(/\s+/)].map((word) => ({
      kind: 'word',
      text: word,
      lower: word.toLowerCase(),
      start: 0,
      end: 0,
      glued: false,
    })),
    0,
  )?.end === text.split(/\s+/).length;

/** Drops "through cross-selling", "as measured by …" up to the next number that counts. */
function withoutMeans(
  reading: Reading,
  lexemes: readonly Lexeme[],
  from: number,
  figures: readonly Figure[],
): { lexeme: Lexeme; index: number }[] {
  const kept: { lexeme: Lexeme; index: number }[] = [];
  let skipping = false;
  for (let index = from; index < lexemes.length; index++) {
    const lexeme = lexemes[index];
    if (lexeme === undefined) continue;
    const figureStarts = figures.some(
      (figure) => figure.first === lexeme.first || figure.lexeme.first === lexeme.first,
    );
    const adjunct =
      lexeme.last > lexeme.first &&
      reading.vocabulary.grammar.adjuncts.match(reading.tokens, lexeme.first) !== null;
    const resumes =
      lexeme.kind === 'comparator' || (lexeme.kind === 'word' && lexeme.verb?.form === 'participle');
    const apart = isSeparator(lexeme, 'comma') && describes(reading, lexemes[index + 1]);
    if (apart && kept.some((one) => one.lexeme.kind === 'word')) skipping = true;
    else if (figureStarts || (skipping && resumes && !describes(reading, lexeme))) skipping = false;
    else if (
      (lexeme.kind === 'means' || adjunct) &&
      (kept.some((one) => one.lexeme.kind === 'word') || index > from)
    )
      skipping = true;
    if (!skipping && lexeme.kind !== 'means') kept.push({ lexeme, index });
  }
  return kept;
}

/** "…, validated by auditors", "…, aligned with the plan": tells how, not what. */
function describes({ tokens, vocabulary }: Reading, lexeme: Lexeme | undefined): boolean {
  if (lexeme?.kind !== 'word' || vocabulary.language !== 'en') return false;
  const participle = /(?:ed|ing)$/.test(tokens[lexeme.first]?.lower ?? '');
  return participle && /^(?:by|with|against|via|through|using|on)$/.test(tokens[lexeme.last]?.lower ?? '');
}

/** "to the industry average": a target without a figure is no part of the metric. */
export function withoutOpenTarget(reading: Reading, lexemes: Lexeme[]): Lexeme[] {
  const { to, determiners, openTargets } = reading.vocabulary.grammar;
  const cut = lexemes.findIndex((lexeme) => {
    const role = lexeme.last > lexeme.first ? to.match(reading.tokens, lexeme.first) : null;
    if (role === null) return false;
    const article = determiners.match(reading.tokens, role.end)?.end ?? role.end;
    return (
      openTargets.match(reading.tokens, article) !== null ||
      openTargets.match(reading.tokens, role.end) !== null
    );
  });
  return cut > 0 ? lexemes.slice(0, cut) : lexemes;
}

export const tokensOf = (text: string) =>
  text.split(/[\s-]+/).map((word) => ({
    kind: 'word' as const,
    text: word,
    lower: word.toLowerCase(),
    start: 0,
    end: 0,
    glued: false,
  }));

const isLabelOnly = (reading: Reading, text: string) => {
  const words = tokensOf(text);
  return words.length <= 2 && reading.vocabulary.grammar.labels.match(words, words.length - 1) !== null;
};

/** A metric that starts with a preposition goes on with its neighbour's: "for treatment to 65% and for first …". */
export function borrowedMetric(reading: Reading, phrase: MetricPhrase, previous: Neighbour | null): string {
  const { text: own, leading } = phrase;
  if (previous === null || previous.metric === '') return own;
  if (isPronoun(reading, own) || isLabelOnly(reading, own)) return previous.metric;
  if (leading === null || !['for', 'in', 'on', 'at', 'from', 'among'].includes(leading)) return own;
  const cut = previous.metric.toLowerCase().lastIndexOf(` ${leading} `);
  return `${cut < 0 ? previous.metric : previous.metric.slice(0, cut)} ${leading} ${own}`;
}
