import { z } from 'zod';
import {
  accepted,
  describeFault,
  idOf,
  type Normalised,
  type NormalisedAccount,
  refused,
} from '#tools/connectors/normalised.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';

const id = z.number().int().nonnegative().transform(String);

/** The parts of Zendesk's answers that we use; subject, description, tags and requester aren't among them. */
const zendeskUser = z.object({
  id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  role: z.string().nullish(),
  active: z.boolean().nullish(),
  suspended: z.boolean().nullish(),
  time_zone: z.string().nullish(),
});

const replyTime = z.object({ calendar: z.number().nullish() }).nullish();
export const metricSet = z.object({
  ticket_id: id.nullish(),
  reopens: z.number().nullish(),
  solved_at: z.string().nullish(),
  reply_time_in_minutes: replyTime,
  /** Of conversations by chat, whose minutes may be missing. */
  reply_time_in_seconds: replyTime,
});
type MetricSet = z.infer<typeof metricSet>;

const zendeskTicket = z.object({
  id,
  status: z.string(),
  priority: z.string().nullish(),
  via: z.object({ channel: z.union([z.string(), z.number()]).nullish() }).nullish(),
  assignee_id: id.nullish(),
  group_id: id.nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  generated_timestamp: z.number().nullish(),
  metric_set: metricSet.nullish(),
});

const zendeskRating = z.object({
  id,
  score: z.string(),
  assignee_id: id.nullish(),
  ticket_id: id.nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string(),
});

/** Customers are users too; only who works on tickets is ours. Null for everybody else. */
export function normaliseUser(raw: unknown, bots: ReadonlySet<string>): NormalisedAccount | null {
  const parsed = zendeskUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const user = parsed.data;
  if (user.role !== 'agent' && user.role !== 'admin') return null;
  return {
    ok: true,
    account: {
      account: user.id,
      display_name: cleanName(user.name),
      email: cleanName(user.email, 320)?.toLowerCase() ?? null,
      active: (user.active ?? true) && user.suspended !== true,
      bot: bots.has(user.id),
      time_zone: cleanName(user.time_zone, 100),
    },
  };
}

const states: Readonly<Record<string, 'new' | 'open' | 'waiting' | 'solved'>> = {
  new: 'new',
  open: 'open',
  pending: 'waiting',
  hold: 'waiting',
  solved: 'solved',
  closed: 'solved',
  // The state that a deleted ticket had isn't told; it is marked as gone, so none is counted.
  deleted: 'solved',
};
const ranks: Readonly<Record<string, number>> = { urgent: 1, high: 2, normal: 3, low: 4 };
/** Ten years; more is a slip. */
const MAX_MINUTES = 5_256_000;
const MAX_REOPENS = 10_000;

/** Calendar minutes, not business ones: those depend on a schedule that may be changed. */
function firstResponse(created: string, metrics: MetricSet | null): string | null {
  const seconds = metrics?.reply_time_in_seconds?.calendar ?? Number.NaN;
  const minutes = metrics?.reply_time_in_minutes?.calendar ?? seconds / 60;
  if (!(minutes >= 0 && minutes <= MAX_MINUTES)) return null;
  return new Date(Date.parse(created) + minutes * 60_000).toISOString();
}

/** Milliseconds of a stamp that is in seconds. */
export const generatedAt = (raw: unknown): string | null => {
  const parsed = zendeskTicket.pick({ generated_timestamp: true }).safeParse(raw);
  const seconds = parsed.success ? parsed.data.generated_timestamp : null;
  return seconds === null || seconds === undefined ? null : parseInstant(seconds * 1000);
};

const laterOf = (a: string, b: string | null): string => (b !== null && b > a ? b : a);
const stateOf = (status: string) => (Object.hasOwn(states, status) ? (states[status] ?? null) : null);

/** What a ticket is joined with: its figures and the names of groups, both sideloaded. */
export interface TicketSurroundings {
  metrics: ReadonlyMap<string, MetricSet>;
  groups: ReadonlyMap<string, string>;
  fields: ReadonlySet<string>;
}

/** A ticket without its words; or why not. */
export function normaliseTicket(raw: unknown, { metrics, groups, fields }: TicketSurroundings): Normalised {
  const parsed = zendeskTicket.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const ticket = parsed.data;
  const [created, updated] = [parseInstant(ticket.created_at), parseInstant(ticket.updated_at)];
  if (created === null) return refused(ticket.id, 'created_at: not an instant within 1990–2100');
  if (updated === null) return refused(ticket.id, 'updated_at: not an instant within 1990–2100');
  const state = stateOf(ticket.status);
  if (state === null) return refused(ticket.id, 'status: none that Zendesk describes');
  const figures = ticket.metric_set ?? metrics.get(ticket.id) ?? null;
  const reopens = figures?.reopens ?? null;
  const channel = ticket.via?.channel ?? null;
  return accepted({
    external_id: ticket.id,
    account: ticket.assignee_id ?? null,
    updated_at: laterOf(updated, generatedAt(raw)),
    deleted: ticket.status === 'deleted',
    payload: {
      kind: 'support_ticket',
      key: ticket.id,
      assignee: ticket.assignee_id ?? null,
      group: fields.has('group') ? cleanName(groups.get(ticket.group_id ?? '')) : null,
      channel: fields.has('channel') && channel !== null ? cleanName(String(channel)) : null,
      priority_rank: fields.has('priority') ? (ranks[ticket.priority ?? ''] ?? null) : null,
      state,
      created_at: created,
      updated_at: updated,
      first_response_at: firstResponse(created, figures),
      solved_at: state === 'solved' && figures?.solved_at ? parseInstant(figures.solved_at) : null,
      reopens:
        reopens !== null && Number.isInteger(reopens) && reopens >= 0 && reopens <= MAX_REOPENS
          ? reopens
          : null,
    },
  });
}

const judged: Readonly<Record<string, number>> = { good: 1, bad: 0 };

/** What a customer said, good or bad, without the comment. Null for ratings that were offered and not given. */
export function normaliseRating(raw: unknown): Normalised | null {
  const parsed = zendeskRating.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const rating = parsed.data;
  const score = judged[rating.score.split('_')[0] ?? ''];
  if (score === undefined) return null;
  const updated = parseInstant(rating.updated_at);
  if (updated === null) return refused(rating.id, 'updated_at: not an instant within 1990–2100');
  return accepted({
    external_id: rating.id,
    account: rating.assignee_id ?? null,
    updated_at: updated,
    deleted: false,
    payload: {
      kind: 'satisfaction_rating',
      account: rating.assignee_id ?? null,
      ticket_key: rating.ticket_id ?? null,
      measure: 'csat',
      score,
      low: 0,
      high: 1,
      rated_at: updated,
      updated_at: updated,
    },
  });
}
