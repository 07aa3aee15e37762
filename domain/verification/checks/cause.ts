import { changesOf } from '../change.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import { stopWords } from '../concepts.ts';
import type { Reading } from '../reading.ts';

/** Connectives, and on which side of them the cause stands. */
const connectives: [string[], 'after' | 'before'][] = [
  [['because'], 'after'],
  [['due', 'to'], 'after'],
  [['owing', 'to'], 'after'],
  [['thanks', 'to'], 'after'],
  [['as', 'a', 'result', 'of'], 'after'],
  [['as', 'a', 'consequence', 'of'], 'after'],
  [['as', 'a', 'result'], 'before'],
  [['caused', 'by'], 'after'],
  [['driven', 'by'], 'after'],
  [['triggered', 'by'], 'after'],
  [['on', 'account', 'of'], 'after'],
  [['attributed', 'to'], 'after'],
  [['attributable', 'to'], 'after'],
  [['made', 'possible', 'by'], 'after'],
  [['stems', 'from'], 'after'],
  [['stemmed', 'from'], 'after'],
  [['resulting', 'from'], 'after'],
  [['resulted', 'from'], 'after'],
  [['results', 'from'], 'after'],
  [['result', 'of'], 'after'],
  [['consequence', 'of'], 'after'],
  [['resulted', 'in'], 'before'],
  [['resulting', 'in'], 'before'],
  [['results', 'in'], 'before'],
  [['led', 'to'], 'before'],
  [['leading', 'to'], 'before'],
  [['leads', 'to'], 'before'],
  [['caused'], 'before'],
  [['causing'], 'before'],
  [['so', 'that'], 'before'],
  [['which', 'is', 'why'], 'before'],
  [['therefore'], 'before'],
  [['hence'], 'before'],
  [['consequently'], 'before'],
  [['thereby'], 'before'],
  [['contributed', 'to'], 'before'],
  [['brought', 'about'], 'before'],
  [['drove'], 'before'],
  [['enabled'], 'before'],
  [[',', 'so'], 'before'],
  [['helped'], 'before'],
  [['root', 'cause'], 'before'],
  [['reason'], 'before'],
  [['reasons'], 'before'],
];
/** What a text may say a cause with, wider than the above: evidence is often terse ("loss reason: price"). */
const evident =
  /\b(?:because|due to|owing to|thanks to|result(?:ed|ing|s)?|caus(?:e|ed|es|ing)|reasons?|led to|leads to|leading to|driven by|since|so that|therefore|hence|consequently|which is why|after|following|attributed|contributed|helped|enabled|as the|as a|stemm?(?:s|ed) from|made possible|triggered|thereby|became|turned into|converted)\b|(?:[\w-]+ ){3}[\w-]+: (?:\w+ ){3}\w+/i;

interface Cause {
  word: string;
  at: number;
  next: number;
  side: 'after' | 'before';
}

function causesOf(reading: Reading): Cause[] {
  const causes: Cause[] = [];
  for (let at = 0; at < reading.tokens.length; at += 1) {
    const found = connectives.find(([words]) =>
      words.every((word, index) => reading.tokens[at + index]?.lower === word),
    );
    if (found === undefined) continue;
    const [words, side] = found;
    if (
      ['helped', 'drove'].includes(words[0] ?? '') &&
      !changesOf(reading).some((change) => change.at > at && change.at <= at + 5)
    )
      continue;
    if (
      /^reasons?$/.test(words[0] ?? '') &&
      !['the', 'stated', 'main'].includes(reading.tokens[at - 1]?.lower ?? '')
    )
      continue;
    // "is why PAY-42 …" asks; "due on" and "due date" are dates.
    causes.push({ word: words.join(' '), at, next: at + words.length, side });
    at += words.length - 1;
  }
  return causes;
}

function contentOf(reading: Reading, from: number, to: number): string[] {
  return reading.tokens
    .slice(from, to)
    .filter(
      (token) => ['word', 'key', 'number', 'version'].includes(token.kind) && !stopWords.has(token.stem),
    )
    .map((token) => token.stem);
}

/** Words of what stands after the connective, to the end of its clause, and of what stands before it. */
function sidesOf(reading: Reading, cause: Cause): { before: string[]; after: string[] } {
  const sentence = reading.tokens[cause.at]?.sentence;
  const begin = reading.tokens.findIndex((token) => token.sentence === sentence);
  let end = cause.next;
  while (
    reading.tokens[end]?.sentence === sentence &&
    ![';', ','].includes(reading.tokens[end]?.lower ?? ';')
  )
    end += 1;
  return { before: contentOf(reading, begin, cause.at), after: contentOf(reading, cause.next, end) };
}

/** Half of the words after the connective must stand in one item that itself speaks of a cause; of those before, where they are the cause, a third. */
const SHARED_AFTER = 0.5;
const SHARED_BEFORE = 0.34;

function checkOne(claim: CitedClaim, cause: Cause): Reason[] {
  const { before, after } = sidesOf(claim.reading, cause);
  const supported = claim.cited.some((item) => {
    const speaks =
      evident.test(item.item.text) ||
      item.item.facts.some((fact) => evident.test(fact.name.replaceAll('_', ' ')));
    const share = (words: readonly string[]): number =>
      words.length === 0
        ? 1
        : words.filter((word) => item.words.has(word) || item.concepts.has(word)).length / words.length;
    return (
      speaks && share(after) >= SHARED_AFTER && (cause.side === 'after' || share(before) >= SHARED_BEFORE)
    );
  });
  return supported ? [] : [{ code: 'cause-unsupported', datum: cause.word }];
}

export const checkCause: Check = (claim) =>
  causesOf(claim.reading)
    .flatMap((cause) => checkOne(claim, cause))
    .slice(0, 1);
