import { describe, expect, test } from 'vitest';
import { detectLanguage } from './language.ts';
import { PhraseIndex, phraseSet } from './phrase-index.ts';
import { tokenize } from './tokens.ts';
import { vocabularyOf } from './vocabulary.ts';
import { matchWindow } from './windows.ts';

describe('tokens', () => {
  test('are words, numerals, symbols and line ends with their places', () => {
    expect(tokenize('p95 < 1,200ms\nok').map(({ kind, text, start }) => [kind, text, start])).toEqual([
      ['word', 'p95', 0],
      ['symbol', '<', 4],
      ['number', '1,200', 6],
      ['word', 'ms', 11],
      ['newline', '\n', 13],
      ['word', 'ok', 14],
    ]);
  });

  test('are single characters in scripts without blanks', () => {
    expect(tokenize('提高20%').map(({ text }) => text)).toEqual(['提', '高', '20', '%']);
  });

  test('know whether a blank stands before them', () => {
    expect(tokenize('5 %5%').map(({ glued }) => glued)).toEqual([false, false, true, true]);
  });
});

describe('a list of phrases', () => {
  const phrases = new PhraseIndex([
    ['at', 1],
    ['at least', 2],
    ['at the very least', 3],
  ]);
  test('matches the longest that starts at a token', () => {
    expect(phrases.match(tokenize('at least 5'), 0)).toEqual({ payload: 2, end: 2 });
    expect(phrases.match(tokenize('AT the very least'), 0)?.payload).toBe(3);
    expect(phrases.match(tokenize('least'), 0)).toBeNull();
  });
  test('finds one of an exact length only', () => {
    expect(phrases.matchExactly(tokenize('at least'), 0, 1)?.payload).toBe(1);
    expect(phraseSet(['per week']).within(tokenize('5 calls per week'))).toBe(true);
  });
});

describe('a language', () => {
  test.each([
    ['Reduce the churn of our customers', 'en'],
    ['Den Umsatz bis Ende Juni um 10 % steigern', 'de'],
    ['Réduire les délais de livraison de 20 %', 'fr'],
    ['Reducir el tiempo de respuesta', 'es'],
    ['Aumentar a receita em 10% até o final do ano', 'pt'],
    ['Ridurre i tempi di consegna del 20%', 'it'],
    ['解約率を3%に下げる', 'ja'],
    ['将流失率降低到3%', 'zh'],
    ['ARR 5M', 'en'],
  ])('is told by its function words: %s', (text, language) => {
    expect(detectLanguage(tokenize(text))).toBe(language);
  });
});

describe('a window', () => {
  const end = (text: string, afterNoun = true) => {
    const tokens = tokenize(text);
    const now = { today: '2026-03-02', fiscal_year_start_month: 1 };
    return matchWindow({ tokens, vocabulary: vocabularyOf('en'), now }, 0, afterNoun);
  };
  test.each([
    'per week',
    '/month',
    'each quarter',
    'monthly',
    'year over year',
    'every two weeks',
    'in any calendar month',
  ])('recurs: %s', (text) => expect(end(text)).toBe(tokenize(text).length));
  test('is no article before a noun', () => {
    expect(end('a week', false)).toBeNull();
    expect(end('per customer')).toBeNull();
  });
});
