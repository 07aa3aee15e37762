import { addDays, daysBetween } from '#domain/date.ts';
import type { RecordKind, RecordPayload } from '#domain/record.ts';
import type { Opportunity } from '#domain/sales-records.ts';

/** Something that counts for an account at a moment (milliseconds since 1970). */
export interface ActivityEvent {
  account: string | null;
  at: number;
  /** What it adds to the indicator; NaN where the source doesn't tell. */
  value: number;
  /** Whatever may not be mixed: the currency of an amount. */
  label?: string | null;
}

/** A time during which something stood open with an account; `to` null while it still does. */
export interface ActivitySpan {
  account: string | null;
  from: number;
  to: number | null;
  value: number;
  label?: string | null;
}

type Payload<Kind extends RecordKind> = Extract<RecordPayload, { kind: Kind }>;

/** How the items of one series are found in a kind of record. */
export type SeriesRule =
  | { kind: RecordKind; events(payload: RecordPayload): ActivityEvent[] }
  | { kind: RecordKind; spans(payload: RecordPayload): ActivitySpan[] };

const HOUR_MS = 3_600_000;
const NOON_MS = 12 * HOUR_MS;

const time = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
const hoursBetween = (from: string, to: string): number => {
  const hours = (Date.parse(to) - Date.parse(from)) / HOUR_MS;
  return hours >= 0 ? hours : Number.NaN;
};
const orUnknown = (value: number | null): number => value ?? Number.NaN;

function events<Kind extends RecordKind>(
  kind: Kind,
  find: (payload: Payload<Kind>) => ActivityEvent | ActivityEvent[] | null,
): SeriesRule {
  return {
    kind,
    events(payload) {
      const found = payload.kind === kind ? find(payload as Payload<Kind>) : null;
      return found === null ? [] : Array.isArray(found) ? found : [found];
    },
  };
}

function spans<Kind extends RecordKind>(
  kind: Kind,
  find: (payload: Payload<Kind>) => ActivitySpan | null,
): SeriesRule {
  return {
    kind,
    spans(payload) {
      const found = payload.kind === kind ? find(payload as Payload<Kind>) : null;
      return found === null ? [] : [found];
    },
  };
}

const merged = (value: (payload: Payload<'pull_request'>) => number): SeriesRule =>
  events('pull_request', (pull) => {
    const at = time(pull.merged_at);
    return at === null ? null : { account: pull.author, at, value: value(pull) };
  });

const firstReview = (value: (payload: Payload<'code_review'>) => number): SeriesRule =>
  events('code_review', (review) => ({
    account: review.reviewer,
    at: Date.parse(review.submitted_at),
    value: value(review),
    label: review.key,
  }));

const deployed = (value: (payload: Payload<'deployment'>) => number | null): SeriesRule =>
  events('deployment', (one) => {
    const counts = one.production ? value(one) : null;
    return counts === null ? null : { account: one.creator, at: Date.parse(one.created_at), value: counts };
  });

const closed = (value: (deal: Opportunity) => number | null): SeriesRule =>
  events('opportunity', (deal) => {
    const at = time(deal.closed_at);
    const counts = at === null || deal.state === 'open' ? null : value(deal);
    return at === null || counts === null
      ? null
      : { account: deal.owner, at, value: counts, label: deal.currency };
  });

const open = (value: (deal: Opportunity) => number): SeriesRule =>
  spans('opportunity', (deal) => ({
    account: deal.owner,
    from: Date.parse(deal.created_at),
    to: deal.state === 'open' ? null : Date.parse(deal.closed_at ?? deal.updated_at),
    value: value(deal),
    label: deal.currency,
  }));

const solved = (value: (ticket: Payload<'support_ticket'>) => number): SeriesRule =>
  events('support_ticket', (ticket) => {
    const at = ticket.state === 'solved' ? time(ticket.solved_at) : null;
    return at === null ? null : { account: ticket.assignee, at, value: value(ticket) };
  });

