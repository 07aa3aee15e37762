import { matchFigure } from '../agreement.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import { type ItemReading, readEvidence } from '../evidence-reading.ts';
import type { Token } from '../tokens.ts';
import { dateAgrees } from './dates.ts';
import { type Name, namesOf } from './entities.ts';

/**
 * Facts of several items, or of several statements of one, may not be merged: what a clause says of a ticket or of
 * somebody must stand where the evidence speaks of them.
 */
export const checkTogether: Check = (claim) => [...checkKeys(claim), ...checkNames(claim)].slice(0, 1);

const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => (token.spaced ? ` ${token.text}` : token.text))
    .join('')
    .trim();

const keysOf = (tokens: readonly Token[]): Set<string> =>
  new Set(tokens.filter((token) => token.kind === 'key').map((token) => token.lower));

/** An item about several tickets in statements of their own falls apart into these; any other stays whole. */
function statementsOf(item: ItemReading): ItemReading[] {
  const parts: Token[][] = [[]];
  item.text.tokens.forEach((token, at) => {
    const previous = item.text.tokens[at - 1];
    if (token.lower === ';' || (previous !== undefined && previous.sentence !== token.sentence))
      parts.push([]);
    parts.at(-1)?.push(token);
  });
  const keyed = parts.filter((part) => keysOf(part).size > 0);
  if (keyed.length < 2 || keysOf(item.text.tokens).size < 2) return [item];
  return keyed.map((part) => readEvidence({ ...item.item, text: textOf(part), facts: [] }, 0));
}

function checkKeys(claim: CitedClaim): Reason[] {
  const { tokens } = claim.reading;
  const keys = tokens.flatMap((token, at) => (token.kind === 'key' ? [{ token, at }] : []));
  if (keys.length === 0) return [];
  const statements = claim.cited.flatMap(statementsOf);
  if (statements.length < 2) return [];
  return keys.flatMap(({ token, at }) => {
    const [from, to] = clauseAround(tokens, at);
    const alone = !keys.some((other) => other.at !== at && other.at >= from && other.at < to);
    if (alone) return checkClause(claim, statements, token, from, to);
    return statements.length > claim.cited.length ? checkEvents(claim, statements, token, from, to) : [];
  });
}

const clauseBreaks = new Set([';', 'while', 'whereas', 'but']);

function clauseAround(tokens: readonly Token[], at: number): [number, number] {
  const sentence = tokens[at]?.sentence;
  const stops = (place: number): boolean =>
    tokens[place]?.sentence !== sentence || clauseBreaks.has(tokens[place]?.lower ?? ';');
  let [from, to] = [at, at + 1];
  while (from > 0 && !stops(from - 1)) from -= 1;
  while (to < tokens.length && !stops(to)) to += 1;
  return [from, to];
}

/** What happens to a ticket; said of one, it may not be told of another. */
const events = new Set([
  'close',
  'reopen',
  'block',
  'escalate',
  'win',
  'lose',
  'publish',
  'deploy',
  'merge',
  'overdue',
]);

function checkClause(
  claim: CitedClaim,
  statements: readonly ItemReading[],
  key: Token,
  from: number,
  to: number,
): Reason[] {
  const own = statements.filter((item) => item.words.has(key.lower));
  const others = statements.filter((item) => !own.includes(item) && keysOf(item.text.tokens).size > 0);
  if (own.length === 0 || others.length === 0) return [];
  const onlyOther = (holds: (item: ItemReading) => boolean): boolean =>
    !own.some(holds) && others.some(holds);
  const inside = ({ at }: { at: number }): boolean => at >= from && at < to;
  const dates = claim.reading.dates
    .filter((date) => inside(date) && date.grain === 'day')
    .filter((date) => onlyOther((item) => item.dates.some((place) => dateAgrees(date, place))))
    .map((date): Reason => ({ code: 'date-not-in-evidence', datum: date.written }));
  const numbers = claim.reading.quantities
    .filter((quantity) => inside(quantity) && quantity.role === 'plain')
    .filter((quantity) =>
      onlyOther((item) => item.figures.some((figure) => matchFigure(quantity, figure) === 'yes')),
    )
    .map((quantity): Reason => ({ code: 'number-not-in-evidence', datum: quantity.written }));
  const names = namesOf(claim)
    .filter(inside)
    .filter((name) => onlyOther((item) => name.words.every((word) => item.words.has(word))))
    .map((name): Reason => ({ code: 'entity-not-in-evidence', datum: name.words.join(' ') }));
  return [...dates, ...numbers, ...names, ...checkEvents(claim, statements, key, from, to)];
}

function checkEvents(
  claim: CitedClaim,
  statements: readonly ItemReading[],
  key: Token,
  from: number,
  to: number,
): Reason[] {
  const own = statements.filter((item) => item.words.has(key.lower));
  const others = statements.filter((item) => !own.includes(item) && keysOf(item.text.tokens).size > 0);
  if (own.length === 0) return [];
  return claim.reading.marks
    .filter((mark) => mark.at >= from && mark.at < to && events.has(mark.concept))
    .filter(
      (mark) =>
        !own.some((item) => item.concepts.has(mark.concept)) &&
        others.some((item) => item.concepts.has(mark.concept)),
    )
    .map(
      (mark): Reason => ({
        code: 'entity-not-in-evidence',
        datum: `${key.text} ${claim.reading.tokens[mark.at]?.text ?? ''}`,
      }),
    );
}

const holdsName = (item: ItemReading, name: Name): boolean =>
  name.words.every((word) => item.words.has(word));

/** "five stars from O'Neill, two from Vantage": each number in an item that speaks of its name. */
function checkNames(claim: CitedClaim): Reason[] {
  const names = namesOf(claim);
  if (claim.cited.length < 2 || names.length < 2) return [];
  return claim.reading.quantities.flatMap((quantity, index): Reason[] => {
    const name = nameOf(claim, names, index);
    if (name === null || quantity.role !== 'plain') return [];
    const own = claim.cited.filter((item) => holdsName(item, name));
    const others = claim.cited.filter(
      (item) => !own.includes(item) && names.some((other) => other !== name && holdsName(item, other)),
    );
    const states = (item: ItemReading): boolean =>
      item.figures.some((figure) => matchFigure(quantity, figure) === 'yes');
    return own.length > 0 && !own.some(states) && others.some(states)
      ? [{ code: 'number-not-in-evidence', datum: quantity.written }]
      : [];
  });
}

/** The name that a number belongs to: the one after it in its phrase, else the one before it since the last number. */
function nameOf(claim: CitedClaim, names: readonly Name[], index: number): Name | null {
  const { quantities, tokens } = claim.reading;
  const quantity = quantities[index];
  if (quantity === undefined) return null;
  const next = quantities[index + 1]?.at ?? tokens.length;
  const previous = quantities[index - 1]?.next ?? 0;
  const after = names.find((name) => name.at >= quantity.next && name.at < next);
  const parted =
    after !== undefined &&
    tokens
      .slice(quantity.next, after.at)
      .some((token) => ['and', ',', ';', 'but', 'while'].includes(token.lower));
  if (after !== undefined && !parted) return after;
  return names.filter((name) => name.at >= previous && name.at < quantity.at).at(-1) ?? null;
}
