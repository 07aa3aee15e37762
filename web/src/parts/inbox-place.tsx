import { Link, useLocation, useSearch } from 'wouter';
import type { ProposalList } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { filterOf, listOf, searchOf, shownOf } from './inbox-filter.ts';
import { KeyHelp } from './keyboard-help.tsx';
import { useKeys } from './keyboard-keys.ts';

const keyRows = [
  ['j', 'The next proposal of the inbox'],
  ['k', 'The one before'],
  ['a', 'Ask whether to approve exactly this'],
  ['e', 'Choose what to keep'],
  ['r', 'Say why you reject it'],
  ['u', 'Back to the inbox'],
  ['?', 'These keys'],
  ['Esc', 'Close'],
] as const;

/** Where in the inbox a proposal stands, and the way on. The list is the one that the reader came from. */
export function InboxPlace({ id }: { id: string }) {
  const filter = filterOf(useSearch());
  const [, navigate] = useLocation();
  const list = useResource<ProposalList>(listOf(filter));
  const shown = list.state === 'ready' ? shownOf(list.value.items, filter) : [];
  const at = shown.findIndex((proposal) => proposal.id === id);
  const search = searchOf(filter);
  const placeOf = (index: number) => {
    const found = shown[index];
    return found === undefined ? undefined : `/inbox/${found.id}${search}`;
  };
  // One that is no longer in the list (decided meanwhile) leads to the list's first.
  const next = placeOf(at + 1);
  const previous = at === -1 ? undefined : placeOf(at - 1);
  const to = (place: string | undefined) => (place === undefined ? undefined : () => navigate(place));
  useKeys({ j: to(next), k: to(previous), u: () => navigate(`/inbox${search}`) });
  return (
    <nav className="row no-print" aria-label="Inbox">
      <Link href={`/inbox${search}`}>Inbox</Link>
      {at !== -1 && (
        <span className="quiet">
          {at + 1} of {shown.length}
        </span>
      )}
      {previous !== undefined && <Link href={previous}>Previous</Link>}
      {next !== undefined && <Link href={next}>Next</Link>}
      <KeyHelp rows={keyRows} />
    </nav>
  );
}
