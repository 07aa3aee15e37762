import { spokenNumber } from '#agents/briefs/figures.ts';
import type { IndicatorId } from '#analytics/indicators/definitions.ts';
import { addDays } from '#domain/date.ts';
import type { Claim, PlanArea } from '#domain/draft.ts';
import type { BriefItem, BriefMeasure, PlanBrief } from '#domain/writer.ts';
import { blockedItems, overdueItems } from './in-the-way.ts';
import { isOutside, judged, measureWords, movementOf, phraseOf, recentWords } from './measures.ts';
import { type AreaTemplate, areaTemplates, roomTemplate } from './plan-areas.ts';
import { strengthAreas } from './plan-strengths.ts';
import { betweenWords, capitalised, countWord, dayWords, listed } from './wording.ts';

const FEWEST_AREAS = 2;
const MOST_AREAS = 4;
/** Concerns that are worth an area each; more would be a list of faults. */
const MOST_CONCERNS = 3;
const NAMED_ITEMS = 2;
/** Six weeks: four for the new level to show, and two to begin. */
export const REVIEW_DAYS = 42;
/** Half as much again as before is worth a look though it lies within the role's target range. */
const CLEARLY_WORSE = 0.5;

/** Of two ways to measure one thing only the first gets an area. */
const families: readonly (readonly string[])[] = [
  ['cycle_time_median', 'cycle_time_p85', 'lead_time_median'],
  ['overdue_share', 'late_share'],
  ['work_in_progress', 'open_items'],
];

const familyOf = (id: string): string => families.find((family) => family.includes(id))?.[0] ?? id;

const longest = (items: readonly BriefItem[]): BriefItem[] =>
  items
    .filter(({ cycle_days }) => cycle_days !== null)
    .toSorted((a, b) => (b.cycle_days ?? 0) - (a.cycle_days ?? 0));

/** Items that show what the area is about. */
function itemsOf(indicator: string, brief: PlanBrief): BriefItem[] {
  const { items } = brief;
  const choices: Record<string, () => BriefItem[]> = {
    cycle_time_median: () => longest(items),
    cycle_time_p85: () => longest(items),
    work_in_progress: () => items.filter(({ state, in_progress }) => state === 'open' && in_progress),
    overdue_share: () => overdueItems(brief),
    late_share: () => items.filter(({ late }) => late === true),
    reopen_rate: () => items.filter(({ reopened }) => reopened > 0).slice(0, 1),
    blocked_time: () => blockedItems(brief),
  };
  return (choices[indicator]?.() ?? []).slice(0, NAMED_ITEMS);
}

/** How much an indicator asks for work: outside the role's range, worse than before, or short of its own good weeks. */
function concernOf(measure: BriefMeasure, brief: PlanBrief): number {
  const { recent, baseline, definition } = measure;
  if (recent === null) return 0;
  const wrongSide = isOutside(measure) ? 4 : 0;
  const worse = movementOf(measure) === -1 ? 3 : 0;
  const slipping =
    baseline !== null &&
    judged(measure, baseline, recent) === -1 &&
    Math.abs(recent - baseline) > CLEARLY_WORSE * Math.max(Math.abs(baseline), 1);
  const named =
    itemsOf(definition.id, brief).length > 0 && /overdue|blocked|late/.test(definition.id) ? 1 : 0;
  return wrongSide + worse + (slipping ? 1 : 0) + named + measure.weight / 10;
}

interface Level {
  level: number;
  ground: 'own_weeks' | 'before' | 'now' | 'role';
}

/** The level to reach: one of the person's own better weeks, never better than the role asks nor worse than now. */
export function levelOf(measure: BriefMeasure): Level | null {
  const { recent, baseline, reachable, corridor, definition, standing } = measure;
  if (recent === null) return null;
  if (definition.direction === 'corridor') {
    const level = standing === 'below' ? corridor.low : corridor.high;
    return level === null ? null : { level, ground: 'role' };
  }
  const better = (level: number | null): level is number =>
    level !== null && Number(spokenNumber(level)) > 0 && judged(measure, recent, level) === 1;
  if (better(reachable)) return { level: reachable, ground: 'own_weeks' };
  if (better(baseline)) return { level: baseline, ground: 'before' };
  return { level: recent, ground: 'now' };
}

function measureClaim(measure: BriefMeasure, brief: PlanBrief): Claim | null {
  const reach = levelOf(measure);
  if (reach === null || measure.recent === null) return null;
  const { subject, value } = phraseOf(measure);
  const side =
    measure.definition.direction === 'increase' || measure.standing === 'below' ? 'or more' : 'or less';
  const now = `it was ${value(measure.recent)} ${recentWords(measure, brief)}`;
  const ground = {
    own_weeks: `, as in the better weeks so far; ${now}`,
    before: `, as in the weeks before; ${now}`,
    now: `, its level ${recentWords(measure, brief)}`,
    role: `, the edge of the role's target range; ${now}`,
  }[reach.ground];
  return {
    text: `${capitalised(subject)} of ${value(reach.level)} ${side}${ground}.`,
    citations: [measure.evidence_id],
  };
}

