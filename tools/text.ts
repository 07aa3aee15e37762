/**
 * Cleaning at the edge: what a source says in text, made safe to store and to show. Postgres refuses NUL in text and
 * JSON; lone surrogates are no valid UTF-8; a megabyte of title would drown a page and a prompt.
 */

/** Longest title kept, in UTF-16 code units. Jira's own limit is 255. */
export const TITLE_CAP = 500;
/** Longest name of anything: status, label, component, person. */
export const NAME_CAP = 200;
/** Stands at the end of a text that was shortened. */
export const CUT_MARK = '…';

const REPLACEMENT = '\uFFFD';

/** Control characters other than tab and line feed, C1 ones and the separators U+2028/9 included. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029]/g;
/** Characters that reorder or hide text around them (Unicode TR 36): a title could show one thing and say another. */
const invisible = /[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g;

/** The text, well-formed, without control or hidden characters, no longer than `cap` (a mark stands where it was cut). */
export function cleanText(text: string, cap: number): string {
  // Cutting first keeps the work small; four code units cover what is then removed at the border.
  const head = text.length > cap * 4 ? text.slice(0, cap * 4) : text;
  const clean = head
    .replace(invisible, '')
    .replaceAll('\r', '')
    .toWellFormed()
    .replace(controls, REPLACEMENT)
    .trim();
  if (clean.length <= cap && head.length === text.length) return clean;
  return `${clean.slice(0, cap - CUT_MARK.length).toWellFormed()}${CUT_MARK}`;
}

/** Like `cleanText`, and null where nothing is left. */
export function cleanName(text: string | null | undefined, cap: number = NAME_CAP): string | null {
  const clean = text === null || text === undefined ? '' : cleanText(text, cap);
  return clean === '' ? null : clean;
}

/** Whether a text can serve as an id: short, and nothing in it that would have to be cleaned away. */
export function isCleanId(text: string, cap: number = 300): boolean {
  return text !== '' && text.length <= cap && text === cleanText(text, cap);
}
