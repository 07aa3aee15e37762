import type { Clause } from './clauses.ts';
import type { Due } from './drafts.ts';
import type { Parts } from './figure-parts.ts';
import type { Lexeme } from './lexer.ts';
import { isQuantity, type Reading, textOf } from './reading.ts';
import type { Figure } from './roles.ts';

/** The due of a clause: the last phrase that is one. A bare period right before a noun names that noun. */
export function dueOf(reading: Reading, lexemes: readonly Lexeme[], taken: readonly Figure[]): Due | null {
  let due: Due | null = null;
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.kind !== 'date' || lexeme.date.role === 'label') continue;
    if (lexeme.date.role === 'bare' && labelsNoun(reading, lexemes, index)) continue;
    if (lexeme.date.span && limitsCases(reading, lexemes, index, taken)) continue;
    due = {
      due: textOf(reading, lexeme.first, lexeme.last),
      due_iso: lexeme.date.iso,
      last: lexeme.last,
      leading: index === 0,
    };
  }
  return due;
}

function labelsNoun(reading: Reading, lexemes: readonly Lexeme[], index: number): boolean {
  const date = lexemes[index];
  const next = lexemes[index + 1];
  const first = reading.tokens[date?.first ?? 0]?.lower ?? '';
  const shortPeriod = /^(q[1-4]|h[12]|fy\d*|\d{4}|[ts][1-4])$/.test(first);
  const { tokens, vocabulary } = reading;
  // "the Q4 survey": behind an article even a word that could be a verb is a noun.
  const start = /^(?:the|our|its|their|this|my)$/.test(first) ? (date?.first ?? 0) : (date?.first ?? 1) - 1;
  const article =
    /^(?:the|our|its|their|my)$/.test(tokens[start]?.lower ?? '') && start >= (date?.first ?? 0) - 1;
  const noun =
    next !== undefined &&
    (next.kind === 'name' ||
      (next.kind === 'word' &&
        (next.verb === null || (article && next.verb.form === 'base')) &&
        vocabulary.grammar.prepositions.match(tokens, next.first) === null));
  const second = tokens[(date?.first ?? 0) + 1]?.lower ?? '';
  const short = shortPeriod || (article && /^(?:q[1-4]|h[12]|fy\d*|\d{4})$/.test(second));
  // "month-end close", "year-end review".
  const closing = /^(?:month|quarter|year|week)[- ]?end$/i.test(
    textOf(reading, date?.first ?? 0, date?.last ?? 0),
  );
  return (short || closing) && noun && next.first === date?.last;
}

/** "readmissions within 30 days", "first reply within 2 hours": things that are counted by their own clock. */
const BY_CASE =
  /^(?:readmission|rehospitalisation|rehospitalization|return|refund|repl(?:y|ie)|response|reopening|rehire|relapse|reoffending)s?$/;

/** "95% of tickets within 2 days": the time limits each case and ends nothing. */
export function limitsCases(
  { tokens, vocabulary }: Reading,
  lexemes: readonly Lexeme[],
  index: number,
  taken: readonly Figure[],
): boolean {
  const share = taken.some(
    (figure) =>
      figure.index < index &&
      figure.lexeme.quantity.measure === 'percent' &&
      figure.role !== 'to' &&
      figure.role !== 'by',
  );
  const before = lexemes[index - 1];
  if (before !== undefined && BY_CASE.test(tokens[before.first]?.lower ?? '') && vocabulary.language === 'en')
    return true;
  const later = taken.some(
    (figure) =>
      figure.index > index &&
      (figure.role === 'to' || figure.role === 'from') &&
      figure.lexeme.quantity.measure === 'percent',
  );
  if (later && before?.kind === 'word' && before.verb?.form === 'participle') return true;
  const event = before?.kind === 'word' || before?.kind === 'name';
  // "80% adoption within 30 days" is due then; "80% of tickets within 2 days" and "80% solved within 2 days" aren't.
  const ofCases = taken.some(
    (figure) =>
      figure.index < index && vocabulary.grammar.prepositions.match(tokens, figure.lexeme.last) !== null,
  );
  const done =
    before?.kind === 'word' && (before.verb !== null || /ed$/.test(tokens[before.first]?.lower ?? ''));
  return share && event && (ofCases || done || vocabulary.language !== 'en');
}

export function asideDue(reading: Reading, clause: Clause, parts: Parts): Due | null {
  for (const aside of clause.asides) {
    if (aside.some((lexeme) => isQuantity(lexeme))) continue;
    const due = dueOf(reading, aside, []);
    if (due !== null && parts.target !== null) return due;
  }
  return null;
}
