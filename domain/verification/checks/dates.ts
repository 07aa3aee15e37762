import { daysBetween, type Period } from '../../date.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { DateMention } from '../dates.ts';
import type { DatedPlace } from '../evidence-reading.ts';
import { contextsOf } from '../reading.ts';

/** Two names of one stretch may differ by this many days at each end: a quarter counted in whole weeks. */
const EDGE_DAYS = 3;
/** "before 15 June" may be said of something this many days earlier, not of any earlier time. */
const NEAR_DAYS = 31;

export const sameStretch = (one: Period, other: Period): boolean => {
  const longer = Math.max(daysBetween(one.from, one.to), daysBetween(other.from, other.to));
  const edge = longer >= 27 ? EDGE_DAYS : 0;
  return (
    Math.abs(daysBetween(one.from, other.from)) <= edge && Math.abs(daysBetween(one.to, other.to)) <= edge
  );
};
export const contains = (outer: Period, inner: Period): boolean =>
  outer.from <= inner.from && outer.to >= inner.to;
const isDay = (range: Period): boolean => range.from === range.to;

/** Whether something that the evidence dates so may be said to lie where the claim says. */
export function dateAgrees(mention: DateMention, place: Pick<DatedPlace, 'options' | 'grain'>): boolean {
  return mention.options.some((said) =>
    place.options.some((actual) => oneAgrees(mention, place, said, actual)),
  );
}

function oneAgrees(
  mention: DateMention,
  place: Pick<DatedPlace, 'grain'>,
  said: Period,
  actual: Period,
): boolean {
  if (sameStretch(said, actual)) return true;
  if (mention.grain === 'window') return place.grain === 'window' && sameLength(said, actual);
  if (mention.grain === 'span') return false;
  if (isDay(said) && (actual.from === said.from || actual.to === said.to)) return true;
  if (mention.relation === 'since') return !isDay(said) && said.from <= actual.from && actual.from <= said.to;
  // "from January to September" needs both ends, which `spanned` looks for; a stretch around a date is enough otherwise.
  if (mention.grain === 'range' && mention.written.match(/\d|[A-Z]/)) return sameMonths(said, actual);
  if (contains(said, actual)) return true;
  if (
    mention.grain === 'part' &&
    !isDay(actual) &&
    said.from <= actual.to &&
    said.to >= actual.from &&
    daysBetween(actual.from, actual.to) <= 7
  )
    return true;
  if (mention.relation === 'before')
    return actual.to <= said.to && daysBetween(actual.to, said.to) <= NEAR_DAYS && isDay(actual);
  if (mention.relation === 'after')
    return actual.from >= said.from && daysBetween(said.to, actual.from) <= NEAR_DAYS * 3;
  return false;
}

const sameMonths = (one: Period, other: Period): boolean =>
  one.from.slice(0, 7) === other.from.slice(0, 7) &&
  one.to.slice(0, 7) === other.to.slice(0, 7) &&
  contains(one, other);

/** "the last 13 weeks" of two texts that end on neighbouring days. */
const sameLength = (one: Period, other: Period): boolean =>
  Math.abs(daysBetween(one.from, one.to) - daysBetween(other.from, other.to)) <= 1;

/** Both ends of "from January to March" are dated by the evidence; of "from 6 to 17 April" to the day. */
function spanned(mention: DateMention, places: readonly DatedPlace[]): boolean {
  if (mention.grain !== 'range' && mention.grain !== 'span') return false;
  const slack = mention.grain === 'span' ? 0 : NEAR_DAYS;
  const dated = places.flatMap((place) => place.options);
  return mention.options.some(
    (said) =>
      dated.some(({ from }) => from >= said.from && daysBetween(said.from, from) <= slack) &&
      dated.some(({ to }) => to <= said.to && daysBetween(to, said.to) <= slack),
  );
}

const includes = (outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean =>
  [...inner].every((concept) => outer.has(concept));

/** The evidence dates what the claim names, but on another day than the claim says. */
function namedElsewhere(
  context: ReadonlySet<string>,
  matching: readonly DatedPlace[],
  others: readonly DatedPlace[],
): boolean {
  const stated = matching.filter((place) => place.source !== 'at');
  if (stated.length > 0 && stated.length < matching.length) return namedElsewhere(context, stated, others);
  return others.some((other) => {
    const own = distinctive(other, matching);
    return (
      own.size > 0 &&
      includes(context, own) &&
      matching.every((place) => place.source === 'at' || !overlaps(context, distinctive(place, [other])))
    );
  });
}

const distinctive = (place: DatedPlace, others: readonly DatedPlace[]): Set<string> =>
  new Set([...place.context].filter((concept) => !others.some((other) => other.context.has(concept))));
const overlaps = (context: ReadonlySet<string>, part: ReadonlySet<string>): boolean =>
  part.size === 0 || [...part].some((concept) => context.has(concept));

const earlier = ['previous', 'prior', 'preceding', 'before', 'earlier', 'last'];

function checkMention(claim: CitedClaim, mention: DateMention, context: ReadonlySet<string>): Reason[] {
  const wrong = [{ code: 'date-not-in-evidence' as const, datum: mention.written }];
  if (mention.options.length === 0) return wrong;
  const places = claim.cited.flatMap((item) => item.dates);
  const matching = places.filter((place) => dateAgrees(mention, place));
  if (matching.length === 0 && mention.grain === 'before')
    return claim.cited.some((item) => earlier.some((word) => item.words.has(word))) ? [] : wrong;
  if (matching.length === 0) return spanned(mention, places) ? [] : wrong;
  if (mention.grain !== 'day') return [];
  const rivals = places.filter(
    (place) => !matching.includes(place) && place.options.some(({ from, to }) => from === to),
  );
  return namedElsewhere(context, matching, rivals) ? wrong : [];
}

export const checkDates: Check = (claim) => {
  const contexts = contextsOf(claim.reading, claim.reading.dates);
  return claim.reading.dates.flatMap((mention, index) =>
    checkMention(claim, mention, contexts[index] ?? new Set()),
  );
};
