import { useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Proposal, ProposalList } from '../answers.ts';
import { filterOf, type InboxFilter, listOf, searchOf, shownOf } from '../parts/inbox-filter.ts';
import { KeyHelp } from '../parts/keyboard-help.tsx';
import { useKeys } from '../parts/keyboard-keys.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { counted, kinds, proposalStates } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

const keyRows = [
  ['j', 'The next proposal'],
  ['k', 'The one before'],
  ['Enter', 'Open it'],
  ['a', 'Open it and ask whether to approve it'],
  ['e', 'Open it and choose what to keep'],
  ['r', 'Open it and say why you reject it'],
  ['?', 'These keys'],
  ['Esc', 'Close'],
] as const;

export function Inbox() {
  const filter = filterOf(useSearch());
  const [, navigate] = useLocation();
  const proposals = useResource<ProposalList>(listOf(filter));
  const change = (wish: Partial<InboxFilter>) =>
    navigate(`/inbox${searchOf({ ...filter, ...wish })}`, { replace: true });
  const all = proposals.state === 'ready' ? proposals.value.items : [];
  return (
    <>
      <PageHead title="Inbox">
        <Filters filter={filter} proposals={all} change={change} />
      </PageHead>
      {proposals.state === 'loading' && <Loading what="proposals" />}
      {proposals.state === 'failed' && <Failure error={proposals.error} retry={proposals.reload} />}
      {proposals.state === 'ready' && (
        <Found filter={filter} proposals={all} more={proposals.value.next !== null} />
      )}
    </>
  );
}

interface FiltersProps {
  filter: InboxFilter;
  proposals: readonly Proposal[];
  change: (wish: Partial<InboxFilter>) => void;
}

function Filters({ filter, proposals, change }: FiltersProps) {
  const many = (kind: string) => proposals.filter((one) => one.kind === kind).length;
  const mine = proposals.filter((one) => one.may_decide).length;
  return (
    <search className="choices">
      <label>
        State
        <select
          className="field"
          value={filter.state}
          onChange={(event) => change({ state: event.target.value })}
        >
          <option value="all">all</option>
          {Object.entries(proposalStates).map(([state, { word }]) => (
            <option key={state} value={state}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        Kind
        <select
          className="field"
          value={filter.kind}
          onChange={(event) => change({ kind: event.target.value })}
        >
          <option value="all">all ({proposals.length})</option>
          {Object.entries(kinds)
            .filter(([kind]) => many(kind) > 0 || kind === filter.kind)
            .map(([kind, word]) => (
              <option key={kind} value={kind}>
                {word} ({many(kind)})
              </option>
            ))}
        </select>
      </label>
      <button
        type="button"
        className="button second small"
        aria-pressed={filter.mine}
        onClick={() => change({ mine: !filter.mine })}
      >
        For me to decide ({mine})
      </button>
      <KeyHelp rows={keyRows} />
    </search>
  );
}

interface FoundProps {
  filter: InboxFilter;
  proposals: readonly Proposal[];
  more: boolean;
}

function Found({ filter, proposals, more }: FoundProps) {
  const [, navigate] = useLocation();
  const list = useRef<HTMLUListElement>(null);
  const shown = shownOf(proposals, filter);
  const search = searchOf(filter);
  const links = () => [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.card') ?? [])];
  const at = () => links().findIndex((link) => link.matches(':focus'));
  const step = (by: number) => {
    const all = links();
    const target = at() === -1 && by < 0 ? all.length - 1 : at() + by;
    all[Math.max(0, Math.min(all.length - 1, target))]?.focus();
  };
  // Whoever decides sees what they decide on: from the list a key opens the proposal and asks there.
  const open = (what: string) => () => {
    const chosen = shown[Math.max(0, at())];
    if (chosen !== undefined) navigate(`/inbox/${chosen.id}${search === '' ? '?' : `${search}&`}do=${what}`);
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    a: open('approve'),
    e: open('edit'),
    r: open('reject'),
  });
  return (
    <div className="stack tight">
      <p className="quiet" role="status">
        {counted(shown.length, 'proposal')}
        {more && ', of the newest 200'}
      </p>
      {shown.length === 0 && <Empty>{emptyWords(filter, proposals.length)}</Empty>}
      <ul className="list" ref={list}>
        {shown.map((proposal) => (
          <li key={proposal.id}>
            <ProposalCard proposal={proposal} search={search} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function emptyWords({ state }: InboxFilter, unfiltered: number): string {
  if (unfiltered > 0)
    return 'Nothing of that: there are others, of another kind or for somebody else to decide.';
  if (state === 'awaiting_approval') return 'Nothing waits for a decision.';
  if (state === 'all')
    return 'No proposals. They are made when a cycle finds somebody overloaded while a colleague has room.';
  return 'No proposal is in that state.';
}
