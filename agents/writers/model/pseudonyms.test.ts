import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePseudonyms } from './pseudonyms.ts';

const people = [
  { name: 'Ada Byron', email: 'ada@example.org' },
  { name: 'Mark de Vries', email: 'mark@example.org' },
  { name: 'April Jones', email: null },
  { name: 'Person 12', email: null },
];

describe('pseudonyms', () => {
  const { hide, restore, subject } = makePseudonyms(people, ['nothing']);

  test('hide whole names, parts of names and addresses, and bring them back as they stood', () => {
    const text = 'Ada Byron asked Mark; see ada@example.org, Byron’s note and Person 12.';
    const hidden = hide(text);
    expect(hidden).toBe(
      'PERSON_1 asked PERSON_2_NAME_1; see PERSON_1_MAIL, PERSON_1_NAME_2’s note and PERSON_4.',
    );
    expect(restore(hidden)).toBe(text);
    expect(subject).toBe('PERSON_1');
  });

  test('find a whole name in any case and spacing, and a part only as it is written', () => {
    expect(hide('ADA  BYRON, ada@EXAMPLE.org; mark this')).toBe('PERSON_1, PERSON_1_MAIL; mark this');
  });

  test('take any character in a name or an address for itself', () => {
    const odd = makePseudonyms(
      [{ name: 'Zoë (O.) de-Luca+1', email: 'z-o.e+x@capstan-quay.example' }],
      ['nothing'],
    );
    expect(odd.hide('Zoë (O.) de-Luca+1, z-o.e+x@capstan-quay.example')).toBe('PERSON_1, PERSON_1_MAIL');
  });

  test('leave words alone that only contain a name, and months', () => {
    expect(hide('Adamant Markup in April and May; Personal 12')).toBe(
      'Adamant Markup in April and May; Personal 12',
    );
  });

  test('take another mark when a text holds theirs, so that a ticket cannot bring up a name', () => {
    const careful = makePseudonyms(people, ['Ask PERSON_2 and personx_1']);
    expect(careful.subject).toBe('PERSONXX_1');
    expect(careful.restore(careful.hide('Ask PERSON_2 about Ada Byron'))).toBe(
      'Ask PERSON_2 about Ada Byron',
    );
  });

  test('leave a placeholder alone that stands for nobody', () => {
    expect(restore('PERSON_1 and PERSON_99')).toBe('Ada Byron and PERSON_99');
  });

  test('lose nothing of any text, and leave no name in it', () => {
    const word = fc.constantFrom(
      'Ada Byron',
      'Mark',
      'ada@example.org',
      'Jones',
      ' ',
      '.',
      'x',
      '$&',
      'PERSON',
      '<',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'grapheme' })), { maxLength: 12 }), (parts) => {
        const text = parts.join(' ');
        const own = makePseudonyms(people, [text]);
        const hidden = own.hide(text);
        const plain = (written: string) => written.replace(/\s+/g, ' ').toLowerCase();
        expect(plain(own.restore(hidden))).toBe(plain(text));
        expect(hidden).not.toMatch(/(?<![\p{L}\p{N}_])(Ada Byron|ada@example\.org)(?![\p{L}\p{N}_])/iu);
      }),
    );
  });
});
