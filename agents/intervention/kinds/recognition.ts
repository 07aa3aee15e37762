import type { Finding } from '#domain/assessment.ts';
import type { Claim } from '#domain/draft.ts';
import {
  conversationAction,
  effectOf,
  hostFor,
  type ItemShown,
  type KindContext,
  type Plan,
  type ProposalKind,
  personOf,
  reasonsOf,
  workingDay,
} from './kind.ts';

export const THANKS_HELD = 'talks of thanks held';
const ITEMS_NAMED = 3;

const keyOf = ({ record }: ItemShown): string =>
  record.payload.kind === 'work_item' ? record.payload.key : '';

/** What somebody may be thanked for: their own figures, never a colleague's. */
function figuresText({ figures }: Finding): string[] {
  const lines: string[] = [];
  const { throughput, late_share: late, overdue_share: overdue, reopen_rate: reopened } = figures;
  const shown = (value: number) => String(Number(value.toFixed(1)));
  if (throughput !== undefined)
    lines.push(`${shown(throughput)} pieces of work closed a week over the last four weeks`);
  if (reopened !== undefined)
    lines.push(reopened === 0 ? 'none of them came back' : `${shown(reopened)} % of them came back`);
  if (late !== undefined) lines.push(late === 0 ? 'none closed late' : `${shown(late)} % closed late`);
  else if (overdue !== undefined)
    lines.push(overdue === 0 ? 'nothing overdue' : `${shown(overdue)} % of what is open is overdue`);
  return lines;
}

function plan(finding: Finding, context: KindContext): Plan | null {
  const person = personOf(context, finding.person_id);
  const host = person === null ? null : hostFor(context, person.id);
  if (person === null || host === null) return null;
  const figures = figuresText(finding);
  const named = context.closed.slice(0, ITEMS_NAMED);
  const keys = named.map(keyOf).filter((key) => key !== '');
  const first = keys.slice(0, -1).join(', ');
  const list = keys.length < 2 ? (keys[0] ?? '') : `${first} and ${keys.at(-1)}`;
  const worked: Claim[] =
    keys.length === 0
      ? []
      : [
          {
            text: `Among the largest pieces of work closed in these weeks: ${list}.`,
            citations: named.flatMap(({ citations }) => citations),
          },
        ];
  const said: Claim[] =
    figures.length === 0
      ? []
      : [{ text: `In figures: ${figures.join('; ')}.`, citations: [...finding.evidence_ids] }];
  return {
    title: `Thank ${person.name} for steady results`,
    rationale: [...reasonsOf(finding), ...said, ...worked],
    actions: [
      conversationAction({
        with: person.id,
        host,
        purpose: 'recognition',
        topics: [
          figures.length === 0
            ? 'Thanks for steady results over three months.'
            : `Thanks for: ${figures.join('; ')}.`,
          ...(keys.length === 0 ? [] : [`What went well in ${list}, and what made it go well?`]),
          'What would make the work better still, and what should come next?',
        ],
        by: workingDay(context.today, 7),
      }),
    ],
    // Thanks are owed, not an investment: nothing is promised of results, only that it will have been said.
    predicted_effect: effectOf(
      { metric: THANKS_HELD, unit: 'count', before: 0, after: 1, lower80: 0, upper80: 1 },
      context.policy,
    ),
    subject_ids: [person.id],
    matter: person.id,
  };
}

/** Somebody does well week after week, and nobody has said so. */
export const recognition: ProposalKind = { kind: 'recognition', from: ['recognition_overdue'], plan };
