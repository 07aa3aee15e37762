import type { Proposal } from '../answers.ts';
import { byUrgency } from './words.ts';

/** What of the inbox is shown; it stands in the address, so that it can be kept and sent to somebody. */
export interface InboxFilter {
  /** A state of proposals, or `all`. */
  state: string;
  /** A kind of proposals, or `all`. */
  kind: string;
  /** Only what waits for the reader. */
  mine: boolean;
}

const WAITING = 'awaiting_approval';

export function filterOf(search: string): InboxFilter {
  const asked = new URLSearchParams(search);
  return {
    state: asked.get('state') ?? WAITING,
    kind: asked.get('kind') ?? 'all',
    mine: asked.get('mine') === 'yes',
  };
}

/** `?kind=unblock`; empty for what is shown without a wish. */
export function searchOf({ state, kind, mine }: InboxFilter): string {
  const wishes = new URLSearchParams();
  if (state !== WAITING) wishes.set('state', state);
  if (kind !== 'all') wishes.set('kind', kind);
  if (mine) wishes.set('mine', 'yes');
  return wishes.size === 0 ? '' : `?${wishes}`;
}

/** The list that the filter's state asks for. */
export const listOf = ({ state }: InboxFilter) =>
  `/api/interventions?limit=200${state === 'all' ? '' : `&state=${encodeURIComponent(state)}`}`;

/** What is shown of a list, in its order: what can't wait first. */
export const shownOf = (proposals: readonly Proposal[], { kind, mine }: InboxFilter): Proposal[] =>
  proposals
    .filter((one) => (kind === 'all' || one.kind === kind) && (!mine || one.may_decide))
    .toSorted(byUrgency);
