import { useState } from 'react';
import type { ProposalList } from '../answers.ts';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

const views = [
  { name: 'Waiting', query: '?state=awaiting_approval' },
  { name: 'All', query: '' },
];

export function Inbox() {
  const [view, setView] = useState(views[0]);
  const proposals = useResource<ProposalList>(`/api/interventions${view?.query ?? ''}`);
  return (
    <>
      <div className="page-head row">
        <h1>Inbox</h1>
        {views.map((choice) => (
          <button
            key={choice.name}
            type="button"
            className="cite"
            aria-pressed={choice === view}
            onClick={() => setView(choice)}
          >
            {choice.name}
          </button>
        ))}
      </div>
      {proposals.state === 'loading' && <Loading what="proposals" />}
      {proposals.state === 'failed' && <Failure error={proposals.error} retry={proposals.reload} />}
      {proposals.state === 'ready' && proposals.value.items.length === 0 && (
        <Empty>
          No proposals. They are made when a cycle finds somebody overloaded while a colleague has room.
        </Empty>
      )}
      {proposals.state === 'ready' && (
        <ul className="list">
          {proposals.value.items.map((proposal) => (
            <li key={proposal.id}>
              <ProposalCard proposal={proposal} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
