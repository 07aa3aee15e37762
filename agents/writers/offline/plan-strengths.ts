import { addDays } from '#domain/date.ts';
import type { Claim, PlanArea } from '#domain/draft.ts';
import type { BriefMeasure, PlanBrief } from '#domain/writer.ts';
import { isOutside, isSilent, judged, movementOf, phraseOf, recentWords } from './measures.ts';
import { capitalised, countWord, dayWords, named } from './wording.ts';

/** A strength is extended over a quarter. */
const REVIEW_DAYS = 84;
/** A component with fewer closed items is no field of somebody's. */
const FIELD_ITEMS = 3;

/** The level that must hold while time goes into something else. */
function holdClaim(measure: BriefMeasure, brief: PlanBrief): Claim {
  const { subject, value } = phraseOf(measure);
  const recent = measure.recent ?? 0;
  const { baseline } = measure;
  // The lower of the two levels: time that goes into something new must not be made up for by overtime.
  const before = baseline !== null && baseline > 0 && judged(measure, baseline, recent) === 1;
  const [level, ground] = before
    ? [baseline, 'its level in the weeks before']
    : [recent, `its level ${recentWords(measure, brief)}`];
  const side = measure.definition.direction === 'increase' ? 'or more' : 'or less';
  return {
    text: `${capitalised(subject)} stays at ${value(level)} ${side}, ${ground}.`,
    citations: [measure.evidence_id],
  };
}

const healthy = (brief: PlanBrief): BriefMeasure[] =>
  brief.measures.filter(
    (measure) =>
      measure.recent !== null &&
      measure.definition.direction !== 'corridor' &&
      !isOutside(measure) &&
      !isSilent(measure) &&
      measure.recent > 0 &&
      movementOf(measure) !== -1,
  );

function fieldArea(brief: PlanBrief, hold: BriefMeasure): PlanArea[] {
  const { overview } = brief;
  const [first] = overview?.by_component ?? [];
  if (overview === null || first === undefined || first.count < FIELD_ITEMS) return [];
  return [
    {
      title: `Pass on what is known of ${first.name}`.slice(0, 120),
      reason: {
        text: `${capitalised(countWord(first.count))} of the ${countWord(overview.closed)} items closed belong to "${first.name}".`,
        citations: [overview.evidence_id],
      },
      actions: [
        `Take a colleague along on the next item in ${first.name} and let them do the second one.`,
        'Write down what newcomers to it ask again and again.',
        'Offer to review the work of others in this field.',
      ],
      measure: holdClaim(hold, brief),
      review_on: addDays(brief.as_of, REVIEW_DAYS),
    },
  ];
}

function scopeArea(brief: PlanBrief, hold: BriefMeasure): PlanArea[] {
  const example = brief.items.find(
    ({ state, title, late }) => state === 'closed' && title !== null && late !== true,
  );
  if (example === undefined) return [];
  const on = example.resolved_on === null ? '' : ` on ${dayWords(example.resolved_on, brief)}`;
  const skills = brief.person.skills.slice(0, 2).map(({ name }) => name);
  return [
    {
      title: 'A piece of work with a wider scope',
      reason: {
        text: `${named(example)} was closed${on}${example.late === false ? ', by its due day' : ''}.`,
        citations: [example.evidence_id],
      },
      actions: [
        `Choose with the manager a piece of work that is larger than ${example.key} and involves another team.`,
        skills.length > 0
          ? `Say which of the own skills (${skills.join(', ')}) should grow with it, and who could help.`
          : 'Say which skill should grow with it, and who could help.',
        'Present the outcome to the team.',
      ],
      measure: holdClaim(hold, brief),
      review_on: addDays(brief.as_of, REVIEW_DAYS),
    },
  ];
}

/** What goes well and could reach further, each with a level that should not suffer meanwhile. */
export function strengthAreas(brief: PlanBrief): PlanArea[] {
  const [first, second] = healthy(brief);
  if (first === undefined) return [];
  return [...fieldArea(brief, first), ...scopeArea(brief, second ?? first)];
}
