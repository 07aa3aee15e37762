import type { DraftClaim } from '#domain/draft.ts';
import type { BriefGoal, BriefMeasure, SummaryBrief } from '#domain/writer.ts';
import { hasMoved, isOutside, isSilent, measureInList, measureWords } from './measures.ts';
import { capitalised, dayWords, listed, sentence } from './wording.ts';

/** Measures with a sentence of their own, and those gathered in one. */
const OWN_SENTENCES = 3;
const GATHERED = 4;
const GOALS = 2;

/** Two ways to say one thing: of each pair only the weightier is given a sentence. */
const twins: readonly (readonly string[])[] = [
  ['cycle_time_median', 'cycle_time_p85', 'lead_time_median'],
  ['work_in_progress', 'open_items'],
  ['hours_logged', 'hours_against_capacity'],
];

const twinsOf = (id: string): readonly string[] => twins.find((group) => group.includes(id)) ?? [id];

/** Hours over the role's range are told as what stands in the way. */
export const isOverload = ({ definition, standing }: BriefMeasure): boolean =>
  definition.id === 'hours_against_capacity' && standing === 'above';

const interestOf = (measure: BriefMeasure): number =>
  (isOutside(measure) ? 4 : 0) +
  (hasMoved(measure) ? 3 : 0) +
  (measure.definition.id === 'throughput' ? 2 : 0) +
  measure.weight;

function chooseOwn(measures: readonly BriefMeasure[]): BriefMeasure[] {
  const chosen: BriefMeasure[] = [];
  for (const measure of measures.toSorted((a, b) => interestOf(b) - interestOf(a))) {
    const told = chosen.some(({ definition }) => twinsOf(definition.id).includes(measure.definition.id));
    if (!told && chosen.length < OWN_SENTENCES) chosen.push(measure);
  }
  return chosen.sort((a, b) => b.weight - a.weight);
}

function gatheredClaims(rest: readonly BriefMeasure[], brief: SummaryBrief): DraftClaim[] {
  const calm = rest.filter(
    (measure) => !isOutside(measure) && !(measure.definition.id === 'blocked_time' && measure.recent === 0),
  );
  const shown = calm.slice(0, GATHERED);
  if (shown.length === 0) return [];
  const list = listed(shown.map(measureInList));
  const text =
    brief.archetype === 'gentle'
      ? `further measures over the last weeks: ${list}`
      : `within the role's range ${shown.length === 1 ? 'is' : 'are'} ${list}`;
  return [
    sentence(
      'against_role',
      text,
      shown.map(({ evidence_id }) => evidence_id),
    ),
  ];
}

function goalClaim({ objective, kpis, evidence_id }: BriefGoal, brief: SummaryBrief): DraftClaim[] {
  const measured = kpis.find(({ latest, kpi }) => latest !== null && kpi.target !== null);
  const [first] = kpis;
  if (measured?.latest != null) {
    const unit = measured.kpi.unit === 'percent' ? '%' : '';
    const text = `on the goal "${objective}", the latest value is ${measured.latest.value}${unit} (${dayWords(measured.latest.on, brief)}) against a target of ${measured.kpi.target}${unit}`;
    return [sentence('against_role', text, [evidence_id])];
  }
  if (first === undefined) return [];
  return [
    sentence('against_role', `the goal "${objective}" has no check-in within the period`, [evidence_id]),
  ];
}

function missingClaims(brief: SummaryBrief): DraftClaim[] {
  const { overview } = brief;
  if (overview === null) return [];
  const claims: DraftClaim[] = [];
  if (overview.closed >= 3 && overview.closed_with_due === 0) {
    claims.push(sentence('against_role', 'due days are missing on the items closed', [overview.evidence_id]));
  }
  if (brief.partial) {
    claims.push(
      sentence('against_role', 'the last read of a source was incomplete, and counts may be too low', [
        overview.evidence_id,
      ]),
    );
  }
  return claims;
}

/** How it went against the role framework and the goals; says where figures are missing. */
export function againstRoleClaims(brief: SummaryBrief): DraftClaim[] {
  const measures = brief.measures.filter(
    (measure) => measure.recent !== null && !isOverload(measure) && !isSilent(measure),
  );
  const own = chooseOwn(measures);
  const covered = new Set(own.flatMap(({ definition }) => twinsOf(definition.id)));
  const rest = measures.filter(({ definition }) => !covered.has(definition.id));
  return [
    ...brief.goals.slice(0, GOALS).flatMap((goal) => goalClaim(goal, brief)),
    ...own.map((measure) =>
      sentence('against_role', capitalised(measureWords(measure, brief)), [measure.evidence_id]),
    ),
    ...gatheredClaims(rest, brief),
    ...missingClaims(brief),
  ];
}
