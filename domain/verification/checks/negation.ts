import type { Check, CitedClaim, Reason } from '../claim.ts';
import { marksOf, stopWords } from '../concepts.ts';
import { complements } from '../derivation.ts';
import type { ItemReading } from '../evidence-reading.ts';
import type { PolarMark } from '../polarity.ts';
import { stemOf } from '../stems.ts';
import type { Token } from '../tokens.ts';
import { goalStanding } from './goal.ts';

/** Verbs that report rather than happen; denied or not, they are not what a claim is about. */
const stems = (words: string): Set<string> => new Set(words.split(' ').map((word) => stemOf(word)));

const reporting = new Set('say find tell write mention note see show let talk think report'.split(' '));
/** "can't be judged yet" puts in words that there is not enough data. */
const judging = stems(
  'judge assess evaluate conclude determine measure state know rate rate tell clear possible reliable compare interpret',
);

const wrong = (datum: string): Reason[] => [{ code: 'negation-mismatch', datum }];

/** Items about the ticket or name that the claim's sentence is about; all of them when it names none. */
function relevant(claim: CitedClaim, mark: PolarMark): readonly ItemReading[] {
  const sentence = claim.reading.tokens[mark.at]?.sentence;
  const keys = claim.reading.tokens
    .filter((token) => token.kind === 'key' && token.sentence === sentence)
    .map((token) => token.lower);
  if (keys.length !== 1) return claim.cited;
  const own = claim.cited.filter((item) => item.words.has(keys[0] ?? ''));
  return own.length > 0 ? own : claim.cited;
}

type Standing = 'agrees' | 'denies' | 'unsaid';

function standing(mark: PolarMark, others: readonly PolarMark[]): Standing {
  if (mark.classes.length > 0) {
    const rivals = others
      .flatMap((other) => other.classes)
      .filter(([name]) => mark.classes.some(([own]) => own === name));
    if (rivals.some(([name, sign]) => mark.classes.some(([own, side]) => own === name && side === sign)))
      return 'agrees';
    if (rivals.length > 0) return 'denies';
  }
  const same = others.filter(
    (other) => other.stem === mark.stem || (other.concept === mark.concept && other.kind !== 'noun'),
  );
  if (same.some((other) => other.sign === mark.sign)) return 'agrees';
  return same.length > 0 && same.every((other) => other.head || mark.head) ? 'denies' : 'unsaid';
}

const denies = (item: ItemReading): boolean =>
  item.polar.some((other) => other.sign === -1 || other.classes.some(([, side]) => side === -1));

function checkMark(claim: CitedClaim, mark: PolarMark): Reason[] {
  if ((mark.kind === 'noun' && !mark.head && mark.classes.length === 0) || reporting.has(mark.stem))
    return [];
  const items = relevant(claim, mark);
  const found = standing(
    mark,
    items.flatMap((item) => item.polar),
  );
  if (found === 'agrees') return [];
  // "29 of the 31 stayed", "most were on time": the rest of what the evidence counts.
  if (found === 'denies')
    return complements(claim, mark.at) || isAbsenceReworded(claim, mark) ? [] : wrong(mark.written);
  if (mark.sign === 1) return [];
  // A target met or missed in numbers only is for the check of goals.
  if (mark.classes.some(([name]) => name === 'target') && goalStanding(claim) !== 0) return [];
  // "did not make it" for "was not delivered": other words, but a denial all the same.
  if (items.some((item) => item.polar.some((other) => other.head && other.sign === -1))) return [];
  if (judging.has(mark.stem) && items.some(denies)) return [];
  return mark.head && !complements(claim, mark.at) ? wrong(mark.written) : [];
}

const absence = stems('miss lack missing lacking absent without short');

/** "misses material" for "we lack material": the denial stands in another word of the clause. */
function isAbsenceReworded(claim: CitedClaim, mark: PolarMark): boolean {
  if (mark.classes.length > 0 || mark.sign === -1) return false;
  const { tokens, polar } = claim.reading;
  const near = tokens.slice(Math.max(0, mark.at - 6), mark.at + 7);
  return (
    near.some((token) => absence.has(token.stem)) ||
    polar.some((other) => other.sign === -1 && Math.abs(other.at - mark.at) <= 6)
  );
}

const contrast = new Set(['but', 'although', 'though', 'however', 'yet', 'except']);
/** Words of fault that no pair of opposites holds. */
const faults = stems(
  'terse problem fault gap weakness concern issue lack miss late slow unclear vague incomplete error mistake defect complaint sometimes rarely often harsh abrupt superficial sloppy difficult hard struggle forgot forget behind short overrun exceed unanswered',
);

const contentOf = (tokens: readonly Token[]): Set<string> =>
  new Set([
    ...tokens
      .filter((token) => token.kind === 'word' && !stopWords.has(token.stem))
      .map((token) => token.stem),
    ...marksOf(tokens).map((mark) => mark.concept),
  ]);

/** Share of the kept half's words that a claim must use before we say that it kept that half and left out the other. */
const KEPT_SHARE = 0.4;

/** "thorough, but sometimes terse" told as "thorough": what was said against is left out. */
function checkOmission(claim: CitedClaim, item: ItemReading): Reason[] {
  const { tokens, polar } = item.text;
  const said = contentOf(claim.reading.tokens);
  return tokens.flatMap((token, at) => {
    if (!contrast.has(token.lower) || token.opens) return [];
    const from = tokens.findIndex((other) => other.sentence === token.sentence);
    const to = tokens.findLastIndex((other) => other.sentence === token.sentence) + 1;
    const isFault = (begin: number, end: number): boolean =>
      polar.some(
        (mark) =>
          mark.at >= begin &&
          mark.at < end &&
          (mark.sign === -1 || mark.classes.some(([, side]) => side === -1)),
      ) || tokens.slice(begin, end).some((other) => faults.has(other.stem));
    if (isFault(from, at) || !isFault(at, to)) return [];
    const [kept, dropped] = [contentOf(tokens.slice(from, at)), contentOf(tokens.slice(at + 1, to))];
    const share = [...kept].filter((word) => said.has(word)).length / Math.max(1, kept.size);
    const mentions = [...dropped].some((word) => said.has(word) && !kept.has(word));
    return share >= KEPT_SHARE && !mentions
      ? wrong(
          tokens
            .slice(at, to)
            .map((other) => other.text)
            .join(' '),
        )
      : [];
  });
}

export const checkNegation: Check = (claim) =>
  [
    ...claim.reading.polar.flatMap((mark) => checkMark(claim, mark)),
    ...claim.cited.flatMap((item) => checkOmission(claim, item)),
  ].slice(0, 1);
