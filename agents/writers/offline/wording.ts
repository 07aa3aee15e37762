import { type FigureUnit, figure } from '#agents/briefs/figures.ts';
import type { IsoDate } from '#domain/date.ts';
import type { ClaimSection, DraftClaim } from '#domain/draft.ts';
import { contentHash } from '#domain/json.ts';
import type { BriefItem, SummaryBrief } from '#domain/writer.ts';

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A count as one writes it: in words below ten. */
export const countWord = (count: number): string => numberWords[count] ?? String(count);

/** "four items were open, two of them in progress". */
export function openWords({ open, in_progress }: { open: number; in_progress: number }): string {
  const verb = open === 1 ? 'was' : 'were';
  if (in_progress === 0) return `${counted(open, 'item')} ${verb} open`;
  return in_progress === open
    ? `${counted(open, 'item')} ${verb} open and in progress`
    : `${counted(open, 'item')} ${verb} open, ${countWord(in_progress)} of them in progress`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** "5 April"; with the year where it isn't that of the period's end. */
export function dayWords(date: IsoDate, brief: Pick<SummaryBrief, 'period'>): string {
  const words = `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]}`;
  return date.slice(0, 4) === brief.period.to.slice(0, 4) ? words : `${words} ${date.slice(0, 4)}`;
}

/** "between 5 January and 5 April". */
export const betweenWords = (brief: SummaryBrief): string =>
  `between ${dayWords(brief.period.from, brief)} and ${dayWords(brief.period.to, brief)}`;

/** The English plural of a short common noun; what isn't plain English letters stays as it is. */
export function plural(noun: string, count: number): string {
  if (count === 1 || !/^[a-z][a-z -]*$/i.test(noun)) return noun;
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/i.test(noun) ? `${noun}es` : `${noun}s`;
}

/** "three work items", "one bug". */
export const counted = (count: number, noun: string): string => `${countWord(count)} ${plural(noun, count)}`;

/** A kind of work item within a sentence: "Bug" becomes "bug", an abbreviation stays. */
const kindNoun = (name: string): string =>
  /^\p{Lu}+$/u.test(name) ? name : name.replace(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase());

export const countedKind = ({ name, count }: { name: string; count: number }): string =>
  counted(count, kindNoun(name));

/** `PAY-42 "Round half cents"`, or the key alone. */
export const named = (item: BriefItem): string =>
  item.title === null ? item.key : `${item.key} "${item.title}"`;

/** A number with its unit as read aloud: "4.5 days", "one day", "112%". */
export const spoken = (value: number, unit: FigureUnit): string => figure(value, unit);

/** One claim of one sentence. */
export const sentence = (section: ClaimSection, text: string, citations: readonly string[]): DraftClaim => ({
  section,
  text: /[.?!]$/.test(text) ? capitalised(text) : `${capitalised(text)}.`,
  citations: [...new Set(citations)],
});

/** The same choice for the same person, period and place, so that a team's summaries don't all read alike. */
export function variantOf<Choice>(
  brief: SummaryBrief,
  place: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const hash = contentHash({ person: brief.person.id, period: brief.period, place });
  return choices[Number.parseInt(hash.slice(0, 6), 16) % choices.length] ?? choices[0];
}
