import { memo, type ReactNode, useMemo } from 'react';
import { Scroll } from './scroll.tsx';
import { type Cell, csvOf, download } from './table-csv.ts';
import { useNear } from './virtual-near.ts';
import { counted } from './words.ts';

export interface Column<Row> {
  head: string;
  /** How its cells are set; text when left out. */
  kind?: 'number' | 'value' | 'nowrap';
  /** What the CSV says, and the page where it has no `cell`. */
  text: (row: Row) => Cell;
  cell?: (row: Row) => ReactNode;
  /** Not shown on the page. */
  csvOnly?: true;
  /**
   * Its share of the width of a long table, whose columns are as wide whatever rows are drawn; a wide one stays
   * readable on a phone too.
   */
  share?: 'narrow' | 'wide';
}

interface TableViewProps<Row> {
  label: string;
  /** Name of the CSV without its ending. */
  file: string;
  rows: readonly Row[];
  /** Must stay the same object from one drawing to the next, or a long table is drawn anew each time. */
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string | number;
  /** What is counted below the table; nothing when left out. */
  noun?: string;
  nouns?: string;
}

/** Up to so many rows are simply drawn. */
const SHORT = 120;
const BLOCK = 50;

/** A table with its CSV. Of a long one only what is near the screen is drawn, so that ten thousand rows stay smooth. */
export function TableView<Row>({ label, file, rows, columns, keyOf, noun, nouns }: TableViewProps<Row>) {
  const isLong = rows.length > SHORT;
  const shown = useMemo(() => columns.filter(({ csvOnly }) => csvOnly === undefined), [columns]);
  const save = () =>
    download(
      `${file}.csv`,
      csvOf(
        columns.map(({ head }) => head),
        rows.map((row) => columns.map(({ text }) => text(row))),
      ),
    );
  const starts = Array.from(
    { length: isLong ? Math.ceil(rows.length / BLOCK) : 1 },
    (_, block) => block * BLOCK,
  );
  return (
    <div className="stack close">
      <Scroll label={label} bare>
        <table className={isLong ? 'figures long' : 'figures'} aria-rowcount={rows.length + 1}>
          {isLong && (
            <colgroup>
              {shown.map(({ head, share }) => (
                <col key={head} className={share} />
              ))}
            </colgroup>
          )}
          <thead>
            <tr>
              {shown.map(({ head, kind }) => (
                <th key={head} className={kind === 'nowrap' ? undefined : kind}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          {starts.map((from) => (
            <Block
              key={from}
              rows={rows}
              from={from}
              to={isLong ? Math.min(rows.length, from + BLOCK) : rows.length}
              columns={shown as readonly Column<unknown>[]}
              keyOf={keyOf as (row: unknown) => string | number}
              begins={from === 0}
              watched={isLong}
            />
          ))}
        </table>
      </Scroll>
      {isLong && (
        <p className="print-only quiet">Only rows that were near the screen are printed. The CSV has all.</p>
      )}
      <div className="row apart no-print">
        <span className="quiet">{noun === undefined ? '' : counted(rows.length, noun, nouns)}</span>
        <button type="button" className="button second small" aria-label={`CSV of ${label}`} onClick={save}>
          CSV
        </button>
      </div>
    </div>
  );
}

interface BlockProps {
  rows: readonly unknown[];
  from: number;
  to: number;
  columns: readonly Column<unknown>[];
  keyOf: (row: unknown) => string | number;
  begins: boolean;
  watched: boolean;
}

const Block = memo(function Block({ rows, from, to, columns, keyOf, begins, watched }: BlockProps) {
  const { place, isNear, height } = useNear({ begins, rows: to - from, watched });
  if (!isNear)
    return (
      <tbody ref={place} aria-hidden="true">
        <tr>
          <td colSpan={columns.length} style={{ height }} />
        </tr>
      </tbody>
    );
  return (
    <tbody ref={place}>
      {rows.slice(from, to).map((row, index) => (
        <tr key={keyOf(row)} aria-rowindex={from + index + 2}>
          {columns.map(({ head, kind, share, text, cell }) => (
            <td key={head} className={kind ?? (share === 'wide' ? 'broad' : undefined)}>
              {cell === undefined ? (text(row) ?? '–') : cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
});
