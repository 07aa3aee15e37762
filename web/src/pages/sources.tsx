import type { SourceList } from '../answers.ts';
import { PageHead } from '../parts/page-head.tsx';
import { SourceAccounts } from '../parts/source-accounts.tsx';
import { SourceCard } from '../parts/source-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

/** What is read, how it stands and what to do about it, the worst first; and whose accounts are whose. */
export function SourcesPage() {
  const sources = useResource<SourceList>('/api/sources');
  const items = sources.state === 'ready' ? sources.value.items.toSorted(worstFirst) : [];
  return (
    <>
      <PageHead title="Sources" />
      <div className="stack">
        {sources.state === 'loading' && <Loading what="sources" />}
        {sources.state === 'failed' && <Failure error={sources.error} retry={sources.reload} />}
        {sources.state === 'ready' && items.length === 0 && (
          <Empty>
            No source is set up. Try <code>npx fairlead sources add --help</code>.
          </Empty>
        )}
        {items.map((source) => (
          <SourceCard key={source.id} source={source} reload={sources.reload} />
        ))}
        {sources.state === 'ready' && <SourceAccounts sources={items} changed={sources.reload} />}
      </div>
    </>
  );
}

const order = ['failing', 'never', 'late', 'reading', 'partial', 'fresh', 'file', 'off'];

const worstFirst = (one: SourceList['items'][number], other: SourceList['items'][number]) =>
  order.indexOf(one.state.health) - order.indexOf(other.state.health) || one.name.localeCompare(other.name);
