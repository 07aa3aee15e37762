import { cleanText } from '../text.ts';
import { type Act, type Hearing, idsOf, meant } from './act.ts';
import { answers, type Change, changeFrom, isEmpty } from './change.ts';
import type { Card, Conversation } from './conversation.ts';
import { type Fragment, readFragment, readingOf } from './fragment.ts';
import { unquestioned, withoutLeadIn } from './hearing.ts';
import type { Hears } from './phrasebook.ts';
import { cardsNamed, referenceIn, withoutMetric } from './reference.ts';

/** Words of a fragment that say nothing that we understand. */
function leftover(fragment: Fragment, hears: readonly Hears[], cards: readonly Card[]): string[] {
  const words = fragment.words.flat().flatMap((phrase) => phrase.split(/\s+/u));
  return withoutMetric(words, cards).filter(
    (word) => /[\p{L}\p{N}]/u.test(word) && !hears.some(({ filler }) => filler.has(word)),
  );
}

export const saysSomething = (fragment: Fragment): boolean =>
  fragment.numbers.length + fragment.dates.length + fragment.windows.length > 0;

/** A bare "October", "6 months" or "2027" that answers "by when?". */
function dateAnswer(hearing: Hearing): Fragment | null {
  const { conversation, hears, context, said } = hearing;
  const bare = withoutLeadIn(unquestioned(cleanText(said).text.trim()), conversation.language);
  for (const prefix of hears.flatMap(({ date_prefixes }) => date_prefixes)) {
    if (conversation.asked?.field !== 'due' && bare.split(' ').length > 3) return null;
    const fragment = readFragment(`${prefix}${bare}`, context);
    const [date] = fragment.dates;
    if (date !== undefined && date.due_iso !== null && fragment.numbers.length === 0)
      return {
        ...fragment,
        dates: [{ ...date, due: date.due.slice(prefix.trimEnd().length).trim() || date.due }],
      };
  }
  return null;
}

/** The unit alone: "in hours, not days". */
function unitSaid(hearing: Hearing): string | null {
  const { tokens, vocabulary } = readingOf(hearing.text, hearing.context);
  for (let at = 0; at < tokens.length; at += 1) {
    const found = vocabulary.quantity.units.match(tokens, at);
    const before = tokens[at - 1]?.lower ?? '';
    if (found !== null && !/^(not|nicht|pas|no|não|non)$/u.test(before)) return found.payload;
  }
  return null;
}

/**
 * A message that is a correction or an answer by its form: numbers, dates, periods, directions, and words that say
 * nothing besides. `strict` allows no other word.
 */
export function fragmentChange(hearing: Hearing, strict: boolean): Act | null {
  const { conversation, hears, context, text, said } = hearing;
  const { cards, asked } = conversation;
  // Capitals tell months from words ("may"), so the message's own letters are read.
  const ordinals = referenceIn(withCapitals(said, text), cards, conversation.language);
  const read = readFragment(ordinals.rest, context);
  const answer = mayBeDate(read, hearing) ? dateAnswer(hearing) : null;
  const fragment = answer ?? read;
  const rest = leftover(fragment, hears, cards);
  const directionOnly = fragment.verbs.length > 0 && !saysSomething(fragment);
  const spare = rest.length;
  const unit = !saysSomething(fragment) && spare <= 2 ? unitSaid(hearing) : null;
  if (unit !== null && (rest.length === 0 || rest.every((word) => isUnitWord(word, hearing))))
    return changesFor(hearing, [{ cards: ordinals.cards, change: { unit } }]);
  if (!saysSomething(fragment) && !(directionOnly && spare <= 0)) return null;
  const allowed = strict
    ? asked !== null && fragment.numbers.length <= 1 && !startsAnother(hearing)
      ? 2
      : 0
    : 4;
  if (spare > allowed) return null;
  if (strict && asked !== null && spare > 0 && fragment.verbs.length > 0) return null;
  return changesFor(hearing, perCard(fragment, hearing, ordinals.cards));
}