const rated = (
  measure: Payload<'satisfaction_rating'>['measure'],
  value: (share: number, rating: Payload<'satisfaction_rating'>) => number,
): SeriesRule =>
  events('satisfaction_rating', (rating) => {
    const width = rating.high - rating.low;
    if (rating.measure !== measure || !(width > 0)) return null;
    const share = (rating.score - rating.low) / width;
    return { account: rating.account, at: Date.parse(rating.rated_at), value: value(share, rating) };
  });

/** What a source counted over several days, spread evenly over them. */
const spread = (value: (activity: Payload<'collaboration_activity'>) => number | null): SeriesRule =>
  events('collaboration_activity', (activity) => {
    const amount = value(activity);
    const days = daysBetween(activity.from_day, activity.to_day) + 1;
    if (amount === null || days < 1) return [];
    return Array.from({ length: days }, (_, index) => ({
      account: activity.account,
      at: Date.parse(`${addDays(activity.from_day, index)}T00:00:00Z`) + NOON_MS,
      value: amount / days,
    }));
  });

/** The upper quarter of a scale: "good" of good and bad, 4 and 5 of 1 to 5. */
const CONTENT_FROM = 0.75;
const PROMOTER_FROM = 0.9;
const DETRACTOR_TO = 0.6;
/** Scores are whole numbers on their scale; this keeps 9/10 from being missed by a rounding. */
const EPSILON = 1e-9;

/** Everything that activity indicators are computed from, by name. */
export const seriesRules = {
  merged: merged(() => 1),
  merged_size: merged((pull) =>
    pull.additions === null || pull.deletions === null ? Number.NaN : pull.additions + pull.deletions,
  ),
  merge_hours: merged((pull) =>
    pull.merged_at === null ? Number.NaN : hoursBetween(pull.created_at, pull.merged_at),
  ),
  review_hours: firstReview((review) => hoursBetween(review.asked_at, review.submitted_at)),
  deployed: deployed((one) => (one.state === 'succeeded' ? 1 : null)),
  deploy_failed: deployed((one) => (one.state === 'pending' ? null : Number(one.state === 'failed'))),
  created: events('opportunity', (deal) => ({
    account: deal.owner,
    at: Date.parse(deal.created_at),
    value: 1,
  })),
  won: closed((deal) => (deal.state === 'won' ? 1 : null)),
  won_share: closed((deal) => Number(deal.state === 'won')),
  won_days: closed((deal) =>
    deal.state === 'won' && deal.closed_at !== null
      ? hoursBetween(deal.created_at, deal.closed_at) / 24
      : null,
  ),
  won_amount: closed((deal) => (deal.state === 'won' ? orUnknown(deal.amount) : null)),
  renewed: closed((deal) => (deal.deal_type === 'renewal' ? Number(deal.state === 'won') : null)),
  open_deals: open(() => 1),
  open_amount: open((deal) => orUnknown(deal.amount)),
  solved: solved(() => 1),
  solve_hours: solved((ticket) =>
    ticket.solved_at === null ? Number.NaN : hoursBetween(ticket.created_at, ticket.solved_at),
  ),
  reopened: solved((ticket) => (ticket.reopens === null ? Number.NaN : Number(ticket.reopens > 0))),
  response_hours: events('support_ticket', (ticket) =>
    ticket.first_response_at === null
      ? null
      : {
          account: ticket.assignee,
          at: Date.parse(ticket.first_response_at),
          value: hoursBetween(ticket.created_at, ticket.first_response_at),
        },
  ),
  backlog: spans('support_ticket', (ticket) => ({
    account: ticket.assignee,
    from: Date.parse(ticket.created_at),
    to: ticket.state === 'solved' ? Date.parse(ticket.solved_at ?? ticket.updated_at) : null,
    value: 1,
  })),
  content: rated('csat', (share) => Number(share >= CONTENT_FROM - EPSILON)),
  promoter: rated('nps', (share) =>
    share >= PROMOTER_FROM - EPSILON ? 1 : share <= DETRACTOR_TO + EPSILON ? -1 : 0,
  ),
  meeting_hours: spread((activity) => activity.meeting_hours),
  timed_messages: spread((activity) => (activity.messages_after_hours === null ? null : activity.messages)),
  late_messages: spread((activity) => activity.messages_after_hours),
} satisfies Record<string, SeriesRule>;

export type SeriesName = keyof typeof seriesRules;
