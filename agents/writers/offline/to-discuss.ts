import type { DraftClaim } from '#domain/draft.ts';
import type { BriefMeasure, SummaryBrief } from '#domain/writer.ts';
import { isOverload } from './against-role.ts';
import { blockedItems, isReopeningNotable, overdueItems } from './in-the-way.ts';
import { isOutside, judged, movementOf, phraseOf } from './measures.ts';
import { countWord, dayWords, listed, named, sentence, variantOf } from './wording.ts';

const NAMED_ITEMS = 2;

type Topic = (brief: SummaryBrief) => DraftClaim[];

const ask = (text: string, citations: readonly string[]): DraftClaim[] => [
  sentence('to_discuss', text, citations),
];

const blocked: Topic = (brief) => {
  const items = blockedItems(brief).slice(0, NAMED_ITEMS);
  if (items.length === 0) return [];
  const keys = listed(items.map(({ key }) => key));
  const { overview } = brief;
  return ask(
    items.length === 1
      ? `what is ${keys} waiting for, and who can release it?`
      : `what are ${keys} waiting for, and who can release them?`,
    [...(overview === null ? [] : [overview.evidence_id]), ...items.map(({ evidence_id }) => evidence_id)],
  );
};

const overload: Topic = (brief) => {
  const hours = brief.measures.find(isOverload);
  const found = brief.findings.find(({ finding }) => finding.kind === 'overload');
  const cited = hours === undefined ? (found?.evidence_ids ?? []) : [hours.evidence_id];
  if (cited.length === 0) return [];
  const { overview } = brief;
  const waiting = overview === null ? 0 : overview.not_started;
  const which =
    overview !== null && waiting > 1
      ? `which of the ${countWord(waiting)} items not started could wait, or go to a colleague?`
      : 'what could wait, or go to a colleague?';
  return ask(which, overview === null ? cited : [...cited, overview.evidence_id]);
};

const overdue: Topic = (brief) => {
  const { overview } = brief;
  if (overview === null || overview.overdue === 0) return [];
  const items = overdueItems(brief).slice(0, 1);
  const [only] = items;
  const text =
    overview.overdue === 1
      ? `which date would hold for ${only?.key ?? 'the overdue item'}?`
      : `which of the ${countWord(overview.overdue)} overdue items still matter to somebody, and which dates should be set anew?`;
  return ask(text, [overview.evidence_id, ...items.map(({ evidence_id }) => evidence_id)]);
};

const worsened = (measure: BriefMeasure): boolean =>
  movementOf(measure) === -1 && measure.definition.id !== 'throughput';

const slide: Topic = (brief) => {
  // Overdue items have a question of their own.
  const asked = (one: BriefMeasure) =>
    one.definition.id === 'overdue_share' && (brief.overview?.overdue ?? 0) > 0;
  const measures = brief.measures.filter((one) => !asked(one) && !isOverload(one));
  const measure = measures.find((one) => one.change_point !== null && movementOf(one) === -1);
  if (measure?.change_point == null) {
    const slower = measures.find(worsened);
    if (slower === undefined) return [];
    const verb = slower.trend?.direction === 'rising' ? 'rise' : 'fall';
    return ask(`what lies behind the ${verb} in ${phraseOf(slower).subject}?`, [slower.evidence_id]);
  }
  const { at } = measure.change_point;
  const subject = phraseOf(measure).subject;
  const verb = measure.change_point.after > measure.change_point.before ? 'rose' : 'fell';
  return ask(`what happened around the week of ${dayWords(at, brief)}, when ${subject} ${verb}?`, [
    measure.evidence_id,
  ]);
};

const questionOf: Record<string, string> = {
  work_in_progress: 'which of the items in progress could be finished or put back before another is begun?',
  reopen_rate: 'what would have shown earlier that the reopened items were not done?',
  cycle_time_median: 'at which step do items wait between start and close?',
  cycle_time_p85: 'what do the items that take long have in common?',
  lead_time_median:
    'at what point do items wait before somebody starts them, and does that suit those who asked?',
  estimate_accuracy: 'where do estimates and hours part, and does anybody rely on the estimates?',
  late_share: 'are the due days of new items agreed with whoever does the work?',
  throughput: 'what takes the time between finished items?',
  blocked_time: 'which teams or people does the work wait for, again and again?',
};

const outside: Topic = (brief) => {
  const measure = brief.measures.find(
    (one) => isOutside(one) && !isOverload(one) && questionOf[one.definition.id] !== undefined,
  );
  const text = measure === undefined ? undefined : questionOf[measure.definition.id];
  return measure === undefined || text === undefined ? [] : ask(text, [measure.evidence_id]);
};

const reopened: Topic = (brief) => {
  const items = brief.items.filter((item) => item.reopened > 0).slice(0, NAMED_ITEMS);
  if (items.length === 0 || brief.overview === null || !isReopeningNotable(brief.overview)) return [];
  return ask(
    `what should be settled with whoever asked before work like ${listed(items.map(({ key }) => key))} is closed?`,
    items.map(({ evidence_id }) => evidence_id),
  );
};

const recognition: Topic = (brief) => {
  const found = brief.findings.find(({ finding }) => finding.kind === 'recognition_overdue');
  const output = brief.measures.find(({ definition }) => definition.id === 'throughput');
  if (found === undefined || output === undefined || output.recent === null) return [];
  return ask(`has anybody said thank you for an output of ${phraseOf(output).value(output.recent)}?`, [
    output.evidence_id,
    ...found.evidence_ids,
  ]);
};

const improvement: Topic = (brief) => {
  const measure = brief.measures.find((one) => movementOf(one) === 1);
  if (measure === undefined || measure.recent === null || measure.baseline === null) return [];
  if (judged(measure, measure.baseline, measure.recent) !== 1) return [];
  const verb = measure.recent > measure.baseline ? 'rise' : 'fall';
  return ask(
    `what was behind the ${verb} in ${phraseOf(measure).subject}, and could others on the team use it?`,
    [measure.evidence_id],
  );
};

const growth: Topic = (brief) => {
  const { overview } = brief;
  const [first] = overview?.by_component ?? [];
  const [closed] = brief.items.filter(({ state, title }) => state === 'closed' && title !== null);
  if (overview !== null && first !== undefined && first.count >= 3) {
    const text = variantOf(brief, 'growth', [
      `is "${first.name}", with ${countWord(first.count)} of the closed items, where the next months should lead?`,
      `should "${first.name}", with ${countWord(first.count)} of the closed items, stay the main field, or would a change be welcome?`,
    ]);
    return ask(text, [overview.evidence_id]);
  }
  return closed === undefined
    ? []
    : ask(`what went well with ${named(closed)}, and what should come next?`, [closed.evidence_id]);
};

const load: Topic = (brief) => {
  const { overview } = brief;
  if (overview === null || overview.open < 2) return [];
  const text = variantOf(brief, 'load', [
    `of the ${countWord(overview.open)} open items, which should be finished first, and is anything needed from outside the team?`,
    `which of the ${countWord(overview.open)} open items matters to somebody this month, and which can wait?`,
  ]);
  return ask(text, [overview.evidence_id]);
};

/** What there is to talk about, in the order in which it matters; each an open question that cites its ground. */
const topics: readonly Topic[] = [
  overload,
  blocked,
  slide,
  overdue,
  recognition,
  outside,
  reopened,
  improvement,
  growth,
  load,
];

export const discussionClaims = (brief: SummaryBrief): DraftClaim[] =>
  topics.flatMap((topic) => topic(brief));
