import type { VerbWords } from './vocabulary-schema.ts';

export type VerbClass =
  | 'increase'
  | 'decrease'
  | 'improve'
  | 'move'
  | 'maintain'
  | 'ensure'
  | 'achieve'
  | 'produce'
  | 'eliminate'
  | 'multiply';

export interface VerbForm {
  /** As the vocabulary lists it. */
  lemma: string;
  class: VerbClass;
  /** "double" 2, "halve" 0.5. */
  factor: number | null;
  form: 'base' | 'third' | 'gerund' | 'participle';
  /** For "3 engineers hired". */
  participle: string;
  /** Without a subject or object, what it counts. */
  noun: string | null;
  responds: boolean;
}

const VOWEL = /[aeiou]/;

function thirdPerson(verb: string): string {
  if (/(s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

const doubles = (verb: string): boolean => /^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb) && verb.length < 6;

function gerund(verb: string): string {
  if (/[^eo]e$/.test(verb) && verb.length > 2) return `${verb.slice(0, -1)}ing`;
  return doubles(verb) ? `${verb}${verb.at(-1)}ing` : `${verb}ing`;
}

function past(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return doubles(verb) && VOWEL.test(verb) ? `${verb}${verb.at(-1)}ed` : `${verb}ed`;
}

/** The English forms of a verb; of a phrasal verb the first word is inflected. */
export function englishForms(
  phrase: string,
  irregular: VerbWords['irregular'],
): Record<VerbForm['form'], string[]> {
  const [verb = '', ...rest] = phrase.split(' ');
  const known = irregular[verb];
  const join = (form: string) => [form, ...rest].join(' ');
  if (known !== undefined) {
    const [third = verb, ing = verb, done = verb, did = done] = known;
    return { base: [phrase], third: [join(third)], gerund: [join(ing)], participle: [join(done), join(did)] };
  }
  return {
    base: [phrase],
    third: [join(thirdPerson(verb))],
    gerund: [join(gerund(verb))],
    participle: [join(past(verb))],
  };
}

const CLASSES = [
  'decrease',
  'increase',
  'eliminate',
  'improve',
  'maintain',
  'ensure',
  'move',
  'produce',
  'achieve',
] as const;

/** Every form of every verb; languages other than English list theirs as they stand. */
export function* verbForms(words: VerbWords, inflect: boolean): Generator<readonly [string, VerbForm]> {
  const entries: [string, VerbClass, number | null][] = [
    ...CLASSES.flatMap((name) => words[name].map((verb): [string, VerbClass, null] => [verb, name, null])),
    ...Object.entries(words.multiply).map(([verb, factor]): [string, VerbClass, number] => [
      verb,
      'multiply',
      factor,
    ]),
  ];
  for (const [verb, name, factor] of entries) {
    if (!inflect) {
      yield [
        verb,
        { lemma: verb, class: name, factor, form: 'base', participle: '', noun: null, responds: false },
      ];
      continue;
    }
    const forms = englishForms(verb, words.irregular);
    const participle = forms.participle[0] ?? '';
    const [noun, responds] = [words.nouns[verb] ?? null, words.respond.includes(verb)];
    // The first reading of a spelling stands: "read" is the base form before it is the participle.
    for (const form of ['base', 'third', 'gerund', 'participle'] as const)
      for (const spelling of forms[form])
        yield [spelling, { lemma: verb, class: name, factor, form, participle, noun, responds }];
  }
}
