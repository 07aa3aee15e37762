import { plainName } from '#analytics/detectors/figures.ts';
import type { Action } from '#domain/action.ts';
import type { Finding } from '#domain/assessment.ts';
import type { Claim } from '#domain/draft.ts';
import type { Goal, Kpi } from '#domain/goal.ts';
import { amountText, endValueOf } from '#domain/goal-progress.ts';
import type { PersonId } from '#domain/ids.ts';
import { actionId, idFrom } from '#domain/ids.ts';
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

export const CHANCE_OF_ATTAINMENT = 'chance of attainment';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

interface Revision {
  action: Extract<Action, { kind: 'revise_goal' }>;
  text: string;
  chance: { value: number; lower80: number; upper80: number };
}

const reviseAction = (goal: Goal, kpi: Kpi, to: { target: number | null; due_iso: string | null }) => ({
  kind: 'revise_goal' as const,
  id: idFrom('act', actionId, { kpi: kpi.id, ...to }),
  goal_id: goal.id,
  kpi_id: kpi.id,
  title: plainName(kpi.metric),
  expected: { target: kpi.target, due_iso: kpi.due_iso },
  ...to,
});

/** A later date by which the target is reached rather than not. */
function replan(goal: Goal, kpi: Kpi, { figures, about }: Finding): Revision | null {
  const on = about?.days.replan_on;
  const { replan_chance: value, replan_lower80: lower80, replan_upper80: upper80 } = figures;
  if (on === undefined || value === undefined || lower80 === undefined || upper80 === undefined) return null;
  return {
    action: reviseAction(goal, kpi, { target: kpi.target, due_iso: on }),
    text: `With the date moved to ${on}, the same course reaches the target with a chance of ${percent(value)}.`,
    chance: { value, lower80, upper80 },
  };
}

/** The chance that is offered with a smaller target: `CHANCE_OFFERED` of the detector, as sure as the values make it. */
const RESCOPE_CHANCE = 0.6;

function rescope(goal: Goal, kpi: Kpi, { figures }: Finding): Revision | null {
  const to = figures.rescope_to;
  // A target that is stated as a change of the baseline can't be given as a number without changing what was agreed.
  if (to === undefined || kpi.target === null || kpi.due_iso === null) return null;
  const half = Math.max(
    0,
    ((figures.chance_upper80 ?? RESCOPE_CHANCE) - (figures.chance_lower80 ?? RESCOPE_CHANCE)) / 2,
  );
  return {
    action: reviseAction(goal, kpi, { target: to, due_iso: kpi.due_iso }),
    text: `With the target set to ${amountText(to, kpi.unit)}, the same course reaches it by ${kpi.due_iso} with a chance of ${percent(RESCOPE_CHANCE)}.`,
    chance: {
      value: RESCOPE_CHANCE,
      lower80: Math.max(0, RESCOPE_CHANCE - half),
      upper80: Math.min(1, RESCOPE_CHANCE + half),
    },
  };
}

function effect(
  { figures }: Finding,
  revision: Revision | null,
  { policy }: KindContext,
): ProposalContent['predicted_effect'] {
  const { chance, chance_lower80: lower80, chance_upper80: upper80 } = figures;
  if (chance === undefined || lower80 === undefined || upper80 === undefined) return null;
  const metric = CHANCE_OF_ATTAINMENT;
  const after = revision?.chance ?? { value: chance, lower80, upper80 };
  return effectOf(
    {
      metric,
      unit: 'percent',
      before: 100 * chance,
      after: 100 * after.value,
      lower80: 100 * after.lower80,
      upper80: 100 * after.upper80,
    },
    policy,
  );
}

/** Who talks with whom: the manager with the owner; of a team's goal, whoever is above with the manager. */
function talkers(finding: Finding, context: KindContext): { with: PersonId; host: PersonId } | null {
  const owner = personOf(context, finding.person_id)?.id ?? context.team.manager_id;
  const host = owner === null ? null : hostFor(context, owner);
  return owner === null || host === null ? null : { with: owner, host };
}

function plan(finding: Finding, context: KindContext): Plan | null {
  const { goal, today } = context;
  const kpi = goal?.kpis.find((one) => one.id === finding.about?.kpi_id);
  const pair = talkers(finding, context);
  if (goal === null || kpi === undefined || pair === null) return null;
  const metric = plainName(kpi.metric);
  const owner = personOf(context, finding.person_id);
  const options = [replan(goal, kpi, finding), rescope(goal, kpi, finding)].filter((one) => one !== null);
  const [chosen = null, ...others] = options;
  const citations = [...finding.evidence_ids];
  const why: Claim[] = [
    ...(chosen === null ? [] : [{ text: chosen.text, citations }]),
    ...others.map(({ text }) => ({
      text: `Or instead: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
      citations,
    })),
  ];
  const end = endValueOf(kpi);
  return {
    title: `Review “${metric}” with ${owner?.name ?? `the lead of ${context.team.name}`}: at risk for ${kpi.due_iso ?? 'its date'}`,
    rationale: [...reasonsOf(finding), ...why],
    actions: [
      conversationAction({
        ...pair,
        purpose: 'goal_review',
        topics: [
          `Where “${metric}” stands${end === null ? '' : ` on the way to ${amountText(end, kpi.unit)}`}${kpi.due_iso === null ? '' : ` by ${kpi.due_iso}`}, and what it needs to get there.`,
          'What help would change the course: people, time, a decision, something dropped?',
          ...(options.length === 0
            ? ['Is the target or the date still right?']
            : options.map(({ text }) => text)),
        ],
        by: workingDay(today, 5),
      }),
      // One revision: two of the same result would contradict each other. The other one is told in the rationale.
      ...(chosen === null ? [] : [chosen.action]),
    ],
    predicted_effect: effect(finding, chosen, context),
    subject_ids: [pair.with],
    matter: kpi.id,
  };
}

/** A result that will likely be missed: talk about help, and set a date or a target that can be reached. */
export const goalAtRisk: ProposalKind = { kind: 'goal_at_risk', from: ['goal_at_risk'], plan };
