import { z } from 'zod';
import { period } from '#domain/date.ts';
import { claim } from '#domain/draft.ts';
import { invalidInput } from '#domain/errors.ts';
import { evidenceItem } from '#domain/evidence.ts';
import { type ClaimVerdict, verifyDraft } from '#domain/verification/verify.ts';
import { type Assertion, type EvalCase, readCases } from '../case.ts';
import type { Judgement, Suite } from '../runner.ts';
import { type Found, scoreCase } from '../scoring.ts';

const vars = z.object({ subject: z.string(), period, evidence: z.array(evidenceItem), claim });
const codes = z.array(z.string()).min(1);

const given = ({ reasons }: ClaimVerdict): string[] => reasons.map((reason) => reason.split(':')[0] ?? '');

/** How far an assertion holds of a verdict. */
function found({ type, value }: Assertion, verdict: ClaimVerdict, id: string): Found {
  const { supported, reasons } = verdict;
  switch (type) {
    case 'supported':
      return { score: Number(supported), fault: `a faithful claim fell: ${reasons.join(', ')}` };
    case 'unsupported':
      return { score: Number(!supported), fault: 'the error was not found' };
    case 'reason': {
      const wanted = codes.parse(value);
      const had = given(verdict);
      return {
        score: Number(had.some((code) => wanted.includes(code))),
        fault: `the reason was ${had.join(', ') || 'none'}, not ${wanted.join(' or ')}`,
      };
    }
    case 'reasons': {
      const wanted = codes.parse(value);
      const missing = wanted.filter((code) => !given(verdict).includes(code));
      return {
        score: 1 - missing.length / wanted.length,
        fault: `of the reasons ${wanted.join(', ')} these were not given: ${missing.join(', ')}`,
      };
    }
    default:
      throw invalidInput(
        `${id}: there is no assertion ${type}. Valid: supported, unsupported, reason, reasons.`,
      );
  }
}

/** How a case of claims comes out. @throws UserError for an assertion that there isn't. */
export function judgeClaim(one: EvalCase): Judgement {
  const { subject, period: range, evidence, claim: sentence } = vars.parse(one.vars);
  const [verdict] = verifyDraft({ subject, period: range, claims: [sentence] }, evidence).claims;
  if (verdict === undefined) return { reasons: ['no verdict'], output: '' };
  const output = verdict.supported ? 'stands' : `falls: ${verdict.reasons.join(', ')}`;
  return { ...scoreCase(one.assert, one.threshold, (rule) => found(rule, verdict, one.id)), output };
}

/** Cases that somebody else than the verifier's author wrote, from JSON Lines: add a file to `cases/claims`. */
export const claims: Suite = {
  name: 'claims',
  describes:
    'Single claims with one error each, and faithful ones, written by somebody who had not seen how claims are checked.',
  floor: 0.9,
  zero_tolerance: ['no-citation', 'unknown-citation', 'wrong-subject'],
  async run(runner) {
    for (const one of readCases('claims')) {
      const { claim: sentence, evidence } = vars.parse(one.vars);
      const what = {
        kind: one.tags[0] ?? 'other',
        description: one.description,
        input: sentence.text,
        evidence: evidence.map(({ id, at, text }) => `${id} ${at} ${text}`).join('\n'),
      };
      await runner.check(one.id, what, () => judgeClaim(one));
    }
  },
};
