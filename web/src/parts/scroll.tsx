import { type ReactNode, useRef } from 'react';
import { csvOf, download } from './table-csv.ts';
import { tableRows } from './table-rows.ts';

interface ScrollProps {
  label: string;
  children: ReactNode;
  /** Without the CSV: the table is a form, or brings its own. */
  bare?: boolean;
}

/** A wide table in a narrow place: moves by itself, with the keyboard too. Below it the table as CSV, as it is shown. */
export function Scroll({ label, children, bare = false }: ScrollProps) {
  const place = useRef<HTMLElement>(null);
  const save = () => {
    const [head = [], ...rows] = tableRows(place.current?.querySelector('table') ?? null);
    const file = label.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    download(`${file}.csv`, csvOf(head.map(String), rows));
  };
  const scrolling = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
    <section ref={place} className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
  if (bare) return scrolling;
  return (
    <div className="stack close">
      {scrolling}
      <div className="row ending no-print">
        <button type="button" className="button second small" aria-label={`CSV of ${label}`} onClick={save}>
          CSV
        </button>
      </div>
    </div>
  );
}
