import { expect, test } from 'vitest';
import { languages } from '../vocabulary.ts';
import { filled, phrasebookOf } from './phrasebook.ts';

const textsOf = (value: unknown, path: string): [string, string][] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([key, part]) => textsOf(part, `${path}.${key}`));
const holesOf = (text: string): string[] => (text.match(/\{[a-z_]+\}/gu) ?? []).sort();

test.each(languages)('%s says everything, with the same holes as English', (language) => {
  const english = new Map(textsOf({ ...phrasebookOf('en').says, block: {} }, ''));
  const own = new Map(textsOf({ ...phrasebookOf(language).says, block: {} }, ''));
  expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [path, text] of english)
    expect([path, holesOf(own.get(path) ?? '').filter((hole) => !holesOf(text).includes(hole))]).toEqual([
      path,
      [],
    ]);
});

test('what a person wrote is never filled again', () => {
  expect(filled('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x');
});
