import type { DraftClaim } from '#domain/draft.ts';
import type { BriefOverview, SummaryBrief } from '#domain/writer.ts';
import {
  betweenWords,
  capitalised,
  counted,
  countedKind,
  countWord,
  dayWords,
  listed,
  named,
  openWords,
  sentence,
  variantOf,
} from './wording.ts';

/** Named in one sentence: more than three is a list that nobody reads. */
const NAMED_ITEMS = 3;
const NAMED_KINDS = 3;
/** With fewer due days "on time" is an anecdote. */
const FEWEST_DUE = 3;

function kindWords({ closed, by_type }: BriefOverview): string {
  const [first] = by_type;
  if (first === undefined || closed < 2) return '';
  if (first.count === closed) return '';
  const shown = by_type.slice(0, NAMED_KINDS);
  const whole = shown.reduce((sum, { count }) => sum + count, 0) === closed;
  return `${whole ? ': ' : ', among them '}${listed(shown.map(countedKind))}`;
}

function closedWords(brief: SummaryBrief, overview: BriefOverview): string {
  const { name } = brief.person;
  const [first] = overview.by_type;
  // Where all are of one kind the kind is the noun.
  const noun = first !== undefined && first.count === overview.closed ? first.name : 'work item';
  const items =
    noun === 'work item'
      ? counted(overview.closed, noun)
      : countedKind({ name: noun, count: overview.closed });
  const kinds = kindWords(overview);
  return variantOf(brief, 'closed', [
    `${name} closed ${items} ${betweenWords(brief)}${kinds}`,
    `${betweenWords(brief)}, ${name} closed ${items}${kinds}`,
  ]);
}

function componentClaims(overview: BriefOverview): DraftClaim[] {
  const [first, second] = overview.by_component;
  if (first === undefined || first.count < 2 || overview.closed < 3) return [];
  const more =
    second !== undefined && second.count > 1 ? ` and ${countWord(second.count)} to "${second.name}"` : '';
  const text =
    first.count === overview.closed
      ? `the items closed belong to "${first.name}"`
      : `of these items, ${countWord(first.count)} belong to "${first.name}"${more}`;
  return [sentence('achieved', text, [overview.evidence_id])];
}

function itemClaims(brief: SummaryBrief): DraftClaim[] {
  const closed = brief.items.filter(({ state, title }) => state === 'closed' && title !== null);
  const shown = closed.slice(0, NAMED_ITEMS);
  if (shown.length === 0) return [];
  const parts = shown.map((item) =>
    item.resolved_on === null ? named(item) : `${named(item)} (${dayWords(item.resolved_on, brief)})`,
  );
  const lead = variantOf(brief, 'items', ['among the items are', 'the items closed include']);
  const opening = shown.length === 1 ? 'among them is' : lead;
  return [
    sentence(
      'achieved',
      `${opening} ${listed(parts)}`,
      shown.map((item) => item.evidence_id),
    ),
  ];
}

function dueClaims(overview: BriefOverview): DraftClaim[] {
  const { closed_with_due: due, closed_late: late } = overview;
  if (due < FEWEST_DUE || late > due / 2) return [];
  const text =
    late === 0
      ? `all ${due} items with a due day were closed on time`
      : `of the ${due} items with a due day, ${countWord(due - late)} ${due - late === 1 ? 'was' : 'were'} closed on time`;
  return [sentence('achieved', text, [overview.evidence_id])];
}

function reopenClaims(brief: SummaryBrief, overview: BriefOverview): DraftClaim[] {
  const measured = brief.measures.find(({ definition }) => definition.id === 'reopen_rate');
  if (measured === undefined || overview.reopened > 0 || overview.closed < FEWEST_DUE) return [];
  return [sentence('achieved', 'none of the items closed was reopened', [overview.evidence_id])];
}

/** What was done, with the figures and two or three items by name. */
export function achievedClaims(brief: SummaryBrief): DraftClaim[] {
  const { overview } = brief;
  if (overview === null) return [];
  const cited = [overview.evidence_id];
  if (overview.closed === 0) {
    const text = `${brief.person.name} closed no work item ${betweenWords(brief)}; on ${dayWords(brief.period.to, brief)}, ${openWords(overview)}`;
    return [sentence('achieved', capitalised(text), cited)];
  }
  return [
    sentence('achieved', closedWords(brief, overview), cited),
    ...componentClaims(overview),
    ...itemClaims(brief),
    ...dueClaims(overview),
    ...reopenClaims(brief, overview),
  ];
}
