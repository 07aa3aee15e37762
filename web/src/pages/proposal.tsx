import { useEffect, useState } from 'react';
import type { Action, ProposalDetail } from '../answers.ts';
import { ApiError, post } from '../api.ts';
import { Cited, ClaimText } from '../parts/claims.tsx';
import { LoadBars } from '../parts/load-bars.tsx';
import { ProposalState } from '../parts/proposal-card.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { day, decisionWords, figure, moment } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

/** States in which the server still has something to do: the page asks again until it is done. */
const moving = ['approved', 'executing'];
const ASK_AGAIN_MS = 1500;

export function ProposalPage({ id }: { id: string }) {
  const proposal = useResource<ProposalDetail>(`/api/interventions/${id}`);
  const state = proposal.state === 'ready' ? proposal.value.state : null;
  const { reload } = proposal;
  useEffect(() => {
    if (state === null || !moving.includes(state)) return;
    const timer = setInterval(reload, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [state, reload]);
  if (proposal.state === 'loading') return <Loading what="the proposal" />;
  if (proposal.state === 'failed') return <Failure error={proposal.error} retry={proposal.reload} />;
  return <Shown key={proposal.value.hash} proposal={proposal.value} reload={proposal.reload} />;
}

const isMove = (action: Action): action is Extract<Action, { kind: 'reassign_work_item' }> =>
  action.kind === 'reassign_work_item';

function Shown({ proposal, reload }: { proposal: ProposalDetail; reload: () => void }) {
  const moves = proposal.actions.filter(isMove);
  const [kept, setKept] = useState(() => new Set(moves.map((move) => move.id as string)));
  const name = (id: string) => proposal.names[id] ?? id;
  const toggle = (id: string) =>
    setKept((before) =>
      before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
    );
  return (
    <>
      <div className="page-head stack tight">
        <h1>
          <SourceText>{proposal.title}</SourceText>
        </h1>
        <div className="row">
          <ProposalState state={proposal.state} />
          <span className="quiet">
            Version {proposal.version} · open until {day(proposal.expires_on)} · {proposal.hash.slice(0, 12)}
          </span>
        </div>
      </div>
      <Cited order={proposal.rationale.flatMap((claim) => claim.citations)}>
        <section className="card stack tight">
          <h2>Why</h2>
          {proposal.rationale.map((claim) => (
            <p key={claim.text} className="claim measure">
              <ClaimText claim={claim} />
            </p>
          ))}
        </section>
        <section className="card stack tight">
          <h2>What would be done</h2>
          <div className="scroll">
            <table className="figures">
              <thead>
                <tr>
                  {proposal.may_decide && <th>Keep</th>}
                  <th>Work item</th>
                  <th>From</th>
                  <th>To</th>
                  <th className="number">Hours left</th>
                  <th>Carried out</th>
                </tr>
              </thead>
              <tbody>
                {moves.map((move) => (
                  <tr key={move.id}>
                    {proposal.may_decide && (
                      <td>
                        <input
                          type="checkbox"
                          aria-label={`Keep ${move.key}`}
                          checked={kept.has(move.id)}
                          onChange={() => toggle(move.id)}
                        />
                      </td>
                    )}
                    <td>
                      <strong>{move.key}</strong> <SourceText>{move.title ?? ''}</SourceText>
                    </td>
                    <td>{name(move.from_person_id)}</td>
                    <td>{name(move.to_person_id)}</td>
                    <td className="number">{move.hours === null ? 'unknown' : `${figure(move.hours)} h`}</td>
                    <td>{executionOf(proposal, move.id)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="quiet">Each item also gets a comment that says who approved the change.</p>
        </section>
        <section className="card stack tight">
          <h2>Load over the coming weeks</h2>
          <LoadBars loads={proposal.load.map((load) => ({ ...load, name: name(load.person_id) }))} />
          {proposal.predicted_effect && (
            <p>
              Expected after {proposal.predicted_effect.horizon_days} days: {proposal.predicted_effect.metric}{' '}
              from {figure(proposal.predicted_effect.before)} to {figure(proposal.predicted_effect.after)}{' '}
              {proposal.predicted_effect.unit} (80 % interval {figure(proposal.predicted_effect.lower80)} to{' '}
              {figure(proposal.predicted_effect.upper80)}).
            </p>
          )}
        </section>
        {proposal.may_decide && <Decide proposal={proposal} kept={kept} all={moves.length} reload={reload} />}
        <section className="card stack tight">
          <h2>Chain and history</h2>
          <p>
            {proposal.chain
              .map((step, index) => {
                const who =
                  step.person_ids.length > 0 ? step.person_ids.map(name).join(' or ') : 'anybody in HR';
                return `${index + 1}. ${step.role === 'hr' ? 'HR' : 'Manager'}: ${who}`;
              })
              .join(' · ')}
          </p>
          {proposal.history.length === 0 && <p className="quiet">No decision yet.</p>}
          <ul className="list">
            {proposal.history.map((entry) => (
              <li key={entry.id}>
                {moment(entry.at)}: {name(entry.decided_by)} {decisionWords[entry.type] ?? entry.type} version{' '}
                {entry.version}
                {entry.comment && (
                  <>
                    : “<SourceText>{entry.comment}</SourceText>”
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      </Cited>
    </>
  );
}

function executionOf(proposal: ProposalDetail, action: string): string {
  const found = proposal.executions.find((execution) => execution.action.id === action);
  if (found === undefined) return '–';
  if (found.state === 'done') return found.done_at === null ? 'done' : `done ${moment(found.done_at)}`;
  return found.reason === null ? found.state : `${found.state}: ${found.reason}`;
}

function Decide({
  proposal,
  kept,
  all,
  reload,
}: {
  proposal: ProposalDetail;
  kept: Set<string>;
  all: number;
  reload: () => void;
}) {
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [key] = useState(() => crypto.randomUUID());
  const narrowed = kept.size < all;
  const decide = async (type: 'approve' | 'edit' | 'reject' | 'respond') => {
    setBusy(true);
    setError(null);
    const edits =
      type === 'edit'
        ? {
            edits: {
              actions: proposal.actions.filter((action) => kept.has(action.id)).map(({ id }) => ({ id })),
            },
          }
        : {};
    const said = comment.trim() === '' ? {} : { comment };
    try {
      await post(
        `/api/interventions/${proposal.id}/decisions`,
        { version: proposal.version, hash: proposal.hash, type, ...edits, ...said },
        { 'idempotency-key': `${key}-${type}-${proposal.version}` },
      );
      reload();
    } catch (failure) {
      setError(failure);
      if (failure instanceof ApiError && failure.status === 409) reload();
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card stack tight">
      <h2>Your decision</h2>
      <label className="stack tight">
        <span className="quiet">Reason or question (needed to reject or ask)</span>
        <textarea
          rows={2}
          maxLength={4000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="row">
        {narrowed ? (
          <button
            type="button"
            className="button"
            disabled={busy || kept.size === 0}
            onClick={() => void decide('edit')}
          >
            Keep {kept.size} of {all} and make a new version
          </button>
        ) : (
          <button type="button" className="button" disabled={busy} onClick={() => void decide('approve')}>
            Approve exactly this
          </button>
        )}
        <button
          type="button"
          className="button second"
          disabled={busy || comment.trim() === ''}
          onClick={() => void decide('reject')}
        >
          Reject
        </button>
        <button
          type="button"
          className="button second"
          disabled={busy || comment.trim() === ''}
          onClick={() => void decide('respond')}
        >
          Ask
        </button>
      </div>
      <p className="quiet">
        {narrowed
          ? 'The new version is shown to you before you approve it.'
          : 'Before acting, Fairlead looks once more; if an item has changed, nothing is done.'}
      </p>
      {error !== null && <Failure error={error} />}
    </section>
  );
}
