import type { Token } from './tokens.ts';

/** A number as it stands in a text. `step` is the last stated place: 1 for 14, 0.1 for 3.8, 1000 for 12k. */
export interface Numeral {
  value: number;
  step: number;
  /** `fraction`: "two thirds", "half"; `times`: "twice"; `vague`: "a couple", "dozens". */
  form: 'plain' | 'fraction' | 'times' | 'vague' | 'ordinal';
  /** Token after it. */
  next: number;
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const small = new Map<string, number>([
  ...units.map((word, index): [string, number] => [word, index]),
  ...tens.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);
const scales = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['dozen', 12],
]);
const suffixes = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['mio', 1e6],
  ['bn', 1e9],
  ['b', 1e9],
]);
const denominators = new Map([
  ['half', 2],
  ['third', 3],
  ['quarter', 4],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['seventh', 7],
  ['eighth', 8],
  ['ninth', 9],
  ['tenth', 10],
]);
const ordinals = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'
    .split(' ')
    .map((word, index): [string, number] => [word, index + 1]),
);

export const ordinalValue = (token: Token | undefined): number | null => {
  if (token === undefined) return null;
  if (token.kind === 'ordinal') return Number.parseInt(token.text, 10);
  return ordinals.get(token.lower) ?? null;
};

const singular = (word: string): string => (word === 'halves' ? 'half' : word.replace(/s$/, ''));
/** What may follow a fraction; before a noun "a third" is an ordinal and "a quarter" three months. */
const afterFraction = new Set(
  'of more less fewer higher lower faster slower shorter longer above below over under again as between from since in to and than compared against on were was are is a an the'.split(
    ' ',
  ),
);

function digits(token: Token): { value: number; step: number } {
  const bare = token.text.replace(/[ ](?=\d)/g, '');
  const text = /^\d+,\d{1,2}$/.test(bare) ? bare.replace(',', '.') : bare.replaceAll(',', '');
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  return { value: Number(text), step: 10 ** -decimals };
}

const joined = (token: Token | undefined): boolean => token !== undefined && !token.spaced;

function withHalf(tokens: readonly Token[], at: number): { add: number; next: number } | null {
  if (tokens[at]?.lower !== 'and') return null;
  const [first, second] = [tokens[at + 1]?.lower ?? '', tokens[at + 2]?.lower ?? ''];
  const over = denominators.get(singular(second));
  if (['a', 'one'].includes(first) && over !== undefined && over !== 1)
    return { add: 1 / over, next: at + 3 };
  if (first === 'half') return { add: 0.5, next: at + 2 };
  const count = small.get(first);
  return count !== undefined && over !== undefined && count < over
    ? { add: count / over, next: at + 3 }
    : null;
}

/** "twenty-one", "two hundred and five thousand"; null where no number word stands. */
function words(tokens: readonly Token[], from: number): { value: number; step: number; next: number } | null {
  let [at, total, group] = [from, 0, -1];
  let step = 1;
  for (; at < tokens.length; at += 1) {
    const word = tokens[at]?.lower ?? '';
    if (word === '-' && joined(tokens[at]) && group >= 20 && small.has(tokens[at + 1]?.lower ?? '')) continue;
    const value = small.get(word);
    const scale = scales.get(word) ?? (word === 'dozens' ? undefined : undefined);
    if (
      value !== undefined &&
      (group < 0 || (group >= 20 && group % 10 === 0 && value < 10) || (group >= 100 && group % 100 === 0))
    )
      group = Math.max(group, 0) + value;
    else if (
      scale !== undefined &&
      (group > 0 || (from === at && ['a', 'one'].includes(tokens[at - 1]?.lower ?? '')))
    ) {
      step = scale === 12 ? 1 : scale >= 1e3 ? scale : 1;
      if (scale >= 1e3) [total, group] = [total + Math.max(group, 1) * scale, -1];
      else group = Math.max(group, 1) * scale;
    } else if (word === 'and' && group >= 100 && small.has(tokens[at + 1]?.lower ?? '')) {
    } else break;
  }
  if (group < 0 && total === 0) return null;
  return { value: total + Math.max(group, 0), step: total > 0 && group < 0 ? step : 1, next: at };
}

function scaled(tokens: readonly Token[], start: { value: number; step: number }, from: number): Numeral {
  let { value, step } = start;
  let next = from;
  const suffix = suffixes.get(tokens[next]?.lower ?? '');
  const scale = scales.get(tokens[next]?.lower ?? '');
  if (suffix !== undefined && joined(tokens[next]))
    [value, step, next] = [value * suffix, step * suffix, next + 1];
  else if (scale !== undefined) [value, step, next] = [value * scale, step * scale, next + 1];
  const half = withHalf(tokens, next);
  if (half !== null && step === 1)
    return { value: value + half.add, step: half.add, form: 'plain', next: half.next };
  return { value: Number(value.toPrecision(12)), step, form: 'plain', next };
}

