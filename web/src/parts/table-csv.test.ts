import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvOf } from './table-csv.ts';

it('quotes what needs it, and leaves numbers as numbers', () => {
  expect(
    csvOf(
      ['Name', 'Hours'],
      [
        ['A "B", C', -3.5],
        [null, 0],
      ],
    ),
  ).toBe('\ufeffName,Hours\r\n"A ""B"", C",-3.5\r\n,0\r\n');
});

it('lets no text begin as a formula does', () => {
  const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\u00a0=1', '\ufeff=cmd'];
  for (const text of texts)
    expect(
      csvOf(['T'], [[text]])
        .split('\r\n')[1]
        ?.replace(/^"/, ''),
    ).toMatch(/^'/);
});

it('can be read back whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.integer()), { maxLength: 8 }), (rows) => {
      const back = read(csvOf(['a', 'b'], rows).slice(1)).slice(1);
      expect(back.map(([text]) => text?.replace(/^'/, ''))).toEqual(
        rows.map(([text]) => text.replace(/^'/, '')),
      );
      expect(back.map(([, number]) => Number(number))).toEqual(rows.map(([, number]) => number));
    }),
  );
});

/** Reads what RFC 4180 describes. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
