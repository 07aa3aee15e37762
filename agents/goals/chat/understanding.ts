import type { z } from 'zod';
import type { goalVisibility, ParsedGoal } from '#domain/goal.ts';
import { detectLanguage } from '../language.ts';
import { parseGoal } from '../parser.ts';
import { cleanText } from '../text.ts';
import { tokenize } from '../tokens.ts';
import type { Language } from '../vocabulary.ts';
import { type Change, changeFrom, isEmpty } from './change.ts';
import type { Card, Conversation } from './conversation.ts';
import { type Fragment, type FragmentContext, readFragment, readingOf } from './fragment.ts';
import {
  type Command,
  commandIn,
  hasWords,
  isQuestion,
  normalised,
  unquestioned,
  visibleText,
  withoutLeadIn,
} from './hearing.ts';
import { givesOrders, isCode } from './orders.ts';
import { type Hears, hearingIn } from './phrasebook.ts';
import { cardsNamed, placeNamed, referenceIn, withoutMetric } from './reference.ts';

export type Clearable = 'due' | 'target' | 'baseline' | 'window';

/** What a message means in its conversation. Cards are named by id. */
export type Act =
  | { kind: Command; language?: Language }
  | { kind: 'state'; goal: ParsedGoal; language: Language; add: boolean }
  | { kind: 'wish'; goal: ParsedGoal; language: Language }
  | { kind: 'change'; changes: { cards: string[]; change: Change }[] }
  | { kind: 'which' }
  | { kind: 'drop'; cards: string[] }
  | { kind: 'clear'; cards: string[]; field: Clearable }
  | { kind: 'visibility'; to: z.infer<typeof goalVisibility> }
  | { kind: 'owner'; to: 'me' | 'team' }
  | { kind: 'unit_missing'; value: string }
  | { kind: 'question' }
  | { kind: 'unreadable' }
  | { kind: 'too_long'; length: number }
  | { kind: 'unclear' };

export interface Situation {
  today: string;
  fiscal_year_start_month: number;
  /** Of the whole message, where only its beginning is handed in. */
  length?: number;
}

/** A goal is said in a few sentences; what is longer is a document. */
export const LONGEST_MESSAGE = 4000;
// A correction is a phrase.
const LONGEST_FRAGMENT = 200;
const LONGEST_METRIC = 120;

interface Hearing {
  said: string;
  /** Lower case, without what comes before the point. */
  text: string;
  conversation: Conversation;
  hears: readonly Hears[];
  context: FragmentContext;
}

/** Finds what a message means. Deterministic; reads nothing but the message and the conversation. */
export function understood(message: string, conversation: Conversation, situation: Situation): Act {
  const length = Math.max(message.length, situation.length ?? 0);
  if (length > LONGEST_MESSAGE) return { kind: 'too_long', length };
  const said = visibleText(message);
  const whole = normalised(said);
  const command = commandIn(whole, conversation.language);
  if (command !== null) return command;
  if (!hasWords(whole)) return { kind: 'unreadable' };
  const text = withoutLeadIn(whole, conversation.language);
  const hearing: Hearing = {
    said,
    text,
    conversation,
    hears: hearingIn(conversation.language).slice(0, 2),
    context: {
      language: conversation.language,
      today: situation.today,
      fiscal_year_start_month: situation.fiscal_year_start_month,
    },
  };
  const later = text === whole ? null : commandIn(text, conversation.language);
  if (later !== null) return later;
  const open = conversation.cards.length > 0;
  return (
    chosen(hearing, situation) ?? (open ? correctionIn(hearing) : null) ?? statementIn(hearing, situation)
  );
}

