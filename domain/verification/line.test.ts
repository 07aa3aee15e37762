import { describe, expect, test } from 'vitest';
import { verifyLine } from './line.ts';

const line = {
  id: 'd1',
  draft: {
    subject: 'p1',
    period: { from: '2026-01-01', to: '2026-03-31' },
    claims: [{ text: 'Closed 15 issues in March.', citations: ['e1'] }],
  },
  evidence: [
    {
      id: 'e1',
      subject: 'p1',
      at: '2026-03-31',
      kind: 'observation',
      text: 'issues closed in 2026-03: 14',
      facts: [{ name: 'issues closed', value: 14, unit: 'count', period: '2026-03' }],
    },
  ],
};

test('the example of contract 4.4 is answered as it stands there', () => {
  expect(verifyLine({ ...line, id: 'd1' })).toEqual({
    id: 'd1',
    claims: [{ supported: false, reasons: ['number-not-in-evidence: 15'] }],
    verdict: 'fail',
  });
});

describe('input that is none', () => {
  test.each([
    [null, /line: /],
    [{ ...line, id: 3 }, /^id: /],
    [
      { ...line, draft: { ...line.draft, period: { from: '2026-02-30', to: '2026-03-31' } } },
      /draft\.period\.from: /,
    ],
    [
      { ...line, draft: { ...line.draft, period: { from: '2026-04-01', to: '2026-03-31' } } },
      /draft\.period: /,
    ],
    [{ ...line, draft: { ...line.draft, claims: [{ text: 'x' }] } }, /draft\.claims\.0\.citations: /],
    [{ ...line, evidence: [{ ...line.evidence[0], at: 'soon' }] }, /evidence\.0\.at: /],
  ])('names the field %#', (input, message) => {
    expect(() => verifyLine(input)).toThrow(message);
  });

  test('facts may be left out, other fields are passed over', () => {
    const evidence = [
      { id: 'e1', subject: 'p1', at: '2026-03-31', kind: 'record', text: '15 issues closed', extra: 1 },
    ];
    expect(verifyLine({ ...line, evidence }).verdict).toBe('pass');
  });
});

describe('input at the edge of sense', () => {
  const at = (text: string, period = { from: '2026-01-01', to: '2026-03-31' }) =>
    verifyLine({
      id: 'x',
      draft: { subject: 'p1', period, claims: [{ text, citations: ['e1'] }] },
      evidence: [
        {
          ...line.evidence[0],
          text,
          facts: [
            { name: text, value: text, unit: text, period: text },
            { name: 'constructor', value: 1e308, unit: '__proto__', period: 'x' },
          ],
        },
      ],
    });

  test.each([
    '\u0000',
    '\ud800',
    '{"lc":1}',
    '__proto__ constructor toString',
    '9'.repeat(400),
    '31 February 2026',
    '2026-13-45',
    'Q9 2026',
    '- - - -',
    '"""',
    '½½½',
    'first of the first of the first of the',
  ])('is answered and not thrown at: %j', (text) => {
    expect(at(text).claims).toHaveLength(1);
  });

  test('a period of ten thousand years is one too', () => {
    expect(at('In March and on Friday 3.', { from: '0001-01-01', to: '9999-12-31' }).claims).toHaveLength(1);
  });
});
