import { useState } from 'react';
import type { Bodies } from '../api.generated.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { Failure } from './states.tsx';

export type SentencePlace = Bodies['POST /api/evaluation-cases']['place'];

/** Behind a sentence: whoever leads or oversees says that it is wrong, and it becomes a case for the evaluations. */
export function MarkSentence({ place, text }: { place: SentencePlace; text: string }) {
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState(false);
  if (!me.roles.some((role) => role === 'manager' || role === 'hr' || role === 'admin')) return null;
  if (said)
    return (
      <span className="quiet no-print" role="status">
        {' '}
        Noted; HR will look at it.
      </span>
    );
  return (
    <>
      <button
        type="button"
        className="mark no-print"
        aria-label={`Say whether this is right: ${text.slice(0, 80)}`}
        onClick={() => setOpen(true)}
      >
        ⚑
      </button>
      {open && (
        <MarkDialog
          place={place}
          text={text}
          onClose={() => setOpen(false)}
          onSaid={() => {
            setOpen(false);
            setSaid(true);
          }}
        />
      )}
    </>
  );
}

interface MarkDialogProps {
  place: SentencePlace;
  text: string;
  onClose: () => void;
  onSaid: () => void;
}

function MarkDialog({ place, text, onClose, onSaid }: MarkDialogProps) {
  const [correction, setCorrection] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const say = async (verdict: 'wrong' | 'right') => {
    setBusy(true);
    setError(null);
    const wished = correction.trim();
    try {
      await post('/api/evaluation-cases', { place, verdict, correction: null });
      // What it should have said is a case of its own: a sentence that must be found to stand.
      if (verdict === 'wrong' && wished !== '')
        await post('/api/evaluation-cases', { place, verdict: 'right', correction: wished });
      onSaid();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <DialogFrame title="Is this sentence right?" onClose={onClose}>
      <blockquote className="measure">{text}</blockquote>
      <p className="quiet measure">
        What you say becomes a case that later drafts are tested with: without names, addresses and ticket
        keys, and only after somebody of HR has read it. The draft itself stays as it is.
      </p>
      <label className="stack close">
        <span>How it should read, if you know</span>
        <textarea
          className="field"
          rows={3}
          maxLength={1200}
          value={correction}
          onChange={(event) => setCorrection(event.target.value)}
        />
      </label>
      {error !== null && <Failure error={error} />}
      <div className="row">
        <button type="button" className="button" disabled={busy} onClick={() => void say('wrong')}>
          It is wrong
        </button>
        <button type="button" className="button second" disabled={busy} onClick={() => void say('right')}>
          It is right
        </button>
        <button type="button" className="button second" onClick={onClose}>
          Cancel
        </button>
      </div>
    </DialogFrame>
  );
}
