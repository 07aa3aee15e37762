import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceItem } from '../evidence.ts';
import { verifyDraft } from './verify.ts';

const closed: EvidenceItem = {
  id: 'e1',
  subject: 'p1',
  at: '2026-03-31',
  kind: 'observation',
  text: 'issues closed in 2026-03: 14',
  facts: [{ name: 'issues closed', value: 14, unit: 'count', period: '2026-03' }],
};
const record: EvidenceItem = {
  id: 'e2',
  subject: 'p1',
  at: '2026-03-12',
  kind: 'record',
  text: 'PAY-42 closed on 2026-03-12, reviewed by Maria Lopez; 60 hours logged',
  facts: [{ name: 'hours logged', value: 60, unit: 'hours', period: '2026-03-12' }],
};
const period = { from: '2026-01-01', to: '2026-03-31' };

const reasonsOf = (
  text: string,
  citations = ['e1'],
  evidence: EvidenceItem[] = [closed, record],
  options = {},
) =>
  verifyDraft({ subject: 'p1', period, claims: [{ text, citations }] }, evidence, options).claims[0]?.reasons;

describe('a claim that its evidence bears out', () => {
  test.each([
    ['Closed 14 issues in March.', ['e1']],
    ['Fourteen issues were closed in March 2026.', ['e1']],
    ['Closed more than ten issues in March.', ['e1']],
    ['Closed about 15 issues in March.', ['e1']],
    ['PAY-42, reviewed by Maria Lopez, was closed on 12 March.', ['e2']],
    ['PAY-42 took 2.5 days of work.', ['e2']],
  ])('%s', (text, citations) => {
    expect(reasonsOf(text, citations)).toEqual([]);
  });
});

describe('a claim that its evidence does not bear out', () => {
  test.each([
    ['Closed 15 issues in March.', ['e1'], 'number-not-in-evidence: 15'],
    ['Closed over 20 issues in March.', ['e1'], 'number-not-in-evidence: 20'],
    ['Closed 14 hours in March.', ['e1'], 'unit-mismatch: 14 hours'],
    ['Closed 14 issues in February.', ['e1'], 'date-not-in-evidence: February'],
    ['Closed 14 issues in March, the most in the team.', ['e1'], 'superlative-unsupported: most'],
    ['Closed 14 issues in March because of better planning.', ['e1'], 'cause-unsupported: because'],
    ['Did not close 14 issues in March.', ['e1'], 'negation-mismatch: close'],
    ['Issues closed fell to 14 in March.', ['e1'], 'direction-mismatch: fell'],
    ['PAY-24 was closed on 12 March.', ['e2'], 'entity-not-in-evidence: PAY-24'],
    ['PAY-42 was reviewed by Marco Rossi.', ['e2'], 'entity-not-in-evidence: Marco Rossi'],
  ])('%s', (text, citations, reason) => {
    expect(reasonsOf(text, citations)).toContain(reason);
  });
});

describe('a citation', () => {
  test('must be there', () => {
    expect(reasonsOf('Closed 14 issues in March.', [])).toEqual(['no-citation: Closed 14 issues in March.']);
  });
  test('must be known, and readable by the reader', () => {
    expect(reasonsOf('Closed 14 issues in March.', ['e9'])).toEqual(['unknown-citation: e9']);
    expect(reasonsOf('Closed 14 issues in March.', ['e1'], [closed], { readable: [] })).toEqual([
      'unknown-citation: e1',
    ]);
  });
  test('must be about the draft’s subject, or about the team where the claim says so', () => {
    const team = [{ ...closed, subject: 't1' }];
    expect(reasonsOf('Closed 14 issues in March.', ['e1'], team)).toEqual(['wrong-subject: e1']);
    expect(reasonsOf('The team closed 14 issues in March.', ['e1'], team, { team_subjects: ['t1'] })).toEqual(
      [],
    );
    expect(reasonsOf('Closed 14 issues in March.', ['e1'], team, { team_subjects: ['t1'] })).toEqual([
      'wrong-subject: e1',
    ]);
  });
  test('must lie in the period', () => {
    expect(reasonsOf('Closed 14 issues in March.', ['e1'], [{ ...closed, at: '2026-04-01' }])).toEqual([
      'outside-period: e1',
    ]);
  });
});

test('names that the caller vouches for need no evidence', () => {
  expect(reasonsOf('Ada Byron closed 14 issues in March.')).toEqual(['entity-not-in-evidence: Ada Byron']);
  expect(
    reasonsOf('Ada Byron closed 14 issues in March.', ['e1'], [closed], { known_entities: ['Ada Byron'] }),
  ).toEqual([]);
});

test('disguised characters neither hide a wrong number nor spoil a right one', () => {
  expect(reasonsOf('Closed １４ issues in Ma\u200brch.')).toEqual([]);
  expect(reasonsOf('Closed 1\u200b5 issues in March.')).toEqual(['number-not-in-evidence: 15']);
  expect(reasonsOf('Сlosed ١٥ issues in March.')).toEqual(['number-not-in-evidence: 15']);
});

test('a draft passes when each claim does, and when it claims nothing', () => {
  expect(verifyDraft({ subject: 'p1', period, claims: [] }, [closed]).verdict).toBe('pass');
  const claims = [
    { text: 'Closed 14 issues in March.', citations: ['e1'] },
    { text: 'Closed 15 issues in March.', citations: ['e1'] },
  ];
  const verdict = verifyDraft({ subject: 'p1', period, claims }, [closed]);
  expect(verdict.verdict).toBe('fail');
  expect(verdict.claims.map(({ supported }) => supported)).toEqual([true, false]);
});

describe('whatever the text', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom(
        ...'closed 14 issues in March by not half a quarter Q1 the last two weeks of from to - , . " 12/03/2026 0 % € PAY-1 1,000 twice one in eight and May 31'.split(
          ' ',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 30 },
  );

  test('it never throws, and says the same twice', () => {
    fc.assert(
      fc.property(words, words, (claim, evidence) => {
        const item = { ...closed, text: evidence.join(' ') };
        const once = reasonsOf(claim.join(' '), ['e1'], [item]);
        expect(reasonsOf(claim.join(' '), ['e1'], [item])).toEqual(once);
        for (const reason of once ?? []) expect(reason).toMatch(/^[a-z-]+: /);
      }),
      { numRuns: 300 },
    );
  });

  test('a number that stands nowhere in the evidence is never supported', () => {
    fc.assert(
      fc.property(fc.integer({ min: 15, max: 100_000 }), (value) => {
        expect(reasonsOf(`Closed ${value} issues in March.`)).not.toEqual([]);
      }),
    );
  });

  test('the order of evidence and of citations changes nothing', () => {
    const text = 'Closed 14 issues in March; PAY-42 was closed on 12 March.';
    expect(reasonsOf(text, ['e1', 'e2'], [closed, record])).toEqual(
      reasonsOf(text, ['e2', 'e1'], [record, closed]),
    );
  });
});
