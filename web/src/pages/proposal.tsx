import { useEffect, useState } from 'react';
import type { ProposalDetail } from '../answers.ts';
import { Actions, leadingActions } from '../parts/actions.tsx';
import { mayStandFor, PutBack, Rehearse, Unclear } from '../parts/afterwards.tsx';
import { Cited, ClaimText } from '../parts/claims.tsx';
import { Decide, DecisionFailure } from '../parts/decide.tsx';
import { claimOf, Handling } from '../parts/handling.tsx';
import { History } from '../parts/history.tsx';
import { InboxPlace } from '../parts/inbox-place.tsx';
import { LoadBars } from '../parts/load-bars.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalState } from '../parts/proposal-card.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { day, figure, quantity } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

/** States in which the server still has something to do: the page asks again until it is done. */
const moving = ['approved', 'executing'];
const ASK_AGAIN_MS = 1500;

export function ProposalPage({ id }: { id: string }) {
  const proposal = useResource<ProposalDetail>(`/api/interventions/${id}`);
  // Kept here: a decision that came too late brings another version, and its message must outlive the change.
  const [error, setError] = useState<unknown>(null);
  const state = proposal.state === 'ready' ? proposal.value.state : null;
  const { reload } = proposal;
  useEffect(() => {
    if (state === null || !moving.includes(state)) return;
    const timer = setInterval(reload, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [state, reload]);
  if (proposal.state === 'loading') return <Loading what="the proposal" />;
  if (proposal.state === 'failed') return <Failure error={proposal.error} retry={proposal.reload} />;
  return (
    <Shown
      key={proposal.value.hash}
      proposal={proposal.value}
      error={error}
      onError={setError}
      reload={proposal.reload}
    />
  );
}

interface ShownProps {
  proposal: ProposalDetail;
  error: unknown;
  onError: (error: unknown) => void;
  reload: () => void;
}

function Shown({ proposal, error, onError, reload }: ShownProps) {
  const leading = leadingActions(proposal.actions);
  const [kept, setKept] = useState<ReadonlySet<string>>(() => new Set(leading.map(({ id }) => id)));
  const { me } = useSession();
  const claim = claimOf(proposal);
  const heldByOther = claim !== null && claim.by !== me.person.id;
  const name = (id: string) => proposal.names[id] ?? id;
  const toggle = (id: string) => {
    const next = new Set(kept);
    if (!next.delete(id)) next.add(id);
    setKept(next);
  };
  return (
    <>
      <PageHead title={proposal.title}>
        <div className="row" role="status">
          <ProposalState state={proposal.state} />
          <span className="quiet">
            version {proposal.version}
            {proposal.state === 'awaiting_approval' && `, open until ${day(proposal.expires_on)}`}
          </span>
        </div>
        <InboxPlace id={proposal.id} />
      </PageHead>
      {proposal.debrief !== null && (
        <p className="card measure" role="status">
          {proposal.debrief}
        </p>
      )}
      <Cited order={proposal.rationale.flatMap((claim) => claim.citations)}>
        <section className="card stack tight">
          <h2>Why</h2>
          {proposal.rationale.map((claim, index) => (
            <p key={claim.text} className="measure">
              <ClaimText
                claim={claim}
                {...(proposal.subject_ids.length > 0
                  ? { place: { kind: 'intervention' as const, id: proposal.id, claim: index } }
                  : {})}
              />
            </p>
          ))}
        </section>
        <Actions proposal={proposal} kept={kept} toggle={toggle} />
        <section className="card stack tight">
          {proposal.load.length > 0 ? (
            <>
              <h2>Load against capacity</h2>
              <LoadBars loads={proposal.load.map((load) => ({ ...load, name: name(load.person_id) }))} />
            </>
          ) : (
            <h2>What is expected of it</h2>
          )}
          {proposal.load.length === 0 && proposal.predicted_effect === null && (
            <p className="quiet">No figure is promised for this.</p>
          )}
          {proposal.predicted_effect && <Effect effect={proposal.predicted_effect} />}
          {proposal.outcome && (
            <p className="measure">
              Measured {day(proposal.outcome.measured_at)}:{' '}
              {quantity(proposal.outcome.measured, proposal.outcome.unit)}, where{' '}
              {quantity(proposal.outcome.predicted, proposal.outcome.unit)} was expected.
            </p>
          )}
        </section>
        <Unclear proposal={proposal} reload={reload} />
        {proposal.may_decide && !heldByOther && (
          <Decide
            proposal={proposal}
            kept={kept}
            all={leading.length}
            error={error}
            onError={onError}
            reload={reload}
          />
        )}
        {(!proposal.may_decide || heldByOther) && error !== null && (
          <DecisionFailure error={error} proposal={proposal} />
        )}
        {proposal.state === 'awaiting_approval' && proposal.may_decide && <Rehearse proposal={proposal} />}
        {['executed', 'measured'].includes(proposal.state) &&
          mayStandFor(proposal, me.person.id, me.roles) && <PutBack proposal={proposal} />}
        {proposal.state === 'awaiting_approval' && <Handling proposal={proposal} reload={reload} />}
        <History proposal={proposal} />
      </Cited>
    </>
  );
}

function Effect({ effect }: { effect: NonNullable<ProposalDetail['predicted_effect']> }) {
  const { metric, unit, before, after, lower80, upper80, horizon_days } = effect;
  return (
    <p className="measure">
      Expected in {horizon_days} days: {metric} from {quantity(before, unit)} to{' '}
      <strong>{quantity(after, unit)}</strong>{' '}
      <span className="quiet">
        (four times in five between {figure(lower80)} and {quantity(upper80, unit)})
      </span>
    </p>
  );
}
