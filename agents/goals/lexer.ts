import { type Reader, yearFirst } from './date-cores.ts';
import { type DatePhrase, matchDate } from './dates.ts';
import { matchQuantity, type Quantity, type QuantityMatch } from './quantities.ts';
import type { Token } from './tokens.ts';
import type { VerbForm } from './verb-forms.ts';
import type { Comparator } from './vocabulary.ts';
import { matchWindow } from './windows.ts';

type Payload =
  | { kind: 'word'; verb: VerbForm | null }
  /** "Category 2", "top 10", "p95": a number that is part of a name. */
  | { kind: 'name' }
  | { kind: 'quantity'; quantity: Quantity }
  | { kind: 'date'; date: DatePhrase }
  | { kind: 'window' }
  | { kind: 'comparator'; operator: Comparator; after: boolean }
  | { kind: 'means' }
  /** `end` of a sentence, line or item; `comma`; `and`; `colon` (or a dash between words); brackets; `with`. */
  | { kind: 'separator'; separator: Separator }
  | { kind: 'symbol' };

export type Separator = 'end' | 'comma' | 'and' | 'colon' | 'open' | 'close' | 'with';

/** Tokens `first` (inclusive) to `last` (exclusive), read as one thing. */
export type Lexeme = Payload & { first: number; last: number };
export type QuantityLexeme = Extract<Lexeme, { kind: 'quantity' }>;

const BULLET = /^[•‣◦▪●○∙·*✓✔☐→➢►–—-]$/;

function separatorAt(tokens: readonly Token[], at: number): Separator | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'newline') return 'end';
  if (token.kind !== 'symbol') return null;
  const next = tokens[at + 1];
  const apart = next === undefined || !next.glued;
  if (['.', '!', '?', ';', '|', '…', '...'].includes(token.text))
    return token.text === ';' || token.text === '|' || apart || /\p{Script=Han}/u.test(next.text)
      ? 'end'
      : null;
  if (/^[•‣◦▪●○∙➢►✓✔☐]$/.test(token.text)) return 'end';
  if (token.text === ',') return 'comma';
  if (token.text === ':') return apart ? 'colon' : null;
  if (token.text === '(' || token.text === '[') return 'open';
  if (token.text === ')' || token.text === ']') return 'close';
  if (token.text === '—' || token.text === '–' || token.text === '-')
    return !token.glued && apart && at > 0 ? 'colon' : null;
  return null;
}

/** A numeral at the start of a line that counts the items: "1.", "2)", "- ". */
function bulletEnd(tokens: readonly Token[], at: number): number | null {
  const previous = tokens[at - 1];
  if (previous !== undefined && previous.kind !== 'newline') return null;
  const token = tokens[at];
  if (token === undefined) return null;
  if (BULLET.test(token.text) && tokens[at + 1]?.glued === false) return at + 1;
  const mark = tokens[at + 1];
  if (
    token.kind === 'number' &&
    mark !== undefined &&
    /^[.)]$/.test(mark.text) &&
    mark.glued &&
    !tokens[at + 2]?.glued
  )
    return at + 2;
  return token.text === '#' ? at + 1 : null;
}

function nameEnd({ tokens, vocabulary }: Reader, at: number): number | null {
  const head = vocabulary.grammar.nameHeads.match(tokens, at);
  const number = head && tokens[head.end];
  if (head && number?.kind === 'number' && !vocabulary.ideographic) {
    const after = tokens[head.end + 1];
    if (
      after !== undefined &&
      (after.text === '%' || vocabulary.quantity.units.match(tokens, head.end + 1))
    ) {
      return ['top', 'bottom', 'aged', 'age', 'ages'].includes(tokens[at]?.lower ?? '') ? head.end + 2 : null;
    }
    let end = head.end + 1;
    if (tokens[end]?.text === '+' && tokens[end]?.glued) end++;
    for (let joins = 0; joins < 3; joins++) {
      const joined =
        /^(and|&|-|–|,|or|to)$/.test(tokens[end]?.lower ?? '') && tokens[end + 1]?.kind === 'number';
      const next = tokens[end + 2];
      if (!joined || next?.text === '%' || Number(tokens[end + 1]?.text) > 100) break;
      end += 2;
    }
    return end;
  }
  const first = ['first', 'last', 'past', 'previous', 'initial', 'trailing', 'rolling'].includes(
    tokens[at]?.lower ?? '',
  );
  const counted = first && matchQuantity(tokens, at + 1, vocabulary);
  return counted && counted.quantity.measure === 'duration' ? counted.end : null;
}

