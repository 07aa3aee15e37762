import { useState } from 'react';
import type { ProposalList } from '../answers.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

const views = {
  Waiting: { query: '?state=awaiting_approval', empty: 'Nothing waits for a decision.' },
  All: {
    query: '',
    empty: 'No proposals. They are made when a cycle finds somebody overloaded while a colleague has room.',
  },
};
const names = ['Waiting', 'All'] as const;

export function Inbox() {
  const [view, setView] = useState<(typeof names)[number]>('Waiting');
  const proposals = useResource<ProposalList>(`/api/interventions${views[view].query}`);
  return (
    <>
      <PageHead title="Inbox">
        <div className="row">
          {names.map((name) => (
            <button
              key={name}
              type="button"
              className="button second small"
              aria-pressed={name === view}
              onClick={() => setView(name)}
            >
              {name}
            </button>
          ))}
        </div>
      </PageHead>
      {proposals.state === 'loading' && <Loading what="proposals" />}
      {proposals.state === 'failed' && <Failure error={proposals.error} retry={proposals.reload} />}
      {proposals.state === 'ready' && proposals.value.items.length === 0 && (
        <Empty>{views[view].empty}</Empty>
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
