import { describe, expect, test } from 'vitest';
import { claimCase } from '#domain/evaluation.ts';
import { verifyDraft } from '#domain/verification/verify.ts';
import { type CaptureQuestion, capturedCaseOf } from './captured-case.ts';

const question: CaptureQuestion = {
  id: 'evc_1',
  claim: { text: 'Tomás Brandvik closed 14 work items; PAY-42 was the last.', citations: ['evd_9', 'evd_7'] },
  subject: 'per_tomas',
  period: { from: '2026-01-05', to: '2026-03-29' },
  evidence: [
    {
      id: 'evd_9',
      subject: 'per_tomas',
      at: '2026-03-29',
      kind: 'observation',
      text: 'Work items closed by Tomás Brandvik, 2026-01-05 to 2026-03-29: 14',
      facts: [{ name: 'work items closed', value: 14, unit: 'count', period: '2026-01-05/2026-03-29' }],
    },
    {
      id: 'evd_7',
      subject: 'per_tomas',
      at: '2026-03-27',
      kind: 'record',
      text: 'PAY-42 closed on 2026-03-27, asked for by tomas.brandvik@quay.example',
      facts: [{ name: 'key', value: 'PAY-42', unit: null, period: null }],
    },
  ],
  verdict: 'right',
  correction: null,
  people: [{ name: 'Tomás Brandvik', email: 'tomas.brandvik@quay.example' }],
  captured_on: '2026-03-31',
};

describe('a captured case', () => {
  test('says the same without a name, an address, a key or an id of the house', () => {
    const made = capturedCaseOf(question);
    expect(claimCase.parse(made)).toEqual(made);
    expect(JSON.stringify(made)).not.toMatch(/Tom|Brandvik|PAY-42|quay|evd_|per_/);
    expect(made.vars.claim.citations).toEqual(['e1', 'e2']);
    const { subject, period, claim, evidence } = made.vars;
    expect(verifyDraft({ subject, period, claims: [claim] }, evidence).claims[0]?.supported).toBe(true);
  });

  test('of a sentence that is wrong must be found unsupported', () => {
    const wrong = capturedCaseOf({
      ...question,
      claim: { ...question.claim, text: 'Tomás Brandvik closed 15 work items.' },
      verdict: 'wrong',
    });
    expect(wrong.assert).toEqual([{ type: 'unsupported' }]);
    const { subject, period, claim, evidence } = wrong.vars;
    expect(verifyDraft({ subject, period, claims: [claim] }, evidence).claims[0]?.supported).toBe(false);
  });

  test('takes the correction for a sentence that was put right', () => {
    const made = capturedCaseOf({ ...question, correction: 'Brandvik closed 14 work items.' });
    expect(made.vars.claim.text).toMatch(/closed 14 work items/);
    expect(made.vars.claim.text).not.toContain('Brandvik');
  });

  test('keeps evidence of somebody else somebody else’s', () => {
    const [first, second] = question.evidence;
    if (first === undefined || second === undefined) throw new Error('no evidence');
    const made = capturedCaseOf({ ...question, evidence: [first, { ...second, subject: 'per_other' }] });
    expect(made.vars.evidence.map(({ subject }) => subject)).toEqual(['p1', 'p2']);
  });
});
