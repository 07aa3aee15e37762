import { Link } from 'wouter';
import type { ProposalList } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { ProposalState } from './proposal-card.tsx';
import { SourceText } from './source-text.tsx';
import { byUrgency } from './words.ts';

/** What a cycle proposed, by name and the most urgent first; of those, what the reader may see. */
export function TeamProposals({ ids }: { ids: readonly string[] }) {
  const found = useResource<ProposalList>(ids.length === 0 ? null : '/api/interventions?limit=200');
  if (found.state !== 'ready') return null;
  const proposals = found.value.items.filter(({ id }) => ids.includes(id)).sort(byUrgency);
  if (proposals.length === 0) return null;
  return (
    <section className="stack close" aria-label="Proposed">
      <h3 className="overline">Proposed</h3>
      <ul className="list">
        {proposals.map(({ id, title, state }) => (
          <li key={id}>
            <Link href={`/inbox/${id}`}>
              <SourceText>{title}</SourceText>
            </Link>{' '}
            <ProposalState state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
