import { Link } from 'wouter';
import type { Proposal } from '../answers.ts';
import { SourceText } from './source-text.tsx';
import { counted, day, kinds, proposalStates } from './words.ts';

export function ProposalState({ state }: { state: string }) {
  const words = proposalStates[state] ?? { word: state, tone: 'plain' as const };
  return <span className={`tag ${words.tone}`}>{words.word}</span>;
}

interface ProposalCardProps {
  proposal: Proposal;
  /** What the list shows, so that the next and the previous are those of the list. */
  search?: string;
}

export function ProposalCard({ proposal, search = '' }: ProposalCardProps) {
  const moves = proposal.actions.filter((action) => action.kind === 'reassign_work_item').length;
  const about = kinds[proposal.kind] ?? 'Proposal';
  const reason = proposal.rationale[0];
  return (
    <Link href={`/inbox/${proposal.id}${search}`} className="card">
      <span className="stack close">
        <span className="row">
          <strong>
            <SourceText>{proposal.title}</SourceText>
          </strong>
          <ProposalState state={proposal.state} />
        </span>
        {reason && (
          <span className="measure">
            <SourceText>{reason.text}</SourceText>
          </span>
        )}
        <span className="quiet">
          {about}
          {moves > 0 && ` · ${counted(moves, 'move')}`} · proposed {day(proposal.created_at)} · open until{' '}
          {day(proposal.expires_on)}
        </span>
      </span>
    </Link>
  );
}