function addressEnd(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const address =
    (token.text === 'http' || token.text === 'https' || token.lower === 'www') &&
    tokens[at + 1]?.glued === true;
  const hash = token.text === '#' && tokens[at + 1]?.glued === true && tokens[at + 1]?.kind === 'number';
  const mail = token.text === '@' && token.glued && tokens[at + 1]?.glued;
  if (!address && !hash && !mail) return null;
  let end = at + 1;
  while (tokens[end]?.glued) end++;
  return end;
}

const hyphenated = (tokens: readonly Token[], end: number) =>
  tokens[end]?.text === '-' && tokens[end]?.glued === true && tokens[end + 1]?.glued === true;

function verbAt({ tokens, vocabulary }: Reader, at: number): { verb: VerbForm; end: number } | null {
  const match = vocabulary.verbs.match(tokens, at);
  if (match === null || hyphenated(tokens, match.end)) return null;
  const { units, measures } = vocabulary.metrics;
  // "win rate", "build time", 销售额: a noun that starts like a verb.
  const singular = singularPair(tokens, at);
  if ((units.match(tokens, at)?.end ?? 0) > match.end || units.match(singular, 0)?.end === 2) return null;
  // "Onboarding currently takes …": the gerund is what the sentence is about.
  const subject = /^(?:is|are|currently|now|takes?|should|must|will|can|has|needs)$/.test(
    tokens[match.end]?.lower ?? '',
  );
  if (match.payload.form === 'gerund' && subject && vocabulary.language === 'en') return null;
  // "hosting costs", "onboarding time", "training hours".
  if (
    match.payload.form === 'gerund' &&
    ['produce', 'achieve'].includes(match.payload.class) &&
    vocabulary.language === 'en' &&
    (measures.match(tokens, match.end) ??
      measures.match(singular.slice(1), 0) ??
      costWord(tokens[match.end])) !== null
  )
    return null;
  const level = match.payload.class === 'produce' || match.payload.class === 'achieve';
  if (
    level &&
    match.payload.form === 'base' &&
    (measures.match(tokens, match.end) ?? measures.match(singular.slice(1), 0)) !== null &&
    vocabulary.language === 'en'
  )
    return null;
  if (tokens[at]?.glued && ['-', "'", '/', '@', '.', '_'].includes(tokens[at - 1]?.text ?? '')) return null;
  return { verb: match.payload, end: match.end };
}

const costWord = (token: Token | undefined): true | null =>
  /^(?:costs?|spend|budget|expenses?|hours?|days|speed|fees?|prices?)$/.test(token?.lower ?? '')
    ? true
    : null;

/** "build times" as "build time". */
function singularPair(tokens: readonly Token[], at: number): Token[] {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (first === undefined || second === undefined) return [];
  return [first, { ...second, lower: second.lower.replace(/(?<=\p{L}{3})s$/u, '') }];
}

const ROMANCE_ARTICLE = /^(de|del|des|du|di|dei|do|da|dos|das|al|au|a|à|la|las|los|el|le|les|il|i|den|der)$/;

/** "por encima del 90%": the article belongs to the comparator. */
function overArticle({ tokens, vocabulary }: Reader, at: number): number {
  if (vocabulary.language === 'en' || !ROMANCE_ARTICLE.test(tokens[at]?.lower ?? '')) return at;
  return matchQuantity(tokens, at + 1, vocabulary) === null ? at : at + 1;
}

function grammarLexeme(reader: Reader, at: number, afterNumberOnly: boolean): Lexeme | null {
  const { tokens, vocabulary } = reader;
  const { comparators, comparatorsAfter, conjunctions, means } = vocabulary.grammar;
  const afterNumber = afterNumberOnly ? comparatorsAfter.match(tokens, at) : null;
  const before = comparators.match(tokens, at);
  const numberFollows =
    before !== null && matchQuantity(tokens, overArticle(reader, before.end), vocabulary) !== null;
  if (before !== null && (numberFollows || afterNumber === null))
    return {
      kind: 'comparator',
      operator: before.payload,
      after: false,
      first: at,
      last: overArticle(reader, before.end),
    };
  if (afterNumber !== null)
    return {
      kind: 'comparator',
      operator: afterNumber.payload,
      after: true,
      first: at,
      last: afterNumber.end,
    };
  const and = conjunctions.match(tokens, at);
  if (and !== null) return { kind: 'separator', separator: 'and', first: at, last: and.end };
  if (vocabulary.grammar.with.match(tokens, at))
    return { kind: 'separator', separator: 'with', first: at, last: at + 1 };
  const way = means.match(tokens, at);
  return way && { kind: 'means', first: at, last: way.end };
}

/** "by [date]", "by X": a date that the writer left open is no number. */
function datePlaceholder({ tokens }: Reader, at: number, { quantity, end }: QuantityMatch): boolean {
  if (quantity.value !== null || quantity.measure !== 'plain') return false;
  return tokens.slice(at, end).some((token) => token.lower === 'date');
}

