import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { DecisionRequest, ProposalDetail } from '../answers.ts';
import { ApiError, post } from '../api.ts';
import { actionsPlace } from './actions.tsx';
import { ApproveDialog, RejectDialog } from './decide-dialogs.tsx';
import { useKeys } from './keyboard-keys.ts';
import { Failure } from './states.tsx';
import { decisionWords, moment } from './words.ts';

interface DecideProps {
  proposal: ProposalDetail;
  kept: ReadonlySet<string>;
  all: number;
  error: unknown;
  onError: (error: unknown) => void;
  reload: () => void;
}

/** Names exactly the version and hash that are shown; whoever else was faster wins, and the page says so. */
export function Decide({ proposal, kept, all, error, onError, reload }: DecideProps) {
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  // The same key until there was an answer: a request whose answer got lost is never taken twice.
  const key = useRef(crypto.randomUUID());
  const decide = async (type: DecisionRequest['type']) => {
    const actions = proposal.actions.filter((action) => kept.has(action.id)).map(({ id }) => ({ id }));
    const request: DecisionRequest = {
      version: proposal.version,
      hash: proposal.hash,
      type,
      ...(type === 'edit' ? { edits: { actions } } : {}),
      ...(comment.trim() === '' ? {} : { comment }),
    };
    setBusy(true);
    onError(null);
    try {
      await post(`/api/interventions/${proposal.id}/decisions`, request, { 'idempotency-key': key.current });
      key.current = crypto.randomUUID();
      setComment('');
      reload();
    } catch (failure) {
      onError(failure);
      const answered = failure instanceof ApiError && failure.status !== 0;
      if (answered) key.current = crypto.randomUUID();
      if (answered && failure.status === 409) reload();
    } finally {
      setBusy(false);
    }
  };
  const narrowed = kept.size < all;
  const unsaid = comment.trim() === '';
  const [asking, setAsking] = useAsking();
  const answer = (type: DecisionRequest['type']) => {
    setAsking(null);
    void decide(type);
  };
  useKeys({ a: () => setAsking('approve'), e: toChoices, r: () => setAsking('reject') });
  return (
    <section className="card stack tight no-print">
      <h2>Your decision</h2>
      <label className="stack close">
        <span>Comment</span>
        <span className="quiet">Needed when you reject or ask.</span>
        <textarea
          className="field"
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
            Keep {kept.size} of {all}
          </button>
        ) : (
          <button type="button" className="button" disabled={busy} onClick={() => void decide('approve')}>
            Approve exactly this
          </button>
        )}
        <button
          type="button"
          className="button second"
          disabled={busy || unsaid}
          onClick={() => void decide('reject')}
        >
          Reject
        </button>
        <button
          type="button"
          className="button second"
          disabled={busy || unsaid}
          onClick={() => void decide('respond')}
        >
          Ask
        </button>
      </div>
      <p className="quiet measure">{hint(narrowed, kept.size)}</p>
      {error !== null && <DecisionFailure error={error} proposal={proposal} />}
      {asking === 'approve' && kept.size > 0 && (
        <ApproveDialog
          proposal={proposal}
          kept={kept}
          all={all}
          onYes={() => answer(narrowed ? 'edit' : 'approve')}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'reject' && (
        <RejectDialog
          comment={comment}
          onComment={setComment}
          onYes={() => answer('reject')}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

interface DecisionFailureProps {
  error: unknown;
  proposal: ProposalDetail;
}

/** Whoever was faster is named: the decision is in the history that has just been read anew. */
export function DecisionFailure({ error, proposal }: DecisionFailureProps) {
  const late = error instanceof ApiError && error.code === 'already-decided';
  const first = late
    ? proposal.history.findLast(({ type }) => type === 'approve' || type === 'reject')
    : undefined;
  if (first === undefined) return <Failure error={error} />;
  return (
    <div className="card stack tight" role="alert">
      <strong>Somebody was faster.</strong>
      <span className="measure">
        {proposal.names[first.decided_by] ?? first.decided_by} {decisionWords[first.type]} it{' '}
        {moment(first.at)}. Your decision changed nothing.
      </span>
    </div>
  );
}

type Asking = 'approve' | 'reject' | null;

/** To the first box that says whether a change is kept; where nothing can be chosen, to the comment. */
function toChoices(): void {
  const boxes = document.querySelector<HTMLElement>(`#${actionsPlace} input[type="checkbox"]`);
  (boxes ?? document.querySelector<HTMLElement>('textarea'))?.focus();
}

/** What the page asks; whoever comes from the list with `?do=` is asked at once. */
function useAsking() {
  const wishes = new URLSearchParams(useSearch());
  const [place, navigate] = useLocation();
  const wish = wishes.get('do');
  const [asking, setAsking] = useState<Asking>(wish === 'approve' || wish === 'reject' ? wish : null);
  wishes.delete('do');
  const rest = wishes.size === 0 ? place : `${place}?${wishes}`;
  useEffect(() => {
    if (wish === null) return;
    if (wish === 'edit') toChoices();
    navigate(rest, { replace: true });
  }, [wish, rest, navigate]);
  return [asking, setAsking] as const;
}

function hint(narrowed: boolean, kept: number): string {
  if (kept === 0) return 'Keep at least one, or reject the proposal with a comment.';
  if (narrowed)
    return 'This makes a new version with what you keep, and shows it to you before you approve it.';
  return 'Before anything is changed, each item is looked at once more; if it has moved meanwhile, nothing is done to it.';
}
