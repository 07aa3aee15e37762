import { quotableTitle } from '#agents/briefs/title.ts';
import type { Action, CommentOnWorkItem } from '#domain/action.ts';
import type { Finding } from '#domain/assessment.ts';
import { dayOf } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import { actionId, idFrom } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { WorkItem } from '#domain/record.ts';
import {
  conversationAction,
  effectOf,
  hostFor,
  type ItemShown,
  type KindContext,
  type Plan,
  type ProposalKind,
  personOf,
  reasonsOf,
  workingDay,
} from './kind.ts';

export const ITEMS_STANDING = 'items named here that still stand';
/** From three weeks on a comment alone has been tried by time. */
const TALK_FROM_DAYS = 21;

interface Standing extends ItemShown {
  item: WorkItem;
}

const standing = ({ items }: KindContext): Standing[] =>
  items.flatMap((shown) =>
    shown.record.payload.kind === 'work_item' ? [{ ...shown, item: shown.record.payload }] : [],
  );

const sinceOf = (item: WorkItem): string | null =>
  item.blocked_spans
    .filter((span) => span.to === null)
    .map((span) => dayOf(span.from))
    .sort()[0] ??
  item.transitions
    .map((move) => dayOf(move.at))
    .sort()
    .at(-1) ??
  null;

/** Public in the source: it says what stands since when, and nothing of people or of their load. */
function commentText(kind: Finding['kind'], since: string | null): string {
  const when = since === null ? '' : ` since ${since}`;
  const ask =
    kind === 'stale_review'
      ? `This has been waiting for a look${when}. Who can take it on, or say what is missing?`
      : `This has been marked as blocked${when}. What is it waiting for, and who can clear it? If it can go on, please take the mark off.`;
  return `${ask} (Asked through Fairlead; approved by the team’s manager.)`;
}

function commentOn({ record, item }: Standing, kind: Finding['kind']): CommentOnWorkItem {
  return {
    kind: 'comment_on_work_item',
    id: idFrom('act', actionId, { record: record.id, kind: 'unblock' }),
    source_id: record.source_id,
    record_id: record.id,
    external_id: record.external_id,
    key: item.key,
    title: quotableTitle(item.title),
    expected: { assignee: item.assignee, status_category: item.status_category },
    text: commentText(kind, sinceOf(item)),
  };
}

const hours = (value: number): string => `${Math.round(value)}`;

function helperClaim({ helper }: KindContext): Claim[] {
  if (helper === null || helper.load.capacity_hours === null) return [];
  const { person, tag, load, citations } = helper;
  const room = `${hours(load.load_hours)} of ${hours(load.capacity_hours ?? 0)} hours`;
  return [
    {
      text: `${person.name} knows ${tag} and could look at it: ${room} of the next ${load.span_weeks} weeks are taken.`,
      citations,
    },
  ];
}

function talk(person: Person, items: readonly Standing[], finding: Finding, context: KindContext): Action[] {
  const host = hostFor(context, person.id);
  if (host === null) return [];
  const stands = items.map(({ item }) => {
    const since = sinceOf(item);
    const state = finding.kind === 'stale_review' ? 'has waited for a look' : 'has been blocked';
    return `${item.key} ${state}${since === null ? '' : ` since ${since}`}: what is it waiting for?`;
  });
  return [
    conversationAction({
      with: person.id,
      host,
      purpose: 'check_in',
      topics: [
        ...stands,
        context.helper === null
          ? 'Who could clear it, and who asks them?'
          : `Would it help to ask ${context.helper.person.name}, who knows ${context.helper.tag}?`,
      ],
      by: workingDay(context.today, 3),
    }),
  ];
}

function plan(finding: Finding, context: KindContext): Plan | null {
  const person = personOf(context, finding.person_id);
  const items = standing(context);
  if (person === null || items.length === 0) return null;
  const comments = items.filter(({ live }) => live).map((one) => commentOn(one, finding.kind));
  const long = (finding.figures.longest_days ?? 0) >= TALK_FROM_DAYS;
  const actions = [
    ...comments,
    ...(long || comments.length === 0 ? talk(person, items, finding, context) : []),
  ];
  if (actions.length === 0) return null;
  const keys = items.map(({ item }) => item.key);
  const shares = { before: items.length, after: items.length / 2 };
  return {
    title: `Get ${keys.join(', ')} moving again (${person.name})`,
    rationale: [...reasonsOf(finding), ...helperClaim(context)],
    actions,
    predicted_effect: effectOf(
      { metric: ITEMS_STANDING, unit: 'count', ...shares, lower80: 0, upper80: items.length },
      context.policy,
    ),
    subject_ids: [person.id],
    matter: `${person.id}:${[...keys].sort().join(',')}`,
  };
}

/** Work that stands still because somebody else has to do something: ask where it stands, and talk where it is long. */
export const unblock: ProposalKind = { kind: 'unblock', from: ['blocked_work', 'stale_review'], plan };
