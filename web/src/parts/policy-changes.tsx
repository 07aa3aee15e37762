import { DialogFrame } from './dialog-frame.tsx';
import type { PolicyChange } from './policy-words.ts';
import { fieldWords, valueWords } from './policy-words.ts';
import { SourceText } from './source-text.tsx';
import { Failure } from './states.tsx';
import { counted } from './words.ts';

interface PolicyChangesProps {
  changes: readonly PolicyChange[];
  busy: boolean;
  error: unknown;
  onYes: () => void;
  onClose: () => void;
}

/** What saving would change, before it is saved. */
export function PolicyChanges({ changes, busy, error, onYes, onClose }: PolicyChangesProps) {
  return (
    <DialogFrame title={`${counted(changes.length, 'change')} to the policy`} onClose={onClose}>
      {changes.length === 0 ? (
        <p>Nothing would change.</p>
      ) : (
        <ul className="list ruled">
          {changes.map(({ field, before, after }) => (
            <li key={field}>
              {fieldWords(field)}: from <SourceText>{valueWords(field, before)}</SourceText> to{' '}
              <strong>
                <SourceText>{valueWords(field, after)}</SourceText>
              </strong>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">
        It holds at once. An open proposal keeps the chain that it was made with, unless it is edited.
      </p>
      {error !== null && <Failure error={error} />}
      <div className="row">
        <button type="button" className="button" disabled={busy || changes.length === 0} onClick={onYes}>
          Save the policy
        </button>
        <button type="button" className="button second" onClick={onClose}>
          Not yet
        </button>
      </div>
    </DialogFrame>
  );
}
