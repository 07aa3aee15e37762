import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { ItemReading } from '../evidence-reading.ts';
import type { PolarMark } from '../polarity.ts';

/** Verbs that report rather than happen; denied or not, they are not what a claim is about. */
const reporting = new Set('say find tell write mention note see show let talk think report'.split(' '));

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

function checkMark(claim: CitedClaim, mark: PolarMark): Reason[] {
  if (mark.kind === 'noun' && !mark.head) return [];
  if (reporting.has(mark.stem)) return [];
  const others = relevant(claim, mark).flatMap((item) => item.polar);
  const wrong: Reason[] = [{ code: 'negation-mismatch', datum: mark.written }];
  if (mark.classes.length > 0) {
    const rivals = others
      .flatMap((other) => other.classes)
      .filter(([name]) => mark.classes.some(([own]) => own === name));
    const agreeing = rivals.some(([name, sign]) =>
      mark.classes.some(([own, side]) => own === name && side === sign),
    );
    if (agreeing) return [];
    if (rivals.length > 0) return wrong;
  }
  const same = others.filter(
    (other) => other.stem === mark.stem || (other.concept === mark.concept && other.kind !== 'noun'),
  );
  if (same.some((other) => other.sign === mark.sign)) return [];
  if (same.length > 0) return same.every((other) => other.head || mark.head) ? wrong : [];
  return mark.head && mark.sign === -1 ? wrong : [];
}

export const checkNegation: Check = (claim) =>
  claim.reading.polar.flatMap((mark) => checkMark(claim, mark)).slice(0, 1);
