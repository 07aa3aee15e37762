import { describe, expect, test } from 'vitest';
import { ids, someone } from '#store/testing/company.ts';
import { move, proposalContent } from '#store/testing/proposal.ts';
import { redraft } from './redraft.ts';

const people = [
  someone(ids.ann, { name: 'Ann Ames' }),
  someone(ids.bob, { name: 'Bob Baker' }),
  someone(ids.cas, { name: 'Cas Cole' }),
];
const context = { people, identities: [] };
const load = people.map(({ id }) => ({
  person_id: id,
  capacity_hours: 36,
  before_hours: 40,
  after_hours: 30,
}));
const actions = [move('1'), { ...move('2'), to_person_id: ids.cas }, { ...move('3'), receiver_hours: 8 }];
const content = { ...proposalContent, actions, load };

const keysAfter = (comment: string) =>
  redraft(content, comment, context)?.actions.flatMap((action) => ('key' in action ? [action.key] : [])) ??
  null;

describe('an objection', () => {
  test.each<[string, string[] | null]>([
    ['Please leave PAY-1 with Ann.', ['PAY-2', 'PAY-3']],
    ['Not PAY-1, and without PAY-3', ['PAY-2']],
    ['Don’t give anything to Bob, he is on leave', ['PAY-2']],
    ['not to cas cole', ['PAY-1', 'PAY-3']],
    ['Ohne PAY-2 bitte', ['PAY-1', 'PAY-3']],
    ['PAY-1 is fine.', null],
    ['Keep PAY-10 where it is', null],
    ['Not to Bob; not to Cas', null],
    ['I do not like this at all', null],
    ['', null],
  ])('“%s” leaves %j', (comment, wanted) => {
    expect(keysAfter(comment)).toEqual(wanted);
  });

  test('takes the load picture with it', () => {
    expect(redraft(content, 'without PAY-1', context)?.load).not.toEqual(content.load);
  });
});

describe('a question', () => {
  test('about a person is answered from the proposal’s own figures', () => {
    const asked = redraft(content, 'Why Bob?', context);
    expect(asked?.rationale.at(-1)?.text).toBe(
      'Bob Baker has 40 h of open work for 36 h of time, and would have 30 h after this.',
    );
    expect(asked?.actions).toEqual(actions);
  });

  test('about an item too', () => {
    expect(redraft(content, 'How much work is PAY-3?', context)?.rationale.at(-1)?.text).toBe(
      'PAY-3 is 6 h of work where it is now, about 8 h for the receiver.',
    );
  });

  test('is not answered twice, nor where no figure answers it', () => {
    const once = redraft(content, 'Why Bob?', context) ?? content;
    expect(redraft(once, 'Why Bob?', context)).toBeNull();
    expect(redraft(content, 'Why now?', context)).toBeNull();
  });
});
