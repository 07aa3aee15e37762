import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import type { Claim } from '../answers.ts';
import { EvidencePanel } from './evidence-panel.tsx';
import { MarkSentence, type SentencePlace } from './mark-sentence.tsx';
import { SourceText } from './source-text.tsx';

interface Reading {
  open: string | null;
  toggle: (id: string, button: HTMLElement) => void;
  numberOf: (id: string) => number;
}
const reading = createContext<Reading | null>(null);

/**
 * A text and, beside it, the evidence of the citation that was opened last. `order` holds the ids as they are cited:
 * it gives them their numbers. On paper the ids stand below.
 */
export function Cited({ order, children }: { order: string[]; children: ReactNode }) {
  const [open, setOpen] = useState<string | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const ids = [...new Set(order)];
  const numbers = new Map(ids.map((id, index) => [id, index + 1]));
  const close = () => {
    setOpen(null);
    opener.current?.focus();
  };
  const toggle = (id: string, button: HTMLElement) => {
    opener.current = button;
    setOpen(open === id ? null : id);
  };
  return (
    <reading.Provider value={{ open, toggle, numberOf: (id) => numbers.get(id) ?? 0 }}>
      <div className={open === null ? undefined : 'two'}>
        <div className="stack">{children}</div>
        {open !== null && (
          <EvidencePanel key={open} id={open} number={numbers.get(open) ?? 0} onClose={close} />
        )}
      </div>
      {ids.length > 0 && (
        <div className="print-only quiet">
          <p>Evidence, as kept by Fairlead:</p>
          <ol>
            {ids.map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ol>
        </div>
      )}
    </reading.Provider>
  );
}

/** A last word up to this long keeps its number beside it; a longer one must be able to break on a small screen. */
const UNPARTED_LENGTH = 24;

/**
 * One sentence with the numbers of what it rests on; the first number never stands on a line of its own. With its
 * place it can be said to be wrong.
 */
export function ClaimText({ claim: { text, citations }, place }: { claim: Claim; place?: SentencePlace }) {
  const lastWord = text.lastIndexOf(' ') + 1;
  const [first, ...others] = citations;
  return (
    <>
      <SourceText>{text.slice(0, lastWord)}</SourceText>
      <span className={text.length - lastWord <= UNPARTED_LENGTH ? 'nowrap' : undefined}>
        <SourceText>{text.slice(lastWord)}</SourceText>
        {first !== undefined && <Citation id={first} />}
      </span>
      {others.map((id) => (
        <Citation key={id} id={id} />
      ))}
      {place !== undefined && <MarkSentence place={place} text={text} />}
    </>
  );
}

function Citation({ id }: { id: string }) {
  const context = useContext(reading);
  const number = context?.numberOf(id);
  const show = (button: HTMLElement) => {
    context?.toggle(id, button);
    // On a small screen the evidence covers the lower half: the sentence moves above it.
    requestAnimationFrame(() => button.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <button
      type="button"
      className="cite"
      aria-expanded={context?.open === id}
      aria-label={`Evidence ${number}`}
      onClick={(event) => show(event.currentTarget)}
    >
      {number}
    </button>
  );
}
