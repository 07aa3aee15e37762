import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Action, ProposalDetail } from '../answers.ts';
import { Cited, ClaimText } from '../parts/claims.tsx';
import { Decide } from '../parts/decide.tsx';
import { History } from '../parts/history.tsx';
import { LoadBars } from '../parts/load-bars.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalState } from '../parts/proposal-card.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { day, executionStates, figure, moment, quantity } from '../parts/words.ts';
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

type Move = Extract<Action, { kind: 'reassign_work_item' }>;
const isMove = (action: Action): action is Move => action.kind === 'reassign_work_item';

interface ShownProps {
  proposal: ProposalDetail;
  error: unknown;
  onError: (error: unknown) => void;
  reload: () => void;
}

function Shown({ proposal, error, onError, reload }: ShownProps) {
  const moves = proposal.actions.filter(isMove);
  const [kept, setKept] = useState<ReadonlySet<string>>(() => new Set(moves.map((move) => move.id)));
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
      </PageHead>
      <Cited order={proposal.rationale.flatMap((claim) => claim.citations)}>
        <section className="card stack tight">
          <h2>Why</h2>
          {proposal.rationale.map((claim) => (
            <p key={claim.text} className="measure">
              <ClaimText claim={claim} />
            </p>
          ))}
        </section>
        <Moves proposal={proposal} moves={moves} kept={kept} toggle={toggle} />
        <section className="card stack tight">
          <h2>Load against capacity</h2>
          <LoadBars loads={proposal.load.map((load) => ({ ...load, name: name(load.person_id) }))} />
          {proposal.predicted_effect && <Effect effect={proposal.predicted_effect} />}
          {proposal.outcome && (
            <p className="measure">
              Measured {day(proposal.outcome.measured_at)}:{' '}
              {quantity(proposal.outcome.measured, proposal.outcome.unit)}, where{' '}
              {quantity(proposal.outcome.predicted, proposal.outcome.unit)} was expected.
            </p>
          )}
        </section>
        {proposal.may_decide && (
          <Decide
            proposal={proposal}
            kept={kept}
            all={moves.length}
            error={error}
            onError={onError}
            reload={reload}
          />
        )}
        {!proposal.may_decide && error !== null && <Failure error={error} />}
        <History proposal={proposal} />
      </Cited>
    </>
  );
}

interface MovesProps {
  proposal: ProposalDetail;
  moves: Move[];
  kept: ReadonlySet<string>;
  toggle: (id: string) => void;
}

function Moves({ proposal, moves, kept, toggle }: MovesProps) {
  const open = proposal.state === 'awaiting_approval';
  const person = (id: string) => <Link href={`/people/${id}`}>{proposal.names[id] ?? id}</Link>;
  return (
    <section className="card stack tight">
      <h2>{open ? 'What would be done' : 'What was proposed'}</h2>
      <Scroll label="Moves">
        <table className="figures">
          <thead>
            <tr>
              {proposal.may_decide && <th>Keep</th>}
              <th>Work item</th>
              <th>From</th>
              <th>To</th>
              <th className="number">Left to do</th>
              {!open && <th>Carried out</th>}
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={move.id} className={kept.has(move.id) ? undefined : 'dropped'}>
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
                  <strong className="nowrap">{move.key}</strong> <SourceText>{move.title ?? ''}</SourceText>
                </td>
                <td>{person(move.from_person_id)}</td>
                <td>{person(move.to_person_id)}</td>
                <td className="number">{move.hours === null ? 'unknown' : quantity(move.hours, 'hours')}</td>
                {!open && <td>{executionOf(proposal, move.id)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="quiet measure">Each item also gets a comment that says why it moved.</p>
    </section>
  );
}

function executionOf(proposal: ProposalDetail, action: string): string {
  const found = proposal.executions.find((execution) => execution.action.id === action);
  if (found === undefined) return '–';
  const word = executionStates[found.state] ?? found.state;
  if (found.state === 'done' && found.done_at !== null) return `${word}, ${moment(found.done_at)}`;
  return found.reason === null ? word : `${word}: ${found.reason}`;
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
