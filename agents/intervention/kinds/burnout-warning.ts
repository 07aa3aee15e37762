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

export const HOURS_IN_PERCENT = 'hours written down in percent of the contract';
const CONTRACT = 100;

function plan(finding: Finding, context: KindContext): Plan | null {
  const person = personOf(context, finding.person_id);
  const host = person === null ? null : hostFor(context, person.id);
  const {
    mean_percent: hours,
    long_weeks: weeks,
    looked_at_weeks: of,
    weeks_without_leave: rest,
  } = finding.figures;
  if (person === null || host === null || hours === undefined) return null;
  const usual = Math.max(CONTRACT, finding.figures.before_percent ?? CONTRACT);
  return {
    title: `Talk with ${person.name} about the workload`,
    rationale: reasonsOf(finding),
    actions: [
      conversationAction({
        with: person.id,
        host,
        purpose: 'workload',
        topics: [
          `Hours were above the contract in ${weeks} of the last ${of} weeks. Does it feel so, and what drives it?`,
          'What can be dropped, handed over or done later in the next two weeks?',
          rest === undefined
            ? 'When are the next days off, and what has to be settled before?'
            : `No longer leave for ${rest} weeks: when can it be, and what has to be settled before?`,
          'What should be different in four weeks?',
        ],
        by: workingDay(context.today, 5),
      }),
    ],
    // Half of the way back to what was usual; at worst nothing changes.
    predicted_effect: effectOf(
      {
        metric: HOURS_IN_PERCENT,
        unit: 'percent',
        before: hours,
        after: (hours + usual) / 2,
        lower80: usual,
        upper80: hours,
      },
      context.policy,
    ),
    subject_ids: [person.id],
    matter: person.id,
  };
}

/** Long hours for weeks, with no end in sight: a talk about what can go. */
export const burnoutWarning: ProposalKind = { kind: 'burnout_warning', from: ['sustained_load'], plan };
