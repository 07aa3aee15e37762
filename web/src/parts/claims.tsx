import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Claim } from '../answers.ts';
import { EvidencePanel } from './evidence-panel.tsx';
import { SourceText } from './source-text.tsx';

interface Reading {
  open: string | null;
  show: (id: string | null) => void;
  numberOf: (id: string) => number;
}
const reading = createContext<Reading | null>(null);

/** A text and, beside it, the evidence of the citation that was opened last. */
export function Cited({ order, children }: { order: string[]; children: ReactNode }) {
  const [open, show] = useState<string | null>(null);
  const numbers = new Map([...new Set(order)].map((id, index) => [id, index + 1]));
  return (
    <reading.Provider value={{ open, show, numberOf: (id) => numbers.get(id) ?? 0 }}>
      <div className={open === null ? undefined : 'two'}>
        <div className="stack">{children}</div>
        {open !== null && (
          <aside className="card" aria-label="Evidence">
            <EvidencePanel id={open} number={numbers.get(open) ?? 0} onClose={() => show(null)} />
          </aside>
        )}
      </div>
    </reading.Provider>
  );
}

/** One sentence with the numbers of what it rests on. */
export function ClaimText({ claim }: { claim: Claim }) {
  const context = useContext(reading);
  return (
    <span>
      <SourceText>{claim.text}</SourceText>
      {claim.citations.map((id) => (
        <button
          key={id}
          type="button"
          className="cite no-print"
          aria-expanded={context?.open === id}
          aria-label={`Evidence ${context?.numberOf(id)}`}
          onClick={() => context?.show(context.open === id ? null : id)}
        >
          {context?.numberOf(id)}
        </button>
      ))}
    </span>
  );
}
