import { useState } from 'react';
import { DialogFrame } from './dialog-frame.tsx';
import { useKeys, useKeysOn } from './keyboard-keys.ts';

/** Each key with what it does. */
export type KeyRows = readonly (readonly [key: string, does: string])[];

/** The keys of a page: a button for whoever doesn't know yet, and `?`. */
export function KeyHelp({ rows }: { rows: KeyRows }) {
  const [isOpen, setOpen] = useState(false);
  const { isOn, change } = useKeysOn();
  useKeys({ '?': () => setOpen(true) });
  return (
    <>
      <button type="button" className="button second small no-print" onClick={() => setOpen(true)}>
        Keys <kbd>?</kbd>
      </button>
      {isOpen && (
        <DialogFrame title="Keys" onClose={() => setOpen(false)}>
          <dl className="keys">
            {rows.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <label className="row">
            <input type="checkbox" checked={isOn} onChange={(event) => change(event.target.checked)} />
            Use single keys
          </label>
          <div className="row">
            <button type="button" className="button" onClick={() => setOpen(false)}>
              Close
            </button>
          </div>
        </DialogFrame>
      )}
    </>
  );
}
