import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface DialogFrameProps {
  title: string;
  children: ReactNode;
  onClose: () => void;
}

/** Something that must be answered first: the browser keeps the focus inside, Escape closes, the focus goes back. */
export function DialogFrame({ title, children, onClose }: DialogFrameProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the element goes: only while it is there can the browser give the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={heading} onCancel={onClose}>
      <div className="stack tight">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
