/** Somebody whose name and address no model may see. */
export interface Named {
  name: string;
  email: string | null;
}

export interface Pseudonyms {
  /** A text with every name and address replaced, whole words only. */
  hide(text: string): string;
  /** A text with every placeholder of ours turned back; others stay as they are. */
  restore(text: string): string;
  /** The placeholder of the first person. */
  readonly subject: string;
}

/** Parts of names that are words of the calendar: hiding them would hide dates. */
const calendarWords = new Set(
  'April May June July August Sunday Monday Tuesday Wednesday Thursday Friday Saturday January'.split(' '),
);
/** Shorter parts ("Li", "de") are mostly syllables of other words or particles. */
const SHORTEST_PART = 3;

const escaped = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
const asWord = (pattern: string): string => `(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`;

/** A mark that occurs in none of the texts, so that a ticket which says PERSON_2 is never turned into a name. */
function freeMark(texts: readonly string[]): string {
  let mark = 'PERSON';
  while (texts.some((text) => text.toUpperCase().includes(`${mark}_`))) mark = `${mark}X`;
  return mark;
}

interface Form {
  written: string;
  placeholder: string;
  /** A first or last name alone counts only as written: "mark" is no Mark. */
  exact: boolean;
}

function formsOf(people: readonly Named[], mark: string): Form[] {
  return people.flatMap(({ name, email }, index): Form[] => {
    const placeholder = `${mark}_${index + 1}`;
    const parts = name.split(/\s+/).filter((part) => {
      const proper = /^\p{Lu}/u.test(part) && /\p{L}/u.test(part.slice(1));
      return proper && [...part].length >= SHORTEST_PART && !calendarWords.has(part) && part !== name.trim();
    });
    return [
      { written: name.trim(), placeholder, exact: false },
      ...(email === null ? [] : [{ written: email, placeholder: `${placeholder}_MAIL`, exact: false }]),
      ...parts.map((written, place) => ({
        written,
        placeholder: `${placeholder}_NAME_${place + 1}`,
        exact: true,
      })),
    ].filter(({ written }) => written !== '');
  });
}

/**
 * Placeholders for people, each form of a name with one of its own, so that what was hidden comes back as it stood
 * (but for the case of whole names). The first of several people with the same part of a name has it: what comes back
 * is the same word.
 * @param people the subject first.
 * @param texts everything that will be hidden in.
 */
export function makePseudonyms(people: readonly Named[], texts: readonly string[]): Pseudonyms {
  const mark = freeMark(texts);
  const forms = formsOf(people, mark).sort((a, b) => b.written.length - a.written.length);
  const byExact = new Map<string, string>();
  const byFolded = new Map<string, string>();
  const back = new Map<string, string>();
  const fold = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();
  for (const { written, placeholder, exact } of forms) {
    const [table, key] = exact ? [byExact, written] : [byFolded, fold(written)];
    if (!table.has(key)) table.set(key, placeholder);
    back.set(placeholder, written);
  }
  const patterns = forms.map(({ written, exact }) =>
    asWord(exact ? escaped(written) : `(?i:${escaped(written)})`),
  );
  const finder = patterns.length === 0 ? null : new RegExp(patterns.join('|'), 'gu');
  const placeholders = new RegExp(`${mark}_\\d+(?:_MAIL|_NAME_\\d+)?`, 'g');
  return {
    subject: `${mark}_1`,
    hide: (text) =>
      finder === null
        ? text
        : text.replace(finder, (found) => byFolded.get(fold(found)) ?? byExact.get(found) ?? found),
    restore: (text) => text.replace(placeholders, (found) => back.get(found) ?? found),
  };
}
