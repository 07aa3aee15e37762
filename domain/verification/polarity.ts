import { type Mark, stopWords } from './concepts.ts';
import pairs from './polarity.json' with { type: 'json' };
import { stemOf } from './stems.ts';
import type { Token } from './tokens.ts';

/** A word that is affirmed or denied. `classes` hold what it says of a pair of opposites: "missed" is −1 of `target`. */
export interface PolarMark {
  stem: string;
  concept: string;
  kind: Mark['kind'];
  /** 1 affirmed, −1 denied. */
  sign: 1 | -1;
  classes: [string, 1 | -1][];
  at: number;
  /** Carries the negation itself, and so must be answered for by the evidence. */
  head: boolean;
  written: string;
}

interface Entry {
  stems: string[];
  classes: [string, 1 | -1][];
}
const byFirst = new Map<string, Entry[]>();
for (const [name, [plus = '', minus = '']] of Object.entries(pairs)) {
  for (const [words, sign] of [
    [plus, 1],
    [minus, -1],
  ] as const) {
    for (const phrase of words.split(' ').filter((word) => word !== '')) {
      const stems = phrase.split('_').map((word) => stemOf(word));
      const first = stems[0] ?? '';
      const list = byFirst.get(first) ?? [];
      const known = list.find((entry) => entry.stems.join() === stems.join());
      if (known) known.classes.push([name, sign]);
      else list.push({ stems, classes: [[name, sign]] });
      byFirst.set(first, list);
    }
  }
}

export function classesAt(
  tokens: readonly Token[],
  at: number,
): { classes: [string, 1 | -1][]; length: number } {
  // "opened" is a day's event, "open" a state.
  // "3 days in progress" is over.
  if (tokens[at]?.lower === 'in' && /^(?:day|hour|week|month)s?$/.test(tokens[at - 1]?.lower ?? ''))
    return { classes: [], length: 1 };
  if (/^open(?:ed|ing|s)$/.test(tokens[at]?.lower ?? '')) return { classes: [], length: 1 };
  if (tokens[at]?.lower === 'open' && /^(?:for|from|until|between)$/.test(tokens[at + 1]?.lower ?? ''))
    return { classes: [], length: 1 };
  const found = (byFirst.get(tokens[at]?.stem ?? '') ?? [])
    .filter((entry) => entry.stems.every((stem, index) => tokens[at + index]?.stem === stem))
    .sort((a, b) => b.stems.length - a.stems.length)[0];
  return { classes: found?.classes ?? [], length: found?.stems.length ?? 1 };
}

const nounForm = /(?:ments?|tions?|als?|time|rate|ing)$/;
/** Words after a cue among which its head is looked for. */
const HEAD_REACH = 9;
const simple = new Set(['not', 'never', 'cannot', 'hardly', 'barely', 'scarcely']);
const nominal = new Set([
  'no',
  'without',
  'missing',
  'none',
  'zero',
  'nobody',
  'nothing',
  'neither',
  'nor',
  'lack',
  'lacks',
  'lacked',
  'lacking',
]);
/** Words after "not" and "no" with which they negate nothing: "not only", "no doubt", "no later than", "not least". */
const harmless = new Set(
  'only just doubt later more less fewer merely simply least matter longer sooner earlier'.split(' '),
);
const skipped = new Set(
  'them these those week month quarter year day time a an the any all single one of its their his her our this that these those yet really always ever even fully entirely quite be been being have has had do did does is was were are to it they he she we you i would could can will should may might still also so very much more many further other new own actually ever since then once in on at by for with'.split(
    ' ',
  ),
);
const auxiliaries = new Set('is was were are be been being has have had did does do got get'.split(' '));

