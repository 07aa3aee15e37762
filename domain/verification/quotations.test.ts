import { describe, expect, test } from 'vitest';
import { verifyDraft } from './verify.ts';

const evidence = [
  {
    id: 'e1',
    subject: 'p1',
    at: '2026-03-12',
    kind: 'record',
    text: 'ONE-7 (Bug): closed on 2026-03-12.',
    facts: [
      { name: 'key', value: 'ONE-7', unit: null, period: null },
      { name: 'title', value: 'Queue jumps by 40 places in release 6.1', unit: null, period: null },
    ],
  },
];
const reasonsOf = (text: string, known: string[] = []) =>
  verifyDraft(
    {
      subject: 'p1',
      period: { from: '2026-01-05', to: '2026-04-05' },
      claims: [{ text, citations: ['e1'] }],
    },
    evidence,
    { known_entities: known },
  ).claims[0]?.reasons;

describe('a quotation', () => {
  test('that is a fact word for word states nothing of its own', () => {
    expect(reasonsOf('ONE-7 "Queue jumps by 40 places in release 6.1" was closed on 12 March.')).toEqual([]);
  });

  test('that says something else is checked', () => {
    expect(reasonsOf('ONE-7 "Queue jumps by 41 places in release 6.1" was closed on 12 March.')).not.toEqual(
      [],
    );
  });

  test('lends its figures to no statement', () => {
    expect(reasonsOf('ONE-7 was closed on 12 March, 40 days late.')).not.toEqual([]);
  });
});

test('the digits of a known name are no figure, and stay one elsewhere', () => {
  expect(reasonsOf('Person 125 closed ONE-7 on 12 March.', ['Person 125'])).toEqual([]);
  expect(reasonsOf('Person 125 closed 125 items.', ['Person 125'])).not.toEqual([]);
});
