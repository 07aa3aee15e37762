import { Link } from 'wouter';
import type { ApprovalHealth, ProposalList } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { ProposalState } from './proposal-card.tsx';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { counted, day, duration } from './words.ts';

const NEWEST = 6;

/** Proposals that are decided, the newest first. */
export function HomeDecided() {
  const proposals = useResource<ProposalList>('/api/interventions?limit=100');
  const decided =
    proposals.state === 'ready'
      ? proposals.value.items.filter(({ state }) => state !== 'awaiting_approval').slice(0, NEWEST)
      : [];
  return (
    <section className="card stack tight" aria-labelledby="decided">
      <h2 id="decided">Decided lately</h2>
      {proposals.state === 'loading' && <Loading what="decisions" />}
      {proposals.state === 'failed' && <Failure error={proposals.error} retry={proposals.reload} />}
      {proposals.state === 'ready' && decided.length === 0 && <Empty>Nothing has been decided yet.</Empty>}
      {decided.length > 0 && (
        <ul className="list ruled">
          {decided.map((proposal) => (
            <li key={proposal.id} className="stack close">
              <span className="row apart">
                <Link href={`/inbox/${proposal.id}`}>
                  <SourceText>{proposal.title}</SourceText>
                </Link>
                <ProposalState state={proposal.state} />
              </span>
              <span className="quiet">proposed {day(proposal.created_at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Where hr sees whether it is fair: how decisions are taken, and what came of them. */
export function HomeFair() {
  const health = useResource<ApprovalHealth>('/api/approval-health?days=91');
  return (
    <section className="card stack tight" aria-labelledby="fair">
      <h2 id="fair">Is it fair?</h2>
      {health.state === 'loading' && <Loading what="how decisions are taken" />}
      {health.state === 'failed' && <Failure error={health.error} retry={health.reload} />}
      {health.state === 'ready' && <Figures health={health.value} />}
      <p className="measure">
        <Link href="/approvals">How proposals are decided</Link> ·{' '}
        <Link href="/outcomes">What came of them</Link> · <Link href="/audit">Who did what</Link>
      </p>
    </section>
  );
}

function Figures({
  health: { since, decisions, median_hours, quick, unseen, open },
}: {
  health: ApprovalHealth;
}) {
  return (
    <p className="measure">
      Since {day(since)}: {counted(decisions, 'decision')}
      {median_hours !== null && `, half of them within ${duration(median_hours)}`}
      {decisions > 0 && `; ${quick} faster than one can read, ${unseen} without having opened the proposal`}.{' '}
      {counted(open.length, 'proposal waits', 'proposals wait')} for somebody.
    </p>
  );
}