const cueAt = (tokens: readonly Token[], at: number): 'simple' | 'nominal' | null => {
  const token = tokens[at];
  if (token === undefined) return null;
  const following = tokens[at + 1]?.lower ?? '';
  if (token.kind === 'number' && /^0(?:\.0+)?$/.test(token.text))
    return tokens[at + 1]?.text === '%' || following === 'of' ? null : 'nominal';
  if (token.kind !== 'word') return null;
  if (token.lower === 'no' && (following === 'one' || following === 'longer'))
    return following === 'one' ? 'nominal' : 'simple';
  if (token.lower === 'no' && tokens[at + 1]?.kind === 'punctuation') return null;
  if ((token.lower === 'not' || token.lower === 'no') && harmless.has(following)) return null;
  if (
    token.lower === 'not' &&
    (following === 'one' || (following === 'a' && tokens[at + 2]?.lower === 'single'))
  )
    return 'nominal';
  if (simple.has(token.lower) || /n't$/.test(token.lower)) return 'simple';
  if (token.stem === 'fail' && following === 'to') return 'simple';
  if (token.lower === 'free' && following === 'of') return 'nominal';
  if (token.lower === 'unable' && following === 'to') return 'simple';
  if (
    token.lower === 'missing' &&
    (skipped.has(following) ||
      ['from', 'of', 'to', ''].includes(following) ||
      tokens[at + 1]?.kind !== 'word')
  )
    return null;
  return nominal.has(token.lower) ? 'nominal' : null;
};

const stops = (token: Token | undefined, sentence: number): boolean =>
  token === undefined ||
  token.sentence !== sentence ||
  (token.kind === 'punctuation' && [',', ';', ':', '(', ')', '.'].includes(token.lower)) ||
  ['but', 'although', 'though', 'while', 'because'].includes(token.lower);

/** The words that a cue denies: the verb after "not"; after "no" the noun, and rather the verb that follows it. */
function headsOf(
  tokens: readonly Token[],
  at: number,
  kind: 'simple' | 'nominal',
  predicates: ReadonlySet<number>,
): number[] {
  const sentence = tokens[at]?.sentence ?? 0;
  let first = -1;
  let auxiliary = false;
  for (let place = at + 1; place < tokens.length && place <= at + HEAD_REACH; place += 1) {
    const token = tokens[place];
    if (token === undefined || stops(token, sentence)) break;
    if (token.kind !== 'word') continue;
    if (auxiliaries.has(token.lower)) auxiliary = true;
    else if (skipped.has(token.lower)) continue;
    else if (first < 0) {
      first = place;
      // "nothing was blocked": what follows the auxiliary is the verb.
      if (kind === 'simple' ? !opinion.has(token.stem) : auxiliary) break;
    } else if (kind === 'nominal') {
      if (stopWords.has(token.stem)) continue;
      const isVerb = predicates.has(place) && !nounForm.test(token.lower);
      if (auxiliary || isVerb || (place <= at + 6 && /(?:ed|en)$/.test(token.lower))) return [place];
    } else if (classesAt(tokens, place).classes.length > 0) return [place];
  }
  return first < 0 ? [] : [first];
}

/** "does not find the reviews thorough" denies the judgement, not the finding. */
const opinion = new Set(['find', 'think', 'believe', 'consider', 'feel', 'seem', 'appear', 'call', 'see']);

const negativePrefix = /^(?:un|non)(?=[a-z]{4})/;
const notPrefixed = new Set(
  'under until unit union unique unless university understand unite universal uncle'.split(' ').map(stemOf),
);

/** "not finished by its due date" denies the time, not the finishing. */
function moveToPunctual(tokens: readonly Token[], denied: Map<number, boolean>): void {
  for (const head of [...denied.keys()]) {
    const reach = Array.from({ length: 5 }, (_, offset) => head + 1 + offset);
    const place = reach.find(
      (at) =>
        tokens[at]?.sentence === tokens[head]?.sentence &&
        classesAt(tokens, at).classes.some(([name, sign]) => name === 'punctual' && sign === 1) &&
        ['on', 'in', 'by', 'before', 'ahead'].includes(tokens[at]?.lower ?? ''),
    );
    if (place === undefined) continue;
    denied.delete(head);
    denied.set(place, true);
  }
}

/** "eight more to reach the goal", "should be finished": wished for, not said to be so. */
function isWish(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 2), at).map((token) => token.lower);
  const last = before.at(-1) ?? '';
  const verb = last === 'be' ? before.at(-2) : last;
  if (/^(?:would|could|should|may|might|must|can|will)$/.test(verb ?? '')) return true;
  const base = tokens[at]?.lower === tokens[at]?.stem || !/(?:ed|ing|s)$/.test(tokens[at]?.lower ?? '');
  return (
    last === 'to' &&
    base &&
    !/^(?:managed|able|due|failed|led|continued|began|started)$/.test(before.at(-2) ?? '')
  );
}

/** Every content word with what the text says of it: affirmed or denied. */
export function polarMarksOf(tokens: readonly Token[], marks: readonly Mark[]): PolarMark[] {
  const predicates = new Set(marks.filter((mark) => mark.kind === 'predicate').map((mark) => mark.at));
  const denied = new Map<number, boolean>();
  for (let at = 0; at < tokens.length; at += 1) {
    const kind = cueAt(tokens, at);
    if (kind === null) continue;
    for (const head of headsOf(tokens, at, kind, predicates)) denied.set(head, true);
  }
  moveToPunctual(tokens, denied);
  const found: PolarMark[] = [];
  let until = -1;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind !== 'word' || /^d(?:o|id|oes)$/.test(token.lower)) continue;
    const { classes, length } = classesAt(tokens, at);
    const mark = marks.find((candidate) => candidate.at === at);
    if (mark === undefined && classes.length === 0 && !denied.has(at)) continue;
    if (at < until && classes.length === 0) continue;
    if (length > 1) until = at + length;
    const isDenied = denied.has(at);
    if (!isDenied && isWish(tokens, at)) continue;
    const bare = notPrefixed.has(token.stem) ? null : negativePrefix.exec(token.stem);
    const stem = bare !== null && classes.length === 0 ? token.stem.slice(bare[0].length) : token.stem;
    const sign = isDenied !== (bare !== null && classes.length === 0) ? -1 : 1;
    found.push({
      stem,
      concept: bare !== null && classes.length === 0 ? stem : (mark?.concept ?? token.stem),
      kind: mark?.kind ?? 'other',
      sign,
      classes: classes.map(([name, side]) => [name, isDenied ? (side === 1 ? -1 : 1) : side]),
      at,
      head: isDenied,
      written: token.text,
    });
  }
  return found;
}