function reasonClaim(measure: BriefMeasure, items: readonly BriefItem[], brief: PlanBrief): Claim {
  const day = dayWords(brief.period.to, brief);
  const states: Partial<Record<string, (keys: string, verb: string) => string>> = {
    overdue_share: (keys, verb) => `; ${keys} ${verb} overdue`,
    blocked_time: (keys, verb) => `; ${keys} ${verb} blocked on ${day}`,
    late_share: (keys, verb) => `; ${keys} ${verb} closed late`,
    reopen_rate: (keys, verb) => `; ${keys} ${verb} reopened`,
    work_in_progress: (keys, verb) => `; ${keys} ${verb} in progress on ${day}`,
    cycle_time_median: (_keys) =>
      `; ${listed(items.map(({ key, cycle_days }) => `${key} took ${phraseOf(measure).value(cycle_days ?? 0)} of cycle time`))}`,
  };
  const tail =
    states[measure.definition.id] ??
    (measure.definition.id === 'cycle_time_p85' ? states.cycle_time_median : undefined);
  const keys = listed(items.map(({ key }) => key));
  const more =
    items.length === 0 || tail === undefined ? '' : tail(keys, items.length === 1 ? 'was' : 'were');
  return {
    text: `${capitalised(measureWords(measure, brief))}${more}.`,
    citations: [measure.evidence_id, ...(more === '' ? [] : items.map(({ evidence_id }) => evidence_id))],
  };
}

const templateOf = (measure: BriefMeasure): AreaTemplate | undefined =>
  measure.definition.id === 'hours_against_capacity' && measure.standing === 'below'
    ? roomTemplate
    : areaTemplates[measure.definition.id as IndicatorId];

function concernArea(measure: BriefMeasure, brief: PlanBrief): PlanArea[] {
  const template = templateOf(measure);
  const claim = measureClaim(measure, brief);
  if (template === undefined || claim === null) return [];
  const items = itemsOf(measure.definition.id, brief);
  const keys = listed(items.map(({ key }) => key));
  return [
    {
      title: template.title,
      reason: reasonClaim(measure, items, brief),
      actions: template.actions(keys),
      measure: claim,
      review_on: addDays(brief.as_of, REVIEW_DAYS),
    },
  ];
}

/** More open than a quarter's work, and so many that nobody keeps them in view. */
const LARGE_BACKLOG = 15;

function backlogArea(brief: PlanBrief): PlanArea[] {
  const { overview } = brief;
  if (overview === null || overview.open < LARGE_BACKLOG || overview.open <= overview.closed) return [];
  const day = dayWords(brief.period.to, brief);
  return [
    {
      title: 'A backlog that can be kept in view',
      reason: {
        text: `${overview.open} items were open on ${day}, and ${countWord(overview.closed)} were closed ${betweenWords(brief)}.`,
        citations: [overview.evidence_id],
      },
      actions: [
        'Sort the open items with the manager: do, hand over, or close as not planned.',
        'Tell whoever asked for an item that is closed unfinished, and why.',
        'Take on a new item only together with the answer to what waits for it.',
      ],
      measure: {
        text: `At the review, the stock is smaller than the ${overview.open} open items of ${day}.`,
        citations: [overview.evidence_id],
      },
      review_on: addDays(brief.as_of, REVIEW_DAYS),
    },
  ];
}

/** Two to four areas: what most asks for work, and strengths to extend where little does. None where evidence is thin. */
export function writePlanAreas(brief: PlanBrief): PlanArea[] {
  if (brief.thin) return [];
  const ranked = brief.measures
    .map((measure) => ({ measure, concern: concernOf(measure, brief) }))
    .filter(({ concern }) => concern >= 1)
    .sort((a, b) => b.concern - a.concern);
  const families = new Set<string>();
  const concerns = ranked.flatMap(({ measure }) => {
    const family = familyOf(measure.definition.id);
    if (families.has(family) || families.size >= MOST_CONCERNS) return [];
    const area = concernArea(measure, brief);
    if (area.length > 0) families.add(family);
    return area;
  });
  if (concerns.length < MOST_CONCERNS) concerns.push(...backlogArea(brief));
  const room = concerns.length < FEWEST_AREAS ? FEWEST_AREAS - concerns.length : 1;
  return [...concerns, ...strengthAreas(brief).slice(0, room)].slice(0, MOST_AREAS);
}
