import type { DraftClaim } from '#domain/draft.ts';
import type { BriefItem, BriefOverview, SummaryBrief } from '#domain/writer.ts';
import { isOverload } from './against-role.ts';
import { corridorSuffix, phraseOf, recentWords } from './measures.ts';
import { counted, countWord, dayWords, listed, named, openWords, sentence, spoken } from './wording.ts';

const NAMED_ITEMS = 2;
/** A day or two of waiting is part of any week. */
const LONG_BLOCKED_DAYS = 5;

const citing = (overview: BriefOverview, items: readonly BriefItem[]): string[] => [
  overview.evidence_id,
  ...items.map(({ evidence_id }) => evidence_id),
];

export const blockedItems = (brief: SummaryBrief): BriefItem[] =>
  brief.items.filter(({ state, blocked }) => state === 'open' && blocked);

export const overdueItems = (brief: SummaryBrief): BriefItem[] =>
  brief.items
    .filter(({ state, overdue_days }) => state === 'open' && (overdue_days ?? 0) > 0)
    .sort((a, b) => (b.overdue_days ?? 0) - (a.overdue_days ?? 0));

function blockedClaims(brief: SummaryBrief, overview: BriefOverview): DraftClaim[] {
  if (overview.blocked === 0) return [];
  const items = blockedItems(brief).slice(0, NAMED_ITEMS);
  const day = dayWords(brief.period.to, brief);
  const verb = overview.blocked === 1 ? 'was' : 'were';
  const text =
    items.length === overview.blocked
      ? `${listed(items.map(named))} ${verb} blocked on ${day}`
      : `${counted(overview.blocked, 'item')} ${verb} blocked on ${day}${items.length > 0 ? `, among them ${listed(items.map(named))}` : ''}`;
  return [sentence('in_the_way', text, citing(overview, items))];
}

/** Items that waited long and no longer do. */
function waitedClaims(brief: SummaryBrief): DraftClaim[] {
  const items = brief.items
    .filter(({ blocked, blocked_days }) => !blocked && (blocked_days ?? 0) >= LONG_BLOCKED_DAYS)
    .sort((a, b) => (b.blocked_days ?? 0) - (a.blocked_days ?? 0))
    .slice(0, NAMED_ITEMS);
  return items.length === 0
    ? []
    : [
        sentence(
          'in_the_way',
          `${listed(items.map((item) => `${named(item)} stood blocked for ${spoken(item.blocked_days ?? 0, 'days')}`))}`,
          items.map(({ evidence_id }) => evidence_id),
        ),
      ];
}

function overdueClaims(brief: SummaryBrief, overview: BriefOverview): DraftClaim[] {
  if (overview.overdue === 0) return [];
  const items = overdueItems(brief).slice(0, NAMED_ITEMS);
  const day = dayWords(brief.period.to, brief);
  const past = (item: BriefItem) => `${named(item)} by ${spoken(item.overdue_days ?? 0, 'days')}`;
  if (items.length === overview.overdue) {
    const text = `on ${day}, ${listed(items.map((item) => `${named(item)} was ${spoken(item.overdue_days ?? 0, 'days')} overdue`))}`;
    return [sentence('in_the_way', text, citing(overview, items))];
  }
  const text = `${countWord(overview.overdue)} of ${countWord(overview.open)} open items ${overview.overdue === 1 ? 'was' : 'were'} overdue on ${day}${items.length > 0 ? `, ${listed(items.map(past))}` : ''}`;
  return [sentence('in_the_way', text, citing(overview, items))];
}

function overloadClaims(brief: SummaryBrief, overview: BriefOverview | null): DraftClaim[] {
  const hours = brief.measures.find(isOverload);
  if (hours === undefined || hours.recent === null) return [];
  const { value } = phraseOf(hours);
  const before =
    hours.baseline === null || value(hours.baseline) === value(hours.recent)
      ? ''
      : ` against ${value(hours.baseline)} before`;
  const claims = [
    sentence(
      'in_the_way',
      `hours logged came to ${value(hours.recent)} of capacity ${recentWords(hours, brief)}${before}${corridorSuffix(hours, brief)}`,
      [hours.evidence_id],
    ),
  ];
  const remaining = overview?.remaining_hours ?? null;
  if (
    overview !== null &&
    remaining !== null &&
    brief.weekly_hours !== null &&
    remaining > brief.weekly_hours
  ) {
    claims.push(
      sentence(
        'in_the_way',
        `the open items are estimated at ${spoken(remaining, 'hours')} of remaining work, and the contract is for ${spoken(brief.weekly_hours, 'hours')} a week`,
        [overview.evidence_id],
      ),
    );
  }
  return claims;
}

/** One in a few dozen is what happens. */
export const isReopeningNotable = ({ reopened, closed }: BriefOverview): boolean =>
  reopened >= 2 || (reopened > 0 && reopened > closed / 10);

function reopenedClaims(brief: SummaryBrief, overview: BriefOverview): DraftClaim[] {
  if (!isReopeningNotable(overview)) return [];
  const items = brief.items.filter(({ reopened }) => reopened > 0).slice(0, NAMED_ITEMS);
  const which =
    items.length === 0
      ? ''
      : items.length === overview.reopened
        ? `: ${listed(items.map(named))}`
        : `, among them ${listed(items.map(named))}`;
  const verb = overview.reopened === 1 ? 'was' : 'were';
  return [
    sentence(
      'in_the_way',
      `${counted(overview.reopened, 'item')} ${verb} reopened${which}`,
      citing(overview, items),
    ),
  ];
}

function lateClaims(overview: BriefOverview): DraftClaim[] {
  const { closed_late: late, closed_with_due: due } = overview;
  if (late < 2 || late <= due / 2) return [];
  return [
    sentence('in_the_way', `of the ${due} items with a due day, ${countWord(late)} were closed late`, [
      overview.evidence_id,
    ]),
  ];
}

function calmClaim(brief: SummaryBrief, overview: BriefOverview): DraftClaim {
  const day = dayWords(brief.period.to, brief);
  const due = overview.open_with_due > 0 ? ' or overdue' : '';
  const text =
    overview.open === 0
      ? `no item was open on ${day}`
      : `no open item was blocked${due} on ${day}; ${openWords(overview)}`;
  return sentence('in_the_way', text, [overview.evidence_id]);
}

/** What stood in the way, weightiest first; that nothing did is said too, as far as the records tell. */
export function inTheWayClaims(brief: SummaryBrief): DraftClaim[] {
  const { overview } = brief;
  if (overview === null) return overloadClaims(brief, null);
  const claims = [
    ...overloadClaims(brief, overview),
    ...blockedClaims(brief, overview),
    ...overdueClaims(brief, overview),
    ...lateClaims(overview),
    ...reopenedClaims(brief, overview),
    ...waitedClaims(brief),
  ];
  return claims.length > 0 ? claims : [calmClaim(brief, overview)];
}
