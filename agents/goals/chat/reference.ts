import type { Language } from '../vocabulary.ts';
import type { Card } from './conversation.ts';
import { hearingIn } from './phrasebook.ts';

/** Which cards a text names, and the text without their naming. */
export interface Reference {
  /** null: none is named. */
  cards: Card[] | null;
  rest: string;
}

/** "the second one", "number 2", "#2", "the last": the place, counted from 1; -1 is the last. */
export function placeNamed(text: string, language: Language): { place: number; rest: string } | null {
  for (const { ordinals, ordinal_frame } of hearingIn(language).slice(0, 2)) {
    const all = Object.values(ordinals).join('|');
    const pattern = ordinal_frame.replace('ORDINALS', all);
    const found = new RegExp(`(?<![\\p{L}\\p{N}#.,])(?:${pattern})(?![\\p{L}\\p{N}%])`, 'iu').exec(text);
    const said = found?.groups?.ordinal;
    if (found === null || said === undefined) continue;
    const place = Object.entries(ordinals).find(([, forms]) => new RegExp(`^(?:${forms})$`, 'iu').test(said));
    if (place === undefined) continue;
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    return { place: Number(place[0]), rest: rest.replace(/\s+/gu, ' ').trim() };
  }
  return null;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];

/** Words that tell a metric apart, without those that any metric may have. */
const tellingWords = (metric: string): string[] => {
  const words = wordsOf(metric).filter(
    (word) => !/^(the|of|in|for|and|per|de|la|der|die|das|du|do|da)$/u.test(word),
  );
  return words.length > 0 ? words : wordsOf(metric);
};

const sameWord = (one: string, other: string): boolean =>
  one === other || (one.length > 3 && other.length > 3 && (`${one}s` === other || one === `${other}s`));

/** The cards whose metric a text names; those with the most of their words in it. */
export function cardsNamed(text: string, cards: readonly Card[]): Card[] {
  const said = wordsOf(text);
  const counted = cards.map((card) => {
    const own = tellingWords(card.kpi.metric);
    const hits = own.filter((word) => said.some((candidate) => sameWord(candidate, word))).length;
    return { card, hits, share: own.length === 0 ? 0 : hits / own.length };
  });
  const most = Math.max(0, ...counted.map(({ share }) => share));
  // Less than half of its words is another metric with a word in common.
  return most < 0.5 ? [] : counted.filter(({ share }) => share === most).map(({ card }) => card);
}

/** Text without the words of these cards' metrics. */
export function withoutMetric(words: readonly string[], cards: readonly Card[]): string[] {
  const own = cards.flatMap(({ kpi }) => wordsOf(kpi.metric));
  return words.filter((word) => !wordsOf(word).every((part) => own.some((known) => sameWord(known, part))));
}

/** Whom a message is about: by place, by name, or all of them. */
export function referenceIn(text: string, cards: readonly Card[], language: Language): Reference {
  if (cards.length > 1) {
    const named = placeNamed(text, language);
    const card = named === null ? undefined : cards.at(named.place > 0 ? named.place - 1 : named.place);
    if (named !== null && card !== undefined) return { cards: [card], rest: named.rest };
    for (const { each } of hearingIn(language).slice(0, 2)) {
      const all = new RegExp(`(?<![\\p{L}])(?:${each})(?![\\p{L}])`, 'iu').exec(text);
      if (all !== null)
        return { cards: [...cards], rest: text.replace(all[0], ' ').replace(/\s+/gu, ' ').trim() };
    }
  }
  const named = cardsNamed(text, cards);
  return { cards: named.length > 0 ? named : null, rest: text };
}
