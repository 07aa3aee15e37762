/** A text without what cannot be seen, and for each of its characters the place in the original. */
export interface CleanText {
  text: string;
  /** `origin[i]` is the index in the original of character i (UTF-16 units); one more entry for the end. */
  origin: number[];
  original: string;
}

// Format characters (zero width, bidi marks, soft hyphen, tags) carry no words and can hide a number in another.
const INVISIBLE = /\p{Cf}|\u034f|[\u115f\u1160\u3164]|\u17b4|\u17b5|\p{Variation_Selector}/u;
const BLANK = /[\p{Zs}\t]/u;
const LINE_END = /[\n\r\u2028\u2029\u0085\v\f]/u;
// Full-width and circled forms of ASCII; superscripts and vulgar fractions are left, since m² is not m2.
const WIDE = /[\uff01-\uff5e\uffe0-\uffe6]/u;
const SUBSTITUTES: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '‒': '–',
  '−': '-',
  '∼': '~',
  '〜': '~',
  '～': '~',
  '⩽': '≤',
  '⩾': '≥',
  '。': '.',
  '、': ',',
  '，': ',',
  '；': ';',
  '：': ':',
};

function visible(character: string): string {
  if (INVISIBLE.test(character)) return '';
  const substitute = SUBSTITUTES[character];
  if (substitute !== undefined) return substitute;
  if (LINE_END.test(character)) return '\n';
  if (BLANK.test(character)) return ' ';
  if (/\p{Cc}|\p{Cs}|\p{Co}/u.test(character)) return ' ';
  return WIDE.test(character) ? character.normalize('NFKC') : character;
}

/** Markdown's "**at least 30%**" and "`p95`" say nothing of the goal; a "*" before a blank is a bullet. */
function isEmphasis(text: string, at: number): boolean {
  const character = text[at];
  if (character === '`') return true;
  return character === '*' && (text[at - 1] === '*' || text[at + 1] === '*');
}

/** Drops invisible characters and writes each width of a digit, quote or dash in one way. Linear. */
export function cleanText(original: string): CleanText {
  let text = '';
  const origin: number[] = [];
  let index = 0;
  for (const character of original) {
    const plain = isEmphasis(original, index) ? '' : visible(character);
    for (let unit = 0; unit < plain.length; unit++) origin.push(index);
    text += plain;
    index += character.length;
  }
  origin.push(index);
  return { text, origin, original };
}

/** The original's own words between two places of the clean text, without blanks at its ends. */
export function verbatim(clean: CleanText, start: number, end: number): string {
  const from = clean.origin[start] ?? 0;
  const last = clean.origin[Math.max(start, end - 1)] ?? from;
  const width = end > start ? ((clean.original.codePointAt(last) ?? 0) > 0xffff ? 2 : 1) : 0;
  return clean.original.slice(from, last + width).trim();
}