/** "350 homes each year to 2031": after what recurs or another date, "to" leads to the year in which it ends. */
function lastYear(reader: Reader, at: number, previous: Lexeme | undefined): DatePhrase | null {
  if (reader.tokens[at]?.lower !== 'to' || (previous?.kind !== 'window' && previous?.kind !== 'date'))
    return null;
  const year = yearFirst(reader, at + 1);
  return year && { end: year.end, iso: year.iso, role: 'due', span: false };
}

// How far "every" may stand before "paid within 30 days".
const LONGEST_SUBJECT = 8;

/** "every invoice is paid within 30 days", "resolve all tickets within 2 days": the days limit each, and end nothing. */
function limitsEach({ tokens, vocabulary }: Reader, at: number, previous: Lexeme | undefined): boolean {
  if (!isWordy(previous) || !/^(?:within|in)$/.test(tokens[at]?.lower ?? '')) return false;
  const from = Math.max(0, at - LONGEST_SUBJECT);
  const subject = tokens.slice(from, at).map(({ lower }) => lower);
  const last = tokens[at - 1]?.lower ?? '';
  const done = previous?.kind === 'word' && (previous.verb?.form === 'participle' || /ed$/.test(last));
  if (done && subject.some((word) => word === 'every' || word === 'each')) return true;
  const answers = subject.some(
    (_, index) => vocabulary.verbs.match(tokens, from + index)?.payload.responds === true,
  );
  return answers && subject.some((word) => /^(?:every|each|all|any)$/.test(word));
}

const isWordy = (lexeme: Lexeme | undefined): boolean => lexeme?.kind === 'word' || lexeme?.kind === 'name';

function lexemeAt(reader: Reader, at: number, previous: Lexeme | undefined): Lexeme {
  const { tokens, vocabulary } = reader;
  const span = (last: number) => ({ first: at, last });
  const skipped = bulletEnd(tokens, at) ?? addressEnd(tokens, at);
  if (skipped !== null) return { kind: 'symbol', ...span(skipped) };
  const date = matchDate(reader, at);
  const afterNoun = previous?.kind === 'word' || previous?.kind === 'quantity' || previous?.kind === 'name';
  const window = matchWindow(reader, at, afterNoun);
  const until = lastYear(reader, at, previous);
  if (until !== null) return { kind: 'date', date: until, ...span(until.end) };
  const limit = date?.span === true && limitsEach(reader, at, previous);
  if (date !== null && !limit && date.end >= (window ?? 0)) return { kind: 'date', date, ...span(date.end) };
  if (window !== null) return { kind: 'window', ...span(window) };
  const name = nameEnd(reader, at);
  if (name !== null) return { kind: 'name', ...span(name) };
  const quantity = matchQuantity(tokens, at, vocabulary);
  if (quantity !== null && datePlaceholder(reader, at, quantity))
    return { kind: 'symbol', ...span(quantity.end) };
  if (quantity !== null) return { kind: 'quantity', quantity: quantity.quantity, ...span(quantity.end) };
  const separator = separatorAt(tokens, at);
  if (separator !== null) return { kind: 'separator', separator, ...span(at + 1) };
  const verb = verbAt(reader, at);
  const grammar = grammarLexeme(reader, at, previous?.kind === 'quantity' || previous?.kind === 'window');
  if (grammar !== null && grammar.last >= (verb?.end ?? 0)) return grammar;
  if (verb !== null) return { kind: 'word', verb: verb.verb, ...span(verb.end) };
  return { kind: tokens[at]?.kind === 'symbol' ? 'symbol' : 'word', verb: null, ...span(at + 1) } as Lexeme;
}

/** Reads tokens as lexemes, each by the longest thing known to start there. */
export function lex(reader: Reader): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const { tokens } = reader;
  for (let at = 0; at < tokens.length; ) {
    const lexeme = lexemeAt(reader, at, lexemes.at(-1));
    lexemes.push(lexeme);
    at = Math.max(lexeme.last, at + 1);
  }
  return withNegations(reader, withoutPlainBrackets(reader, lexemes)).map((lexeme, index, all) => {
    // "by 5%" and "through 2027" are no means.
    const next = all[index + 1];
    const figured = next?.kind === 'quantity' || next?.kind === 'comparator';
    return lexeme.kind === 'means' && (figured || isAgent(reader, lexeme, all[index - 1], next))
      ? { ...lexeme, kind: 'word', verb: null }
      : lexeme;
  });
}

