import { indicatorOf } from '#analytics/indicators/definitions.ts';
import type { Finding } from '#domain/assessment.ts';
import type { ProposalContent } from '#domain/intervention.ts';
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

export const WEEKS_SINCE_CHECK_IN = 'weeks since the last check-in';
/** A check-in a month is what the talk should bring back; at worst none, at best one a week. */
const USUAL_WEEKS = 2;
const WEEKS_AT_MOST = 4;

function topicsOf({ kind, reasons, about }: Finding): string[] {
  if (kind === 'indicator_slid')
    return [
      ...reasons.slice(0, 2).map((reason) => `What lies behind this: ${reason}`),
      'What stands in the way, and who could take it out of the way?',
      'What would show us in three weeks that it is better?',
    ];
  const since = about?.days.last_check_in_on;
  return [
    since === undefined
      ? 'Where the goals stand: nothing is written down on them yet.'
      : `Where the goals stand: the last check-in was on ${since}.`,
    'Do they still fit the work that is really done?',
    'What is needed from the manager, and when to look at it together again?',
  ];
}

/** A slide: back to the former level at best. A silence: a check-in again. */
function effect(finding: Finding, context: KindContext): ProposalContent['predicted_effect'] {
  const days = finding.figures.silent_days;
  if (days !== undefined)
    return effectOf(
      {
        metric: WEEKS_SINCE_CHECK_IN,
        unit: 'weeks',
        before: days / 7,
        after: USUAL_WEEKS,
        lower80: 0,
        upper80: WEEKS_AT_MOST,
      },
      context.policy,
    );
  const slid = Object.keys(finding.figures).find((name) => name.endsWith('_after'));
  if (slid === undefined) return null;
  const indicator = slid.slice(0, -'_after'.length);
  const before = finding.figures[`${indicator}_after`] ?? 0;
  const former = finding.figures[`${indicator}_before`] ?? before;
  // Half of the way back: slides mend in part by themselves and in part not at all.
  return effectOf(
    {
      metric: indicatorOf(indicator)?.name ?? indicator,
      unit: indicatorOf(indicator)?.unit ?? 'count',
      before,
      after: (before + former) / 2,
      lower80: former,
      upper80: before,
    },
    context.policy,
  );
}

/** What stands blocked is asked about where it stands; a talk about the sum of it would be the second on one matter. */
function isAboutBlocksAlone({ kind, figures }: Finding): boolean {
  const names = Object.keys(figures);
  return kind === 'indicator_slid' && names.every((name) => name.startsWith('blocked_time_'));
}

function plan(finding: Finding, context: KindContext): Plan | null {
  const person = personOf(context, finding.person_id);
  const host = person === null ? null : hostFor(context, person.id);
  if (person === null || host === null || isAboutBlocksAlone(finding)) return null;
  const about = finding.kind === 'indicator_slid' ? 'what has changed' : 'the goals';
  return {
    title: `Check in with ${person.name} on ${about}`,
    rationale: reasonsOf(finding),
    actions: [
      conversationAction({
        with: person.id,
        host,
        purpose: 'check_in',
        topics: topicsOf(finding),
        by: workingDay(context.today, 7),
      }),
    ],
    predicted_effect: effect(finding, context),
    subject_ids: [person.id],
    matter: person.id,
  };
}

/** Nobody has heard how it goes, or something changed for somebody: a short talk. */
export const checkIn: ProposalKind = { kind: 'check_in', from: ['indicator_slid', 'check_in_due'], plan };
