import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeCell, unescapeCell } from './csv-cell.ts';

test('no cell that is written begins like a formula, and reading gives back what was written', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^'*[=+\-@\t\r].*$/));
  fc.assert(
    fc.property(text, (cell) => {
      expect(/^[=+\-@\t\r]/.test(escapeCell(cell))).toBe(false);
      expect(unescapeCell(escapeCell(cell))).toBe(cell);
    }),
  );
  expect(escapeCell('=HYPERLINK("x")')).toBe('\'=HYPERLINK("x")');
  expect(escapeCell('plain')).toBe('plain');
});