/** "returns caused by damage", "leads sourced by partners": who did it, not how the goal is reached. */
function isAgent(
  { tokens }: Reader,
  by: Lexeme,
  before: Lexeme | undefined,
  after: Lexeme | undefined,
): boolean {
  if (tokens[by.first]?.lower !== 'by' || before?.kind !== 'word' || before.last !== by.first) return false;
  const gerund = after?.kind === 'word' && after.verb?.form === 'gerund';
  const done =
    before.verb === null
      ? /ed$/.test(tokens[before.first]?.lower ?? '')
      : before.verb.class === 'produce' && before.verb.form === 'participle';
  return !gerund && done;
}

const NEGATION = /^(?:never|not|no|cannot|without|\p{L}+n't)$/u;
const FALLS = new Set([
  'drop',
  'fall',
  'decline',
  'decrease',
  'go',
  'move',
  'dip',
  'slip',
  'sink',
  'get',
  'be',
  'shrink',
]);
const RISES = new Set([
  'rise',
  'climb',
  'increase',
  'grow',
  'go',
  'move',
  'get',
  'be',
  'exceed',
  'jump',
  'creep',
]);

/** "must never drop below 95%" is at least 95 %: a denied fall below is a floor, a denied rise above a ceiling. */
function withNegations({ tokens, vocabulary }: Reader, lexemes: readonly Lexeme[]): Lexeme[] {
  if (vocabulary.language !== 'en') return [...lexemes];
  const result: Lexeme[] = [];
  for (const lexeme of lexemes) {
    const moves = result.at(-1);
    const denial = result.at(-2);
    const word = tokens[moves?.first ?? 0]?.lower ?? '';
    const falls = lexeme.kind === 'comparator' && lexeme.operator === '<=' && FALLS.has(stemOf(moves, word));
    const rises = lexeme.kind === 'comparator' && lexeme.operator === '>=' && RISES.has(stemOf(moves, word));
    const denied = denial?.kind === 'word' && NEGATION.test(tokens[denial.last - 1]?.lower ?? '');
    if (lexeme.kind === 'comparator' && (falls || rises) && denied && moves !== undefined) {
      result.splice(-2, 2, {
        ...denial,
        verb: vocabulary.verbs.match(neverAt(denial, tokens), 0)?.payload ?? null,
      });
      result.push({ ...lexeme, operator: falls ? '>=' : '<=', first: moves.first });
      continue;
    }
    result.push(lexeme);
  }
  return result;
}

const stemOf = (lexeme: Lexeme | undefined, word: string): string =>
  lexeme?.kind === 'word' ? (lexeme.verb?.lemma ?? word.replace(/(?:ping|ing|s)$/, '')) : '';

const neverAt = (denial: Lexeme, tokens: readonly Token[]): Token[] => {
  const token = tokens[denial.first];
  return token === undefined ? [] : [{ ...token, text: 'never', lower: 'never' }];
};

// Longer than this, a bracket holds a sentence.
const LONGEST_ASIDE = 10;

/** "CCR (Customer Churn Rate)": the name of an abbreviation belongs to the metric. */
const spellsOut = ({ tokens }: Reader, before: Lexeme | undefined, inside: readonly Lexeme[]): boolean =>
  /^[A-Z]{2,5}$/.test(tokens[before?.first ?? -1]?.text ?? '') &&
  inside.length >= 2 &&
  inside.every(({ kind, first }) => kind === 'word' && /^\p{Lu}/u.test(tokens[first]?.text ?? ''));

/** Drops "(ASA)" and "(maintenance)": brackets without a number name nothing new; their dates stay. */
function withoutPlainBrackets(reader: Reader, lexemes: readonly Lexeme[]): Lexeme[] {
  const kept: Lexeme[] = [];
  for (let index = 0; index < lexemes.length; index++) {
    const lexeme = lexemes[index];
    if (lexeme === undefined) break;
    if (lexeme.kind === 'separator' && lexeme.separator === 'open') {
      const ahead = lexemes.slice(index + 1, index + 1 + LONGEST_ASIDE);
      const close = ahead.findIndex((one) => one.kind === 'separator' && one.separator === 'close');
      const inside = ahead.slice(0, Math.max(0, close));
      const statement =
        inside[0]?.kind === 'word' &&
        ['increase', 'decrease', 'improve'].includes(inside[0].verb?.class ?? '');
      if (close >= 0 && !statement && !inside.some((one) => one.kind === 'quantity')) {
        const dated =
          kept.at(-1)?.kind === 'quantity' &&
          lexemes.slice(index + close).some((one) => one.kind === 'quantity');
        kept.push(
          ...inside.flatMap((one) =>
            one.kind !== 'date'
              ? []
              : [
                  dated && one.date.role === 'bare'
                    ? { ...one, date: { ...one.date, role: 'label' as const } }
                    : one,
                ],
          ),
        );
        if (spellsOut(reader, kept.at(-1), inside)) kept.push(...inside);
        index += close + 1;
        continue;
      }
    }
    kept.push(lexeme);
  }
  return kept;
}
