import { normaliseCharacters } from './characters.ts';
import { stemOf } from './stems.ts';

export type TokenKind =
  | 'word'
  | 'number'
  | 'ordinal'
  | 'date'
  | 'key'
  | 'version'
  | 'clock'
  | 'url'
  | 'currency'
  | 'punctuation';

export interface Token {
  kind: TokenKind;
  text: string;
  lower: string;
  /** Of a word: without its ending, irregular forms led back to their root. */
  stem: string;
  /** White space stands before it. */
  spaced: boolean;
  capital: boolean;
  sentence: number;
  /** The first word of a sentence, a quotation or what follows a colon: its capital says nothing. */
  opens: boolean;
  /** Inside quotation marks. */
  quoted: boolean;
}

const number = String.raw`\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?![\d])|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|\.\d+`;
const kinds: [TokenKind, string][] = [
  ['url', String.raw`https?://[^\s"<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+`],
  ['date', String.raw`\d{4}-(?:\d{2}(?:-\d{2}(?:T[\d:.]+Z?)?)?|[QqHh][1-4]|[Ww]\d{1,2})(?![\w])`],
  ['date', String.raw`\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)`],
  ['key', String.raw`(?![QHqh][1-4]-\d{4})[A-Z][A-Z0-9_]*-\d+(?![\w])|#\d+`],
  ['version', String.raw`[vV]?\d+(?:\.\d+){2,}|[vV]\d+(?:\.\d+)*(?![\w])`],
  ['clock', String.raw`\d{1,2}:\d{2}(?!\d)`],
  ['ordinal', String.raw`\d+(?:st|nd|rd|th)(?![\w])`],
  ['number', number],
  ['word', String.raw`\p{L}[\p{L}\p{M}\p{N}_]*(?:['.&](?=\p{L})[\p{L}\p{M}\p{N}]+)*(?:\+\+|#)?`],
  ['currency', '[€$£¥]'],
  ['punctuation', String.raw`\S`],
];
const pattern = new RegExp(kinds.map(([, source]) => `(${source})`).join('|'), 'gu');

/** Longer texts are cut: an evidence text of a megabyte is no sentence anybody cites. */
const TEXT_LIMIT = 20_000;

const endsSentence = (text: string, at: number): boolean =>
  /^[.!?]["')]*(?:\s+["'(]*[\p{Lu}\d]|\s*$)/u.test(text.slice(at, at + 12));
const abbreviations = new Set(['e.g', 'i.e', 'mr', 'mrs', 'ms', 'dr', 'vs', 'approx', 'no', 'st', 'etc']);

function kindOf(match: RegExpExecArray): TokenKind {
  const group = kinds.findIndex((_, index) => match[index + 1] !== undefined);
  return kinds[group]?.[0] ?? 'punctuation';
}

export function tokenise(input: string): Token[] {
  const text = normaliseCharacters(input.slice(0, TEXT_LIMIT));
  const tokens: Token[] = [];
  let sentence = 0;
  let end = 0;
  let opens = true;
  let quoted = false;
  for (const match of text.matchAll(pattern)) {
    const gap = text.slice(end, match.index);
    if (gap.includes('\n') && tokens.length > 0) {
      sentence += 1;
      opens = true;
    }
    end = match.index + match[0].length;
    const kind = kindOf(match);
    const lower = match[0].toLowerCase();
    const isQuote =
      match[0] === '"' ||
      (match[0] === "'" &&
        (/(^|[\s(:,])$/.test(text.slice(0, match.index).slice(-1)) || match.index === 0 || quoted));
    if (isQuote) quoted = !quoted;
    tokens.push({
      kind,
      text: match[0],
      lower: kind === 'word' ? lower.replace(/'s$/, '') : lower,
      stem: kind === 'word' ? stemOf(lower) : lower,
      spaced: gap.length > 0,
      capital: /^\p{Lu}/u.test(match[0]),
      sentence,
      opens,
      quoted: quoted && !isQuote,
    });
    if (kind !== 'punctuation') opens = false;
    else if (isQuote && quoted) opens = true;
    else if (match[0] === ':' || (match[0] === '-' && gap.length > 0)) opens = true;
    else if (endsSentence(text, match.index) && !abbreviations.has(tokens.at(-2)?.lower ?? '')) {
      sentence += 1;
      opens = true;
    }
  }
  return tokens;
}