function fraction(tokens: readonly Token[], at: number): Numeral | null {
  const word = tokens[at]?.lower ?? '';
  const [second, third] = [tokens[at + 1], tokens[at + 2]];
  if (word === 'half') {
    const after = second?.lower ?? '';
    if (after === 'a' && third?.lower === 'dozen') return { value: 6, step: 1, form: 'plain', next: at + 3 };
    const before = tokens[at - 1]?.lower ?? '';
    if (['first', 'second', 'other', 'last', 'latter', 'calendar'].includes(before) || before === '-')
      return null;
    return { value: 0.5, step: 0.02, form: 'fraction', next: at + 1 };
  }
  const hyphen = second?.lower === '-' && !second.spaced;
  const named = hyphen ? third : second;
  const over = denominators.get(singular(named?.lower ?? ''));
  if (over === undefined) return null;
  const next = at + (hyphen ? 3 : 2);
  const follower = tokens[next];
  const part = word === 'a' ? 1 : small.get(word);
  if (part === undefined || part >= over) return null;
  const plural = (named?.lower.endsWith('s') ?? false) && (over !== 4 || part === 3);
  const open = follower === undefined || follower.kind === 'punctuation' || afterFraction.has(follower.lower);
  // "in a quarter", "a quarter in which": months; "by a quarter", "about a quarter": a part.
  const hint = /^(by|about|around|roughly|nearly|almost|approximately|than|over|up|down|only|just)$/.test(
    tokens[at - 1]?.lower ?? '',
  );
  if (!plural && !hint && !(open && follower?.lower === 'of')) {
    if (over === 4 || !open || part !== 1) return null;
    if (['in', 'for', 'at', 'the', 'on'].includes(follower?.lower ?? '') || follower === undefined)
      return null;
  }
  return { value: part / over, step: 0.02, form: 'fraction', next };
}

const times = new Map([
  ['twice', 2],
  ['thrice', 3],
]);

/** The number that begins at a token, or null. */
export function numeralAt(tokens: readonly Token[], at: number): Numeral | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'number') {
    const mixed = tokens[at + 1];
    if (mixed?.kind === 'number' && tokens[at + 2]?.text === '/' && tokens[at + 3]?.kind === 'number') {
      const part = Number(mixed.text) / Number(tokens[at + 3]?.text);
      if (part < 1 && token.text.length < 4)
        return { value: Number(token.text) + part, step: part, form: 'plain', next: at + 4 };
    }
    return scaled(tokens, digits(token), at + 1);
  }
  if (token.kind !== 'word') return null;
  const part = fraction(tokens, at);
  if (part !== null) return part;
  const count = times.get(token.lower);
  if (count !== undefined) return { value: count, step: 1, form: 'times', next: at + 1 };
  if (token.lower === 'dozens') return { value: 24, step: 24, form: 'vague', next: at + 1 };
  if (token.lower === 'couple')
    return { value: 2, step: 2, form: 'vague', next: at + (tokens[at + 1]?.lower === 'of' ? 2 : 1) };
  const ratio = oneIn(tokens, at);
  if (ratio !== null) return ratio;
  const article = ['a', 'one'].includes(token.lower) && scales.has(tokens[at + 1]?.lower ?? '');
  const found = words(tokens, article ? at + 1 : at);
  return found === null ? null : scaled(tokens, found, found.next);
}

/** "one in eight", "six in ten": a share. "nine out of ten" is read as a part of a total elsewhere. */
function oneIn(tokens: readonly Token[], at: number): Numeral | null {
  const [first, second] = [small.get(tokens[at]?.lower ?? ''), small.get(tokens[at + 2]?.lower ?? '')];
  const link = tokens[at + 1]?.lower;
  if (first !== undefined && second !== undefined && first < second && link === 'in')
    return { value: first / second, step: 0.02, form: 'fraction', next: at + 3 };
  // "one issue in eight"
  const later = small.get(tokens[at + 3]?.lower ?? '');
  if (
    first === 1 &&
    tokens[at + 2]?.lower === 'in' &&
    later !== undefined &&
    later > 2 &&
    tokens[at + 1]?.kind === 'word'
  )
    return { value: 1 / later, step: 0.02, form: 'fraction', next: at + 4 };
  return null;
}
