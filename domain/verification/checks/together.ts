import { matchFigure } from '../agreement.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { ItemReading } from '../evidence-reading.ts';
import type { Token } from '../tokens.ts';
import { dateAgrees } from './dates.ts';
import { namesOf } from './entities.ts';

/**
 * Facts of several items may not be merged into one: what a clause says of a ticket must stand in an item about that
 * ticket, where another item is about another one.
 */
export const checkTogether: Check = (claim) => {
  const { tokens } = claim.reading;
  const keys = tokens.flatMap((token, at) => (token.kind === 'key' ? [{ token, at }] : []));
  if (keys.length === 0 || claim.cited.length < 2) return [];
  return keys.flatMap(({ token, at }) => {
    const [from, to] = clauseAround(tokens, at);
    if (keys.some((other) => other.at !== at && other.at >= from && other.at < to)) return [];
    return checkClause(claim, token, from, to);
  });
};

function clauseAround(tokens: readonly Token[], at: number): [number, number] {
  const sentence = tokens[at]?.sentence;
  const stops = (place: number): boolean => {
    const token = tokens[place];
    return (
      token === undefined ||
      token.sentence !== sentence ||
      token.lower === ';' ||
      ['while', 'whereas', 'but'].includes(token.lower)
    );
  };
  let from = at;
  while (!stops(from - 1)) from -= 1;
  let to = at + 1;
  while (!stops(to)) to += 1;
  return [from, to];
}

function checkClause(claim: CitedClaim, key: Token, from: number, to: number): Reason[] {
  const own = claim.cited.filter((item) => item.words.has(key.lower));
  const others = claim.cited.filter((item) => !own.includes(item) && isAboutAnother(item));
  if (own.length === 0 || others.length === 0) return [];
  const inside = (place: number): boolean => place >= from && place < to;
  const dates = claim.reading.dates
    .filter((date) => inside(date.at) && date.grain === 'day')
    .filter((date) => !own.some((item) => item.dates.some((place) => dateAgrees(date, place))))
    .filter((date) => others.some((item) => item.dates.some((place) => dateAgrees(date, place))))
    .map((date): Reason => ({ code: 'date-not-in-evidence', datum: date.written }));
  const numbers = claim.reading.quantities
    .filter((quantity) => inside(quantity.at) && quantity.role === 'plain')
    .filter(
      (quantity) =>
        !own.some((item) => item.figures.some((figure) => matchFigure(quantity, figure) === 'yes')),
    )
    .filter((quantity) =>
      others.some((item) => item.figures.some((figure) => matchFigure(quantity, figure) === 'yes')),
    )
    .map((quantity): Reason => ({ code: 'number-not-in-evidence', datum: quantity.written }));
  const names = namesOf(claim)
    .filter((name) => inside(name.at))
    .filter((name) => !own.some((item) => name.words.every((word) => item.words.has(word))))
    .filter((name) => others.some((item) => name.words.every((word) => item.words.has(word))))
    .map((name): Reason => ({ code: 'entity-not-in-evidence', datum: name.words.join(' ') }));
  return [...dates, ...numbers, ...names];
}

const isAboutAnother = (item: ItemReading): boolean => item.text.tokens.some((token) => token.kind === 'key');
