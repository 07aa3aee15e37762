import { z } from 'zod';
import { period } from '#domain/date.ts';
import { claim } from '#domain/draft.ts';
import { invalidInput } from '#domain/errors.ts';
import { evidenceItem } from '#domain/evidence.ts';
import { type ClaimVerdict, verifyDraft } from '#domain/verification/verify.ts';
import { type Assertion, type EvalCase, readCases } from '../case.ts';
import type { Suite } from '../runner.ts';

const vars = z.object({ subject: z.string(), period, evidence: z.array(evidenceItem), claim });
const codes = z.array(z.string()).min(1);

/** Why an assertion doesn't hold of a verdict; null where it does. */
function faultOf(
  { type, value }: Assertion,
  { supported, reasons }: ClaimVerdict,
  id: string,
): string | null {
  switch (type) {
    case 'supported':
      return supported ? null : `a faithful claim fell: ${reasons.join(', ')}`;
    case 'unsupported':
      return supported ? 'the error was not found' : null;
    case 'reason': {
      const wanted = codes.parse(value);
      const given = reasons.map((reason) => reason.split(':')[0] ?? '');
      return given.some((code) => wanted.includes(code))
        ? null
        : `the reason was ${given.join(', ') || 'none'}, not ${wanted.join(' or ')}`;
    }
    default:
      throw invalidInput(`${id}: there is no assertion ${type}. Valid: supported, unsupported, reason.`);
  }
}

function judge(one: EvalCase): { reasons: string[]; notes: string[]; output: string } {
  const { subject, period: range, evidence, claim: sentence } = vars.parse(one.vars);
  const [verdict] = verifyDraft({ subject, period: range, claims: [sentence] }, evidence).claims;
  if (verdict === undefined) return { reasons: ['no verdict'], notes: [], output: '' };
  const faults = one.assert.map((rule) => ({ rule, fault: faultOf(rule, verdict, one.id) }));
  const of = (counts: boolean) =>
    faults.flatMap(({ rule, fault }) => (fault !== null && rule.weight > 0 === counts ? [fault] : []));
  const said = verdict.supported ? 'stands' : `falls: ${verdict.reasons.join(', ')}`;
  return { reasons: of(true), notes: of(false), output: said };
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
      await runner.check(one.id, what, () => {
        const { reasons, notes, output } = judge(one);
        return { reasons, output: [output, ...notes.map((note) => `(${note})`)].join('\n') };
      });
    }
  },
};
