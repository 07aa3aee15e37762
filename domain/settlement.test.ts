import { describe, expect, test } from 'vitest';
import type { Execution } from './action.ts';
import { UserError } from './errors.ts';
import { personId } from './ids.ts';
import type { Intervention } from './intervention.ts';
import { endState, planSettlement, stateAfterSettlement } from './settlement.ts';

const person = (name: string) => personId.parse(`per_${name}`);
const intervention = {
  subject_ids: [person('ann')],
  actions: [],
  chain: [{ role: 'manager', person_ids: [person('manager')] }],
  delegations: [{ version: 1, step: 0, to: person('head'), from: person('manager') }],
} as unknown as Intervention;
const row = (state: Execution['state'], kind = 'reassign_work_item') =>
  ({ effect_key: 'k', fence: 3, state, action: { kind } }) as unknown as Execution;

const codeOf = (state: Execution['state'], who: string, roles: ['hr'] | [] = [], note = 'Seen.') => {
  try {
    return planSettlement(
      row(state),
      intervention,
      { person_id: person(who), roles },
      {
        outcome: 'it_happened',
        note,
      },
    ).state;
  } catch (error) {
    return error instanceof UserError ? error.code : String(error);
  }
};

describe('an action whose answer was lost', () => {
  test('is settled by whoever may decide its proposal, or hr, and nobody whom it is about', () => {
    expect(codeOf('unknown', 'manager')).toBe('done');
    expect(codeOf('unknown', 'head')).toBe('done');
    expect(codeOf('unknown', 'hana', ['hr'])).toBe('done');
    expect(codeOf('unknown', 'ann', ['hr'])).toBe('not-allowed');
    expect(codeOf('unknown', 'cas')).toBe('not-allowed');
    expect(codeOf('unknown', 'manager', [], ' ')).toBe('invalid-input');
    for (const state of ['queued', 'leased', 'done', 'void', 'failed'] as const)
      expect(codeOf(state, 'manager')).toBe('already-decided');
  });

  test.each([
    ['it_happened', 'done'],
    ['try_again', 'queued'],
    ['give_up', 'failed'],
  ] as const)('%s makes it %s, as it was looked at', (outcome, state) => {
    const decider = { person_id: person('manager'), roles: [] };
    const request = { outcome, note: 'Looked in Jira.' };
    expect(planSettlement(row('unknown'), intervention, decider, request)).toEqual({
      effect_key: 'k',
      fence: 3,
      state,
      outcome,
      note: 'Looked in Jira.',
    });
  });
});

describe('where a proposal stands by its actions', () => {
  test.each([
    [['done', 'unknown'], 'needs_person'],
    [['done', 'failed'], 'executed'],
    [['failed', 'void'], 'failed'],
    [['void', 'void'], 'void'],
  ] as const)('%j is %s', (states, wanted) => {
    expect(endState(states.map((state) => row(state)))).toBe(wanted);
  });

  test('a comment alone doesn’t make it', () => {
    expect(endState([row('failed'), row('done', 'comment_on_work_item')])).toBe('failed');
    expect(endState([row('done', 'comment_on_work_item')])).toBe('executed');
  });

  test('what is to be tried again goes on, once nobody has to look at anything', () => {
    expect(stateAfterSettlement([row('queued'), row('done')])).toBe('executing');
    expect(stateAfterSettlement([row('queued'), row('unknown')])).toBe('needs_person');
    expect(stateAfterSettlement([row('done'), row('failed')])).toBe('executed');
  });
});
