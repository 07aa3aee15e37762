import { useState } from 'react';
import { post } from '../api.ts';
import { Failure } from './states.tsx';

/** The subject of an item says that it is wrong. */
export function Contest({ id, onDone }: { id: string; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await post(`/api/evidence/${id}/contest`, { reason });
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label className="stack close">
        <span>Is this wrong? Say why.</span>
        <span className="quiet">It is left out of later drafts until it is settled.</span>
        <textarea
          className="field"
          rows={3}
          required
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div>
        <button type="submit" className="button" disabled={busy}>
          Contest this item
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </form>
  );
}
