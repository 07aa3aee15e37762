import type { Finding } from '#domain/assessment.ts';
import {
  conversationAction,
  effectOf,
  hostFor,
  type KindContext,
  type Plan,
  type ProposalKind,
  personOf,
  reasonsOf,
  workingDay,
} from './kind.ts';

export const STRAINS_LEFT = 'strains named here that are still there';

function plan(finding: Finding, context: KindContext): Plan | null {
  const person = personOf(context, finding.person_id);
  const host = person === null ? null : hostFor(context, person.id);
  const { signs } = finding.figures;
  if (person === null || host === null || signs === undefined) return null;
  const why = 'Together they are a reason to ask and to listen; they say nothing about what anybody intends.';
  return {
    title: `Talk with ${person.name} about the role and what comes next`,
    rationale: [...reasonsOf(finding), { text: why, citations: [...finding.evidence_ids] }],
    actions: [
      conversationAction({
        with: person.id,
        host,
        purpose: 'retention',
        // Both read them: nothing here guesses at what somebody feels or plans.
        topics: [
          'How have the last weeks been, and what has cost the most?',
          'Which work should there be more of, and which less?',
          'What should the next year bring, in this role or another?',
          'What can we change within four weeks, and who sees to it?',
        ],
        by: workingDay(context.today, 10),
      }),
    ],
    predicted_effect: effectOf(
      {
        metric: STRAINS_LEFT,
        unit: 'count',
        before: signs,
        after: signs - 1,
        lower80: Math.max(0, signs - 2),
        upper80: signs,
      },
      context.policy,
    ),
    subject_ids: [person.id],
    matter: person.id,
  };
}

/** Several strains at once on somebody: an open talk, seen by the manager and then by hr. */
export const retentionConversation: ProposalKind = {
  kind: 'retention_conversation',
  from: ['several_strains'],
  plan,
};
