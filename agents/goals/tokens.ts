export interface Token {
  kind: 'word' | 'number' | 'symbol' | 'newline';
  text: string;
  lower: string;
  /** Place in the clean text. */
  start: number;
  end: number;
  /** No blank stands before it. */
  glued: boolean;
}

// Sticky and without nested repetition, so that the scan is linear. Han, kana and Hangul have no blanks between
// words: each character is a token, and the vocabulary's phrases are cut the same way.
const PATTERN =
  /([ ]+)|(\n)|(\d+(?:[.,'٫]\d+)*)|((?:EUR|USD|GBP|CHF|INR|AUD|CAD|ZAR)(?=\d)|R(?=\d{1,3}(?:[,.]\d{3})+))|([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])|((?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])\p{L})(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])[\p{L}\p{M}\p{Nd}]|'(?=\p{L}))*)|(<=|>=|=>|=<|->|±|_{2,}|\.{2,}|\?{2,}|[\s\S])/uy;

/** Cuts a clean text into words, numerals and symbols with their places. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  let glued = false;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) break;
    const [whole, blank, newline, number, currency, ideograph, word] = match;
    if (blank !== undefined) {
      glued = false;
      continue;
    }
    const kind = newline
      ? 'newline'
      : number
        ? 'number'
        : (currency ?? ideograph ?? word)
          ? 'word'
          : 'symbol';
    tokens.push({ kind, text: whole, lower: whole.toLowerCase(), start, end: start + whole.length, glued });
    glued = newline === undefined;
  }
  return tokens;
}