/** The answer to "which one?": what was said before is now meant of these. */
function chosen({ text, conversation }: Hearing, situation: Situation): Act | null {
  const { pending, cards, language } = conversation;
  if (conversation.state !== 'choosing' || pending === null) return null;
  const { cards: named, rest } = referenceIn(unquestioned(text), cards, language);
  const [first] = named ?? [];
  if (named === null || first === undefined || (named.length > 1 && named.length < cards.length)) return null;
  if (
    withoutMetric(rest.split(' '), named).filter(
      (word) => word !== '' && !/^(?:the|one|i mean|mean|for)$/u.test(word),
    ).length > 1
  )
    return null;
  const act = understood(
    pending,
    { ...conversation, state: 'confirming', pending: null, asked: null, focus: first.id },
    situation,
  );
  const ids = idsOf(named);
  if (act.kind === 'change')
    return { kind: 'change', changes: act.changes.map(({ change }) => ({ cards: ids, change })) };
  return act.kind === 'drop' || act.kind === 'clear' ? { ...act, cards: ids } : act;
}

function correctionIn(hearing: Hearing): Act | null {
  const { text, conversation, hears } = hearing;
  if (text.length > LONGEST_FRAGMENT) return null;
  const bare = unquestioned(text);
  for (const words of hears) {
    const to = (['owner', 'line', 'team', 'everyone'] as const).find((name) =>
      words.visibility[name].test(bare),
    );
    if (to !== undefined) return { kind: 'visibility', to };
    if (words.team.test(bare)) return { kind: 'owner', to: 'team' };
    if (words.me.test(bare)) return { kind: 'owner', to: 'me' };
  }
  const reference = referenceIn(bare, conversation.cards, conversation.language);
  return (
    indicatorChosen(hearing) ??
    dropOrClear(hearing, reference) ??
    fragmentChange(hearing, true) ??
    renaming(hearing, reference.cards)
  );
}

/** "Take the second", "use cycle time": one of the indicators that were offered for a KPI that nothing measures for sure. */
function indicatorChosen({ text, conversation, hears }: Hearing): Act | null {
  const offered = conversation.cards.filter(
    ({ grounded }) => grounded !== null && grounded.indicator === null,
  );
  const card = offered.find(({ id }) => id === (conversation.focus ?? id));
  const nearest = card?.grounded?.nearest ?? [];
  const name = hears
    .map(({ choose }) => choose.exec(text)?.groups?.name)
    .find((found) => found !== undefined);
  if (card === undefined || name === undefined) return null;
  const place = placeNamed(name, conversation.language)?.place ?? 0;
  const chosen =
    nearest.find((near) => near.name.toLowerCase() === name) ??
    (place === 0 ? undefined : nearest[place - 1]);
  if (chosen === undefined) return null;
  return { kind: 'change', changes: [{ cards: [card.id], change: { indicator_id: chosen.id } }] };
}

const idsOf = (cards: readonly Card[]): string[] => cards.map(({ id }) => id);

/** The KPI meant where none is named: the only one, the one asked about, the one spoken of last; null where several may be. */
export function meant(conversation: Conversation): Card[] | null {
  const { cards, asked, focus } = conversation;
  if (cards.length === 1) return [...cards];
  const wanted = asked?.card ?? focus;
  const card = cards.find(({ id }) => id === wanted);
  return card === undefined ? null : [card];
}

function dropOrClear(hearing: Hearing, reference: ReturnType<typeof referenceIn>): Act | null {
  const { conversation, hears } = hearing;
  const rest = withoutLeadIn(
    reference.rest.replace(/^[\s:,;.–-]+|[\s:,;.–-]+$/gu, ''),
    conversation.language,
  );
  for (const words of hears) {
    const field = fieldIn(words.clear.exec(rest)?.groups);
    const fields = Object.entries(words.clear_fields) as [Clearable, RegExp][];
    const which = field === undefined ? undefined : fields.find(([, pattern]) => pattern.test(field))?.[0];
    if (which !== undefined) {
      const cards = reference.cards ?? conversation.cards;
      return { kind: 'clear', cards: idsOf(cards), field: which };
    }
    const named = reference.cards === null ? rest : dropped(rest, reference.cards);
    if (words.drop.test(named) && (reference.cards !== null || /\S/u.test(named))) {
      const cards = reference.cards ?? meant(conversation);
      return cards === null ? { kind: 'which' } : { kind: 'drop', cards: idsOf(cards) };
    }
  }
  return null;
}

