import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { ProposalDetail } from '../answers.ts';
import type { Answers } from '../api.generated.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { leadingActions, nameOf } from './actions.tsx';
import { SourceText } from './source-text.tsx';
import { Failure } from './states.tsx';

interface AfterwardsProps {
  proposal: ProposalDetail;
  reload: () => void;
}

type Rehearsal = Answers['POST /api/interventions/{id}/dry-run']['items'];

const checks: Record<Rehearsal[number]['check']['status'], string> = {
  ready: 'would be done',
  already_done: 'is so already',
  stale: 'has changed since',
  unreachable: 'can’t be asked now',
};

/** Looks at every target as the execution would, and says what it finds; nothing is written. */
export function Rehearse({ proposal }: Pick<AfterwardsProps, 'proposal'>) {
  const [found, setFound] = useState<Rehearsal | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const look = async () => {
    setBusy(true);
    setError(null);
    try {
      const answer = await post<{ items: Rehearsal }>(`/api/interventions/${proposal.id}/dry-run`, {});
      setFound(answer.items);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const actionOf = (id: string) => proposal.actions.find((action) => action.id === id);
  return (
    <section className="card stack tight no-print">
      <h2>Try it without doing it</h2>
      <div className="row">
        <button type="button" className="button second" disabled={busy} onClick={() => void look()}>
          {busy ? 'Looking …' : 'Dry run'}
        </button>
        <span className="quiet">Each target is looked at where it lives. Nothing is written.</span>
      </div>
      <div aria-live="polite">
        {found !== null && (
          <ul className="list ruled">
            {leading(proposal, found).map(({ action_id, check, requests }) => {
              const action = actionOf(action_id);
              return (
                <li key={action_id}>
                  <strong>{action === undefined ? action_id : nameOf(action, proposal.names)}</strong>{' '}
                  {checks[check.status]}
                  {'reason' in check && (
                    <>
                      : <SourceText>{check.reason}</SourceText>
                    </>
                  )}
                  {requests.length > 0 && (
                    <details>
                      <summary>What would be sent</summary>
                      {requests.map(({ method, path, body }) => (
                        <pre key={path} className="break">
                          {method} {path}
                          {'\n'}
                          {JSON.stringify(body, null, 1)}
                        </pre>
                      ))}
                    </details>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </div>
      {error !== null && <Failure error={error} />}
    </section>
  );
}

/** The comment on an item that moves is shown with its move, unless there is something the matter with it. */
function leading(proposal: ProposalDetail, found: Rehearsal): Rehearsal {
  const first = new Set<string>(leadingActions(proposal.actions).map(({ id }) => id));
  const itemOf = (id: string) => {
    const action = proposal.actions.find((one) => one.id === id);
    return action !== undefined && 'record_id' in action ? action.record_id : null;
  };
  const followers = found.filter(({ action_id }) => !first.has(action_id));
  return found.flatMap((one) => {
    if (followers.includes(one)) return one.check.status === 'ready' ? [] : [one];
    const own = itemOf(one.action_id);
    const beside = followers.filter(
      ({ action_id, check }) => own !== null && itemOf(action_id) === own && check.status === 'ready',
    );
    return [{ ...one, requests: [...one.requests, ...beside.flatMap(({ requests }) => requests)] }];
  });
}

/** Whoever could decide it, or hr. */
export function mayStandFor(proposal: ProposalDetail, person: string, roles: readonly string[]): boolean {
  return (
    roles.includes('hr') ||
    proposal.chain.some((step) => step.person_ids.includes(person)) ||
    (proposal.delegations ?? []).some(({ to }) => to === person)
  );
}

/** Proposes to put back what was done; somebody else approves it. */
export function PutBack({ proposal }: Pick<AfterwardsProps, 'proposal'>) {
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ask = async () => {
    setBusy(true);
    setError(null);
    try {
      const made = await post<{ id: string }>(`/api/interventions/${proposal.id}/undo`, {});
      navigate(`/inbox/${made.id}`);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card stack tight no-print">
      <h2>Put it back</h2>
      <div className="row">
        <button type="button" className="button second" disabled={busy} onClick={() => void ask()}>
          Propose to put it back
        </button>
        <span className="quiet">
          What still is as Fairlead left it goes back to how it was, once somebody else has approved that.
        </span>
      </div>
      {error !== null && <Failure error={error} />}
    </section>
  );
}

/** Actions whose answer was lost: somebody looks at the source and says what became of them. */
export function Unclear({ proposal, reload }: AfterwardsProps) {
  const { me } = useSession();
  const rows = proposal.executions.filter(({ state }) => state === 'unknown');
  if (rows.length === 0) return null;
  const mine = mayStandFor(proposal, me.person.id, me.roles);
  return (
    <section className="card stack tight">
      <h2>Somebody must look</h2>
      <p className="measure">
        The answer to {rows.length === 1 ? 'this change' : 'these changes'} was lost, and nothing is tried
        blindly twice.
      </p>
      <ul className="list ruled">
        {rows.map((row) => (
          <li key={row.effect_key} className="stack close">
            <span>
              <strong>{nameOf(row.action, proposal.names)}</strong>:{' '}
              <SourceText>{row.reason ?? ''}</SourceText>
            </span>
            {mine && <Settle effectKey={row.effect_key} reload={reload} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const outcomes = [
  ['it_happened', 'It happened'],
  ['try_again', 'It did not: try again'],
  ['give_up', 'It did not: leave it'],
] as const;

function Settle({ effectKey, reload }: { effectKey: string; reload: () => void }) {
  const [outcome, setOutcome] = useState<(typeof outcomes)[number][0]>('it_happened');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await post(`/api/outbox/${encodeURIComponent(effectKey)}/settle`, { outcome, note });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
      reload();
    }
  };
  return (
    <form className="stack close no-print" onSubmit={(event) => void send(event)}>
      <label className="stack close">
        <span>What became of it</span>
        <select
          className="field"
          value={outcome}
          onChange={(event) =>
            setOutcome(outcomes.find(([word]) => word === event.target.value)?.[0] ?? 'it_happened')
          }
        >
          {outcomes.map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="stack close">
        <span>What you saw there</span>
        <input className="field" required value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <div className="row">
        <button type="submit" className="button second" disabled={busy || note.trim() === ''}>
          Say so
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </form>
  );
}
