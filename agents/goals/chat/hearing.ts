import { cleanText } from '../text.ts';
import type { Language } from '../vocabulary.ts';
import { type Hears, heardLanguages, hearingIn, phrasebookOf } from './phrasebook.ts';

/** Without characters that can't be seen: they carry no words, and could show a text in another order than it is kept. */
export const visibleText = (said: string): string =>
  said
    .toWellFormed()
    .replace(/\p{Cf}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u3164/gu, '')
    .replace(/(?:(?![\n\t])[\p{Cc}\p{Co}])+/gu, ' ');

/** A message as it is compared: lower case, single blanks, without its last stop. */
export function normalised(said: string): string {
  const text = cleanText(said)
    .text.normalize('NFC')
    .replace(/[“”„«»"]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return text.replace(/[\s.!…,;:。！、]+$/u, '').toLowerCase();
}

/** The same without a closing question mark. */
export const unquestioned = (text: string): string =>
  text.replace(/[\s?？¿.!]+$/u, '').replace(/^[¿¡]+/u, '');

export const isQuestion = (text: string): boolean => /[?？]\s*$/u.test(text);

export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

// "No, sorry, actually …": nobody hesitates longer.
const MOST_LEAD_INS = 4;

/** Without "no, sorry, actually" before what is meant. */
export function withoutLeadIn(text: string, language: Language): string {
  let rest = text;
  for (let turn = 0; turn < MOST_LEAD_INS; turn += 1) {
    const found = hearingIn(language)
      .slice(0, 2)
      .map(({ lead_in }) => lead_in.exec(rest)?.[0] ?? '')
      .find((lead) => lead !== '' && lead.length < rest.length);
    if (found === undefined) break;
    rest = rest.slice(found.length).trim();
  }
  return rest;
}

export const commands = [
  'yes',
  'undo',
  'restart',
  'cancel',
  'no',
  'skip',
  'unknown',
  'show',
  'help',
  'measure',
  'likely',
  'why',
  'greet',
  'thanks',
] as const satisfies readonly (keyof Hears)[];
export type Command = (typeof commands)[number];

/** A message that is a command and nothing else, in any language; the conversation's own wins. */
export function commandIn(text: string, language: Language): { kind: Command; language: Language } | null {
  const bare = unquestioned(text) || text;
  for (const name of heardLanguages(language)) {
    const { hears } = phrasebookOf(name);
    const kind = commands.find((command) => hears[command].test(bare));
    if (kind !== undefined) return { kind, language: name };
  }
  return null;
}
