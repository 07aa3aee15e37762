import type { Cell } from './table-csv.ts';

const plainNumber = /^[-−]?\d{1,3}(,?\d{3})*(\.\d+)?$/;

/** What a cell shows, on a line; a box that is ticked says yes. */
function textOf(cell: HTMLElement): Cell {
  const box = cell.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (box !== null) return box.checked ? 'yes' : 'no';
  const text = cell.innerText.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return null;
  return plainNumber.test(text) ? Number(text.replaceAll(',', '').replace('−', '-')) : text;
}

/** A table as it stands on the page, head first; columns that say nothing (pictures) are left out. */
export function tableRows(table: HTMLTableElement | null): Cell[][] {
  const rows = [...(table?.rows ?? [])].map((row) => [...row.cells].map(textOf));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const told = Array.from({ length: width }, (_, at) => rows.some((row) => (row[at] ?? null) !== null));
  return rows.map((row) => told.flatMap((says, at) => (says ? [row[at] ?? null] : [])));
}
