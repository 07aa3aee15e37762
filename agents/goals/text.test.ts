import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectLanguage } from './language.ts';
import { cleanText, verbatim } from './text.ts';
import { tokenize } from './tokens.ts';

describe('cleaning', () => {
  test('drops what cannot be seen and keeps the place of the rest', () => {
    const clean = cleanText('a\u200bb\u202e ５０％');
    expect(clean.text).toBe('ab 50%');
    expect(verbatim(clean, 3, 6)).toBe('５０％');
  });

  test('gives every character a place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(clean.origin).toHaveLength(clean.text.length + 1);
      }),
    );
  });
});

test('tokens cover the text but for its blanks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { text: clean } = cleanText(text);
      expect(
        tokenize(clean)
          .map((token) => token.text)
          .join(''),
      ).toBe(clean.replaceAll(' ', ''));
    }),
  );
});

test.each([
  ['Increase revenue by 10%', 'en'],
  ['Den Umsatz um 10 % steigern', 'de'],
  ["Augmenter le chiffre d'affaires", 'fr'],
  ['Aumentar las ventas', 'es'],
  ['Aumentar a receita em 30% até junho', 'pt'],
  ['Aumentare il fatturato', 'it'],
  ['売上を増加させる', 'ja'],
  ['提高销售额', 'zh'],
  ['', 'en'],
])('“%s” is %s', (text, language) => expect(detectLanguage(tokenize(text))).toBe(language));
