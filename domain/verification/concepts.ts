import vocabulary from './concepts.json' with { type: 'json' };
import { stemOf } from './stems.ts';
import type { Token } from './tokens.ts';

/** A content word or phrase under the name that its synonyms share. */
export interface Mark {
  concept: string;
  kind: 'predicate' | 'noun' | 'measure' | 'other';
  at: number;
  next: number;
}

interface Entry {
  stems: string[];
  concept: string;
  kind: Mark['kind'];
}

const entries = new Map<string, Entry[]>();
const kinds: [Mark['kind'], Record<string, string>][] = [
  ['measure', vocabulary.measures],
  ['noun', vocabulary.nouns],
  ['predicate', vocabulary.predicates],
];
for (const [kind, table] of kinds) {
  for (const [concept, phrases] of Object.entries(table)) {
    for (const phrase of phrases.split(' ')) {
      const stems = phrase.split('_').map((word) => stemOf(word));
      const first = stems[0] ?? '';
      const list = entries.get(first) ?? [];
      if (!list.some((entry) => entry.concept === concept && entry.stems.join() === stems.join()))
        list.push({ stems, concept, kind });
      entries.set(first, list);
    }
  }
}
for (const list of entries.values()) list.sort((a, b) => b.stems.length - a.stems.length);

export const measureNames = new Set(Object.keys(vocabulary.measures));

/** Words that say nothing of what a number or a date belongs to. */
export const stopWords = new Set(
  (
    'a an the this that these those there here of in on at by to for from with within without into onto over under up down as than then so and or but nor yet if while when where which who whom whose what how why ' +
    'i you he she it we they me him her us them my your his its our their be is are was were been being am have has had do does did will would can could may might shall should must ' +
    'not no never none nobody nothing neither all any both each every some few several many much more most less least fewer other another such own same only just also too very well even still already again once about around roughly approximately nearly almost close some per out off between during since until after before against across through among along ' +
    'one two three four five six seven eight nine ten total altogether combined together overall number amount value count says said according let us worth talking ca wo isn didn'
  )
    .split(' ')
    .map(stemOf),
);

function phraseAt(tokens: readonly Token[], at: number): Entry[] {
  const first = tokens[at];
  if (first === undefined || first.kind !== 'word') return [];
  const found = (entries.get(first.stem) ?? []).filter((entry) =>
    entry.stems.every((stem, index) => tokens[at + index]?.stem === stem),
  );
  const longest = found[0]?.stems.length ?? 0;
  return found.filter((entry) => entry.stems.length === longest);
}

/** The content marks of a text, in order. A word with two readings ("goal") gives a mark for each. */
export function marksOf(tokens: readonly Token[]): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    // "did not" is no doing.
    if (token === undefined || token.kind !== 'word' || /^d(?:o|id|oes)$/.test(token.lower)) continue;
    const phrases = phraseAt(tokens, at);
    const next = at + (phrases[0]?.stems.length ?? 1);
    for (const entry of phrases) marks.push({ concept: entry.concept, kind: entry.kind, at, next });
    if (phrases.length === 0 && !stopWords.has(token.stem))
      marks.push({ concept: token.stem, kind: 'other', at, next });
    at = next - 1;
  }
  return marks;
}
