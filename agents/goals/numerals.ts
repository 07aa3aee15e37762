import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface NumberRead {
  value: number;
  /** Index of the token after it. */
  end: number;
  spelled: boolean;
}

const GROUPED = /^\d{1,3}([.,'])\d{3}(?:\1\d{3})*$/;
const INDIAN = /^\d{1,2}(?:,\d{2})+,\d{3}$/;
const VULGAR: Record<string, number> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 };
// Longer than any spelled number that a goal holds; stops at a run of "one one one …".
const MOST_NUMBER_WORDS = 12;

/**
 * The value of a numeral by the language's way of writing it, or null where it is ambiguous ("16,00" in English)
 * or no number at all ("1.2.3").
 */
export function parseNumeral(text: string, decimal: '.' | ','): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const group = decimal === '.' ? ',' : '.';
  if (GROUPED.test(text) && !(text.includes(decimal) && text.split(decimal).length === 2))
    return Number(text.replace(/[.,']/g, ''));
  if (INDIAN.test(text)) return Number(text.replaceAll(',', ''));
  const parts = text.split(/[.,](?=\d+$)/);
  const mark = text.at(parts[0]?.length ?? 0);
  const whole = parts[0] ?? '';
  const fraction = parts[1] ?? '';
  if (parts.length !== 2) return null;
  const wholeIsPlain = /^\d+$/.test(whole);
  const wholeIsGrouped = GROUPED.test(whole) && !whole.includes(mark ?? '');
  if (!wholeIsPlain && !wholeIsGrouped) return null;
  // A comma before two digits in English may be a slip of a group or a continental decimal: nobody can tell.
  if (mark === group && mark === ',' && wholeIsPlain) return null;
  return Number(`${whole.replace(/[.,']/g, '')}.${fraction}`);
}

const SUFFIXES: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  b: 1e9,
  bn: 1e9,
  mrd: 1e9,
  tn: 1e12,
};
const LOOSE_SUFFIXES = new Set(['K', 'M', 'MM', 'mn', 'bn', 'Bn', 'BN', 'B', 'Mio', 'Mrd', 'mio']);

function scaleAt(
  tokens: readonly Token[],
  at: number,
  vocabulary: Vocabulary,
): { factor: number; end: number } | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const suffix = SUFFIXES[token.lower];
  if (suffix !== undefined && (token.glued || LOOSE_SUFFIXES.has(token.text)))
    return {
      factor: suffix,
      end:
        /^(mio|mrd|mln|tsd)$/.test(token.lower) && tokens[at + 1]?.text === '.' && tokens[at + 1]?.glued
          ? at + 2
          : at + 1,
    };
  const word = vocabulary.quantity.scales.match(tokens, at);
  return word && { factor: word.payload, end: word.end };
}

function scaled(
  value: number,
  at: number,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
): [number, number] {
  let [result, end] = [value, at];
  for (
    let scale = scaleAt(tokens, end, vocabulary);
    scale !== null;
    scale = scaleAt(tokens, end, vocabulary)
  ) {
    // Decimal arithmetic keeps "1.1 million" at 1100000.
    result = Number((result * scale.factor).toPrecision(15));
    end = scale.end;
    if (end - at > 3) break;
  }
  return [result, end];
}

/** Digits, with groups set apart by blanks ("1 000 000") in languages that write them so. */
function digits(tokens: readonly Token[], at: number, vocabulary: Vocabulary): [string, number] {
  let text = tokens[at]?.text ?? '';
  let end = at + 1;
  if (vocabulary.language === 'en' || !/^\d{1,3}$/.test(text)) return [text, end];
  for (let next = tokens[end]; next !== undefined && end - at < 6; next = tokens[end]) {
    const previous = tokens[end - 1];
    if (next.kind !== 'number' || next.glued || next.start !== (previous?.end ?? 0) + 1) break;
    if (!/^\d{3}(?:[.,]\d{1,2})?$/.test(next.text)) break;
    text += next.text;
    end++;
  }
  return [text, end];
}

function spelledNumber(tokens: readonly Token[], at: number, vocabulary: Vocabulary): NumberRead | null {
  const { numbers, scales, joiners } = vocabulary.quantity;
  let [total, current, end, last] = [0, 0, at, Number.POSITIVE_INFINITY];
  let seen = false;
  for (let words = 0; words < MOST_NUMBER_WORDS; words++) {
    let place = end;
    if (seen && (tokens[place]?.text === '-' || joiners.match(tokens, place) !== null)) place++;
    const number = numbers.match(tokens, place);
    if (number !== null && (!seen || (number.payload < 10 ? last >= 20 : last >= 100))) {
      current += number.payload;
      last = number.payload;
      end = number.end;
      seen = true;
      continue;
    }
    const scale = scales.match(tokens, end);
    if (scale === null || (!seen && !vocabulary.ideographic)) break;
    current = (current || 1) * scale.payload;
    if (scale.payload >= 1000) [total, current] = [total + current, 0];
    last = Number.POSITIVE_INFINITY;
    end = scale.end;
    seen = true;
  }
  return seen ? { value: total + current, end, spelled: true } : null;
}

/** The number at a token with its scale ("1.2M", "two hundred", "3万"), or null. */
export function readNumber(tokens: readonly Token[], at: number, vocabulary: Vocabulary): NumberRead | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const vulgar = VULGAR[token.text];
  if (vulgar !== undefined) return { value: vulgar, end: at + 1, spelled: false };
  if (token.kind !== 'number') return spelledNumber(tokens, at, vocabulary);
  const [text, afterDigits] = digits(tokens, at, vocabulary);
  const value = parseNumeral(text, vocabulary.quantity.decimal);
  if (value === null || !Number.isFinite(value)) return null;
  const half = VULGAR[tokens[afterDigits]?.text ?? ''];
  if (half !== undefined && tokens[afterDigits]?.glued)
    return { value: value + half, end: afterDigits + 1, spelled: false };
  const [result, end] = scaled(value, afterDigits, tokens, vocabulary);
  return { value: result, end, spelled: false };
}
