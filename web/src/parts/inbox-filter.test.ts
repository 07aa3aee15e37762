import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../answers.ts';
import { filterOf, listOf, searchOf, shownOf } from './inbox-filter.ts';
import { kinds, proposalStates } from './words.ts';

const filters = fc.record({
  state: fc.constantFrom('all', ...Object.keys(proposalStates)),
  kind: fc.constantFrom('all', ...Object.keys(kinds)),
  mine: fc.boolean(),
});

describe('the filter of the inbox', () => {
  it('is the same after it stood in an address', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterOf(searchOf(filter))).toEqual(filter);
      }),
    );
    expect(searchOf(filterOf(''))).toBe('');
  });

  it('keeps what a key wishes out of it', () => {
    expect(searchOf(filterOf('?kind=unblock&do=approve'))).toBe('?kind=unblock');
  });

  it('asks the server for one state, or for all', () => {
    expect(listOf(filterOf(''))).toContain('state=awaiting_approval');
    expect(listOf(filterOf('?state=all'))).not.toContain('state=');
  });

  it('shows what fits, what can’t wait first, and leaves nothing else out', () => {
    const proposals = fc.array(
      fc.record({ kind: fc.constantFrom(...Object.keys(kinds)), may_decide: fc.boolean() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(proposals, filters, (made, filter) => {
        const all = made as unknown as Proposal[];
        const shown = shownOf(all, filter);
        const fits = (one: Proposal) =>
          (filter.kind === 'all' || one.kind === filter.kind) && (!filter.mine || one.may_decide);
        expect(new Set(shown)).toEqual(new Set(all.filter(fits)));
        const first = shown.findIndex(({ kind }) => kind === 'burnout_warning');
        expect(first).toBeLessThanOrEqual(0);
      }),
    );
  });
});