const fieldIn = (groups: Record<string, string> | undefined): string | undefined =>
  groups?.field ?? groups?.field2;

/** "drop the churn goal" without the metric's words. */
const dropped = (rest: string, cards: readonly Card[]): string =>
  withoutMetric(rest.split(' '), cards)
    .join(' ')
    .replace(/ (?:the|a|das|die|den|le|la|el|o|a|il) /gu, ' ')
    .trim();

/** Words of a fragment that say nothing that we understand. */
function leftover(fragment: Fragment, hears: readonly Hears[], cards: readonly Card[]): string[] {
  const words = fragment.words.flat().flatMap((phrase) => phrase.split(/\s+/u));
  return withoutMetric(words, cards).filter(
    (word) => /[\p{L}\p{N}]/u.test(word) && !hears.some(({ filler }) => filler.has(word)),
  );
}

const saysSomething = (fragment: Fragment): boolean =>
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
function fragmentChange(hearing: Hearing, strict: boolean): Act | null {
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

const startsAnother = ({ text, hears }: Hearing): boolean => hears.some(({ also }) => also.test(text));

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
function withCapitals(said: string, text: string): string {
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
  const changes: { cards: string[]; change: Change }[] = [];
  for (const { cards, change } of wanted) {
    if (isEmpty(change)) continue;
    const { due, ...rest } = change;
    const own = cards ?? meant(conversation);
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

/** "I meant response time", "not churn, retention". */
function renaming(hearing: Hearing, named: Card[] | null): Act | null {
  const { conversation, hears, said, text } = hearing;
  const own = withCapitals(said, text);
  for (const words of hears) {
    const groups = words.rename.exec(own)?.groups ?? words.rename_instead.exec(own)?.groups;
    const name = (groups?.name ?? groups?.name2 ?? groups?.name3)
      ?.replace(/^(?:the|a|an|our|my) /iu, '')
      .trim();
    if (name === undefined || name.length > LONGEST_METRIC || !/\p{L}/u.test(name) || givesOrders(name))
      continue;
    const fragment = readFragment(name, hearing.context);
    if (saysSomething(fragment)) continue;
    const old = groups?.old ?? groups?.old2 ?? groups?.old3;
    const replaced = old === undefined ? [] : cardsNamed(old.toLowerCase(), conversation.cards);
    const cards = replaced.length > 0 ? replaced : (meant(conversation) ?? named);
    if (cards === null || cards.length !== 1) return { kind: 'which' };
    return { kind: 'change', changes: [{ cards: idsOf(cards), change: { metric: name } }] };
  }
  return null;
}

function languageOf(text: string, conversation: Conversation): Language {
  const tokens = tokenize(cleanText(text).text);
  const found = detectLanguage(tokens);
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  // A few words tell little; the conversation's language stays.
  return conversation.state !== 'empty' && words < 5 ? conversation.language : found;
}

/** What is left of a metric when words that name nothing are taken away. */
function tellsNothing(metric: string, hears: readonly Hears[]): boolean {
  const words = metric.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => /^\p{N}+$/u.test(word) || hears.some(({ filler }) => filler.has(word)));
}

function statementIn(hearing: Hearing, situation: Situation): Act {
  const { conversation, hears, said, text } = hearing;
  const open = conversation.cards.length > 0;
  const asksBack = isQuestion(text) || hears.some(({ question }) => question.test(text));
  const language = languageOf(said, conversation);
  const spoken = hearingIn(language).slice(0, 2);
  if (givesOrders(said))
    return open ? (fragmentChange(hearing, false) ?? { kind: 'question' }) : { kind: 'question' };
  if (isCode(said)) return { kind: 'unclear' };
  const answer =
    open || conversation.state !== 'forming' ? null : measureAnswer(hearing, situation, language);
  if (answer !== null) return answer;
  const goal = parseGoal({ id: 'goal', text: withoutAlso(said, text, hears), ...situation });
  const kpis = goal.kpis.filter((kpi) => !tellsNothing(kpi.metric, spoken));
  if (kpis.length === 0 && open) {
    const change =
      asksBack && !saysSomething(readFragment(text, hearing.context)) ? null : fragmentChange(hearing, false);
    if (change !== null) return change;
  }
  const figured = kpis.some(
    (kpi) => kpi.target !== null || kpi.target_range !== null || kpi.relative !== null,
  );
  if (asksBack && !figured) return { kind: 'question' };
  if (kpis.length > 0)
    return { kind: 'state', goal: { ...goal, kpis }, language, add: startsAnother(hearing) };
  if (open) return metricAnswer(hearing) ?? { kind: 'unclear' };
  const [number] = readFragment(text, hearing.context).numbers;
  if (number !== undefined && text.split(' ').length <= 2)
    return { kind: 'unit_missing', value: said.trim().slice(0, 40) };
  return isWish(said) ? { kind: 'wish', goal, language } : { kind: 'unclear' };
}

/** "Also raise NPS": the word that adds is no part of the goal. */
const withoutAlso = (said: string, text: string, hears: readonly Hears[]): string => {
  const own = withCapitals(said, text);
  const found = hears.map(({ also }) => also.exec(own)?.[0]).find((lead) => lead !== undefined);
  return found === undefined ? said : own.slice(found.length).replace(/^[\s,:]+/u, '');
};

/** At least two words with letters: one alone names a thing, not a wish. */
const isWish = (said: string): boolean => {
  const words = cleanText(said).text.match(/[\p{L}\p{M}]{2,}/gu) ?? [];
  const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3,}/u.test(said);
  return (words.length >= 2 || ideographs) && words.length <= 400;
};

/** The metric, where it was asked for how something is measured. */
function metricAnswer({ conversation, said }: Hearing): Act | null {
  const { asked } = conversation;
  const name = cleanText(said).text.trim();
  if (asked?.field !== 'metric' || asked.card === null || name.length > LONGEST_METRIC || !isNameLike(name))
    return null;
  return {
    kind: 'change',
    changes: [{ cards: [asked.card], change: { metric: name.replace(/[.!]+$/u, '') } }],
  };
}

const isNameLike = (name: string): boolean => /\p{L}{2}/u.test(name) && !/[;{}<>=\\?]/u.test(name);

/** After a wish: what would be counted. It becomes a KPI of its own words; the rest is asked for. */
function measureAnswer({ said, context }: Hearing, situation: Situation, language: Language): Act | null {
  const goal = parseGoal({ id: 'goal', text: said, ...situation });
  if (goal.kpis.length > 0) return { kind: 'state', goal, language, add: false };
  const fragment = readFragment(said, context);
  const [window] = fragment.windows;
  const name = cleanText(said)
    .text.trim()
    .replace(/[.!]+$/u, '');
  if (name.length > LONGEST_METRIC || fragment.numbers.length > 0 || !isNameLike(name) || isQuestion(name))
    return null;
  if (name.split(/\s+/u).length > 8 || givesOrders(name)) return null;
  const metric = (window === undefined ? name : name.replace(window, '')).replace(/\s+/gu, ' ').trim();
  if (metric === '') return null;
  const kpi = {
    metric,
    direction: 'achieve' as const,
    comparator: null,
    baseline: null,
    target: null,
    target_range: null,
    relative: null,
    unit: null,
    window: window ?? null,
    due: null,
    due_iso: null,
  };
  return {
    kind: 'state',
    goal: { ...goal, measurable: true, kpis: [kpi], needs_clarification: ['target', 'due'] },
    language,
    add: false,
  };
}
