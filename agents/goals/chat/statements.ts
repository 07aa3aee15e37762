import { detectLanguage } from '../language.ts';
import { parseGoal } from '../parser.ts';
import { cleanText } from '../text.ts';
import { tokenize } from '../tokens.ts';
import type { Language } from '../vocabulary.ts';
import { type Act, type Hearing, LONGEST_METRIC, type Situation } from './act.ts';
import type { Conversation } from './conversation.ts';
import { readFragment } from './fragment.ts';
import { fragmentChange, saysSomething, startsAnother, withCapitals } from './fragment-change.ts';
import { isQuestion } from './hearing.ts';
import { givesOrders, isCode } from './orders.ts';
import { type Hears, hearingIn } from './phrasebook.ts';

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

export function statementIn(hearing: Hearing, situation: Situation): Act {
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
