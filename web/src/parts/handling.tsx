import { type FormEvent, useState } from 'react';
import type { ProposalDetail } from '../answers.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { Failure } from './states.tsx';
import { moment } from './words.ts';

interface HandlingProps {
  proposal: ProposalDetail;
  reload: () => void;
}

/** Who has taken the decision on now; null when nobody has, or their time is over. */
export const claimOf = ({ claim }: Pick<ProposalDetail, 'claim'>) =>
  claim != null && Date.parse(claim.until) > Date.now() ? claim : null;

/** What can be done around a decision: taking it on, giving it back, handing it on, taking the proposal back. */
export function Handling({ proposal, reload }: HandlingProps) {
  const { me } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const claim = claimOf(proposal);
  const mine = claim?.by === me.person.id;
  const hr = me.roles.includes('hr');
  const name = (id: string) => proposal.names[id] ?? id;
  const act = async (way: string, body: object = {}) => {
    setBusy(true);
    setError(null);
    try {
      await post(`/api/interventions/${proposal.id}/${way}`, body);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
      reload();
    }
  };
  const withdraws = hr || proposal.proposed_by === me.person.id;
  if (!proposal.may_decide && !withdraws && claim === null) return null;
  return (
    <section className="card stack tight no-print">
      <h2>Who looks into it</h2>
      {claim === null ? (
        proposal.may_decide && (
          <div className="row">
            <button type="button" className="button second" disabled={busy} onClick={() => void act('claim')}>
              Take it on
            </button>
            <span className="quiet">Others then wait while you look into it.</span>
          </div>
        )
      ) : (
        <div className="row">
          <span>
            {mine ? 'You have' : `${name(claim.by)} has`} taken this on until {moment(claim.until)}.
          </span>
          {(mine || hr) && (
            <button
              type="button"
              className="button second"
              disabled={busy}
              onClick={() => void act('release')}
            >
              Give it back
            </button>
          )}
        </div>
      )}
      {proposal.may_decide && proposal.may_receive.length > 0 && (
        <HandOn
          people={proposal.may_receive.map((id) => ({ id, name: name(id) }))}
          busy={busy}
          onSend={(to_person_id, reason) => act('delegate', { to_person_id, reason })}
        />
      )}
      {withdraws && <Withdraw busy={busy} onSend={(reason) => act('withdraw', { reason })} />}
      {error !== null && <Failure error={error} />}
    </section>
  );
}

interface HandOnProps {
  people: readonly { id: string; name: string }[];
  busy: boolean;
  onSend: (to: string, reason: string) => Promise<void>;
}

function HandOn({ people, busy, onSend }: HandOnProps) {
  const [to, setTo] = useState(people[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    void onSend(to, reason);
  };
  return (
    <details>
      <summary>Hand it on</summary>
      <form className="stack close" onSubmit={send}>
        <label className="stack close">
          <span>To</span>
          <select className="field" value={to} onChange={(event) => setTo(event.target.value)}>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        </label>
        <Reason value={reason} onChange={setReason} />
        <div className="row">
          <button type="submit" className="button second" disabled={busy || reason.trim() === ''}>
            Hand on
          </button>
        </div>
      </form>
    </details>
  );
}

function Withdraw({ busy, onSend }: { busy: boolean; onSend: (reason: string) => Promise<void> }) {
  const [reason, setReason] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    void onSend(reason);
  };
  return (
    <details>
      <summary>Take the proposal back</summary>
      <form className="stack close" onSubmit={send}>
        <Reason value={reason} onChange={setReason} />
        <div className="row">
          <button type="submit" className="button second" disabled={busy || reason.trim() === ''}>
            Take it back
          </button>
        </div>
      </form>
    </details>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label className="stack close">
      <span>Why</span>
      <input
        className="field"
        maxLength={2000}
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
