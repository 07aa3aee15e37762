import { expect, test } from 'vitest';
import { hiddenIn } from './visible-text.ts';

test.each([
  ['zero width', 'pay\u200bment', 'U+200B'],
  ['right to left override', 'abc\u202edef', 'U+202E'],
  ['isolate', 'a\u2066b', 'U+2066'],
  ['soft hyphen', 'a\u00adb', 'U+00AD'],
  ['tag letter', 'a\u{e0041}b', 'U+E0041'],
  ['control', 'a\u0007b', 'U+0007'],
])('%s is named', (_, text, code) => {
  expect(hiddenIn(text)).toContain(code);
});

test.each(['Grüße, 今日は', 'two\nlines\tand a tab', 'family 👩‍👩‍👧', 'שלום'])(
  '%s is plain to see',
  (text) => {
    expect(hiddenIn(text)).toBeNull();
  },
);
