import { useState } from 'react';
import type { Evidence } from '../answers.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { SourceText } from './source-text.tsx';
import { Failure, Loading } from './states.tsx';

const kinds: Record<string, string> = {
  record: 'From a source',
  observation: 'An indicator',
  assessment: 'An assessment',
  goal: 'A goal',
};

/** What a citation rests on; its subject may contest it. */
export function EvidencePanel({ id, number, onClose }: { id: string; number: number; onClose: () => void }) {
  const evidence = useResource<Evidence>(`/api/evidence/${id}`);
  return (
    <div className="stack tight">
      <div className="row">
        <h2>Evidence {number}</h2>
        <button type="button" className="cite" style={{ marginLeft: 'auto' }} onClick={onClose}>
          Close
        </button>
      </div>
      {evidence.state === 'loading' && <Loading what="the evidence" />}
      {evidence.state === 'failed' && <Failure error={evidence.error} retry={evidence.reload} />}
      {evidence.state === 'ready' && <EvidenceItem item={evidence.value} onChanged={evidence.reload} />}
    </div>
  );
}

function EvidenceItem({ item, onChanged }: { item: Evidence; onChanged: () => void }) {
  const { me } = useSession();
  return (
    <>
      <p className="quiet">
        {kinds[item.kind] ?? item.kind} · {item.at}
      </p>
      <p>
        <SourceText>{item.text}</SourceText>
      </p>
      {item.facts.length > 0 && (
        <div className="scroll">
          <table className="figures">
            <thead>
              <tr>
                <th>Fact</th>
                <th className="number">Value</th>
                <th>When</th>
              </tr>
            </thead>
            <tbody>
              {item.facts.map((fact) => (
                <tr key={`${fact.name}${fact.period}`}>
                  <td>{fact.name}</td>
                  <td className="number">
                    <SourceText>{String(fact.value)}</SourceText> {fact.unit ?? ''}
                  </td>
                  <td>{fact.period ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="quiet">
        Kept unchanged since {item.created_at.slice(0, 10)} as {item.id}
      </p>
      {item.contested && (
        <p>
          <span className="tag attention">contested</span> <SourceText>{item.contested.reason}</SourceText>
        </p>
      )}
      {!item.contested && item.subject === me.person.id && <Contest id={item.id} onDone={onChanged} />}
    </>
  );
}

function Contest({ id, onDone }: { id: string; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const submit = async () => {
    try {
      await post(`/api/evidence/${id}/contest`, { reason });
      onDone();
    } catch (failure) {
      setError(failure);
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
      <label className="stack tight">
        <span className="quiet">Is this wrong? Say why; it is left out of drafts until it is settled.</span>
        <textarea
          rows={3}
          required
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div>
        <button type="submit" className="button">
          Contest this item
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </form>
  );
}