export const startsAnother = ({ text, hears }: Hearing): boolean => hears.some(({ also }) => also.test(text));

/** Whether a bare number may name a day: the answer to "by when?", or a span of time beside a KPI that measures none. */
function mayBeDate({ dates, numbers }: Fragment, { conversation }: Hearing): boolean {
  if (dates.length > 0) return false;
  if (conversation.asked?.field === 'due' || numbers.length === 0) return true;
  const unit = meant(conversation)?.[0]?.kpi.unit ?? null;
  return unit !== null && !TIMES.has(unit) && numbers.every(({ measure }) => measure === 'duration');
}

const TIMES = new Set([
  'ms',
  'seconds',
  'minutes',
  'hours',
  'days',
  'business_days',
  'weeks',
  'months',
  'years',
  'duration',
]);

const isUnitWord = (word: string, { context }: Hearing): boolean => {
  const { tokens, vocabulary } = readingOf(word, context);
  return vocabulary.quantity.units.match(tokens, 0) !== null;
};

/** The tail of a message as it was written. */
export function withCapitals(said: string, text: string): string {
  const clean = cleanText(said)
    .text.normalize('NFC')
    .replace(/[“”„«»"]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const place = clean.toLowerCase().lastIndexOf(text);
  return place < 0 ? text : clean.slice(place, place + text.length);
}

/** "churn 2.5 and NPS 50": each part speaks of the KPI that it names, else of the one before. */
function perCard(
  fragment: Fragment,
  hearing: Hearing,
  named: Card[] | null,
): { cards: Card[] | null; change: Change }[] {
  const { conversation, hears } = hearing;
  const field = conversation.asked?.field ?? null;
  const parts = fragment.parts.map((text, part) => ({
    part,
    named: cardsNamed(text.toLowerCase(), conversation.cards),
  }));
  const namings = parts.filter((one) => one.named.length > 0);
  if (namings.length < 2 || conversation.cards.length < 2)
    return [{ cards: named, change: changeFrom(fragment, hears, field) }];
  const groups: { cards: Card[]; parts: Set<number> }[] = [];
  for (const one of parts) {
    const last = groups.at(-1);
    if (one.named.length > 0 || last === undefined)
      groups.push({ cards: one.named, parts: new Set([one.part]) });
    else last.parts.add(one.part);
  }
  return groups.map((group) => ({
    cards: group.cards,
    change: changeFrom(fragment, hears, field, group.parts),
  }));
}

/** Whom each change is for; a date for all where all lack it or share it. */
function changesFor(hearing: Hearing, wanted: { cards: Card[] | null; change: Change }[]): Act | null {
  const { conversation } = hearing;
  const { asked } = conversation;
  const changes: { cards: string[]; change: Change }[] = [];
  for (const { cards, change } of wanted) {
    if (isEmpty(change)) continue;
    const { due, ...rest } = change;
    const said = asked === null || answers(change, asked.field) ? 'answer' : 'correction';
    const own = cards ?? meant(conversation, said);
    if (due !== undefined) {
      const dated = cards ?? datedAlike(conversation) ?? own;
      if (dated === null) return { kind: 'which' };
      changes.push({ cards: idsOf(dated), change: { due } });
    }
    if (isEmpty(rest)) continue;
    if (own === null) return { kind: 'which' };
    changes.push({ cards: idsOf(own), change: rest });
  }
  return changes.length === 0 ? null : { kind: 'change', changes };
}

function datedAlike({ cards, asked }: Conversation): Card[] | null {
  const open = cards.filter(({ kpi }) => kpi.due_iso === null && kpi.direction !== 'maintain');
  if (asked?.field === 'due' && open.length > 0) return open;
  const dues = new Set(cards.map(({ kpi }) => kpi.due_iso));
  return dues.size === 1 ? [...cards] : null;
}
