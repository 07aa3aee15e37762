/** A cell as a spreadsheet gets it; null is an empty one. */
export type Cell = string | number | null;

/** What a spreadsheet would take for a formula, also where spaces that it drops stand before it. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@]/;

/** Text from sources stays text when it is opened in a spreadsheet: what looks like a formula gets an apostrophe. */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) || /^[\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV as RFC 4180 has it, UTF-8 with the mark that spreadsheets look for. */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${[head, ...rows].map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;
}

/** Hands a text to the reader as a file. Made in the browser: nothing is sent anywhere. */
export function download(file: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
