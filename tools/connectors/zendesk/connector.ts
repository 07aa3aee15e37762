import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { answerInvalid, ask } from '#tools/connectors/answer.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import { idOf } from '#tools/connectors/normalised.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { cleanName } from '#tools/text.ts';
import { generatedAt, metricSet, normaliseRating, normaliseTicket, normaliseUser } from './normalise.ts';

export const zendeskStreams = ['users', 'tickets', 'satisfaction_ratings'] as const;

/** Zendesk's own maximum of a list's page; without page[size] it pages by offset, which ends at 10,000 rows. */
const PAGE_SIZE = '100';
const DAY_MS = 86_400_000;
/**
 * A rating is offered when its ticket is solved and given up to weeks later, and Zendesk doesn't say which of both
 * times `start_time` is compared with: a month of repeats is harmless, a missed judgement is not.
 */
const RATINGS_OVERLAP_MS = 31 * DAY_MS;

const listAnswer = z.looseObject({
  meta: z.object({ has_more: z.boolean() }),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
const exportAnswer = z.object({
  tickets: z.array(z.unknown()),
  metric_sets: z.array(z.unknown()).nullish(),
  groups: z.array(z.unknown()).nullish(),
  after_cursor: z.string().nullish(),
  end_of_stream: z.boolean(),
});
type ExportAnswer = z.infer<typeof exportAnswer>;
const namedGroup = z.object({ id: z.number().transform(String), name: z.string() });

export interface ZendeskConnectorDeps {
  source: Source;
  http: HttpClient;
  /** The incremental exports have a limit of their own, so they have a client of their own. */
  exports: HttpClient;
  /** Ids of agents that are no person. */
  bots: readonly string[];
  /** `source_fields.zendesk` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** A list by cursors (developer.zendesk.com/api-reference/introduction/pagination): `has_more` alone ends it. */
async function* pages(http: HttpClient, name: string, query: string, signal: AbortSignal) {
  const guard = makePageGuard(`${name} of ${http.host}`);
  const repeats = makeRepeatGuard(`${name} of ${http.host}`);
  let path = `/api/v2/${name}?${query}page[size]=${PAGE_SIZE}`;
  for (;;) {
    const answer = await ask(http, listAnswer, { method: 'GET', path, signal });
    const items = answer[name];
    if (!Array.isArray(items)) throw answerInvalid(http, path, `the answer has no list "${name}"`);
    repeats(items);
    yield items;
    const next = answer.links?.next ?? null;
    if (!answer.meta.has_more || next === null) return;
    guard.advance(next);
    path = next;
  }
}

const secondsOf = (instant: string | null): number =>
  instant === null ? 0 : Math.floor(Date.parse(instant) / 1000);

async function* users({ http, bots }: ZendeskConnectorDeps, signal: AbortSignal) {
  const known = new Set(bots);
  for await (const items of pages(http, 'users', 'role[]=agent&role[]=admin&', signal)) {
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of items) {
      const user = normaliseUser(item, known);
      if (user?.ok === true) page.accounts.push(user.account);
      else if (user !== null) page.faults.push(user.fault);
    }
    yield page;
  }
}

async function* ratings({ http }: ZendeskConnectorDeps, since: string | null, signal: AbortSignal) {
  const from = `start_time=${secondsOf(since)}&`;
  for await (const items of pages(http, 'satisfaction_ratings', from, signal)) {
    const page: WindowPage = { ...emptyPage(), newest: newestOf(items, 'updated_at') };
    for (const item of items) {
      const rating = normaliseRating(item);
      if (rating?.ok === true) page.records.push(rating.record);
      else if (rating !== null) page.faults.push(rating.fault);
    }
    yield page;
  }
}

/** Figures and group names that come beside the tickets. */
function besides(answer: ExportAnswer) {
  const metrics = (answer.metric_sets ?? []).flatMap((item) => {
    const parsed = metricSet.safeParse(item);
    return parsed.success && parsed.data.ticket_id ? [[parsed.data.ticket_id, parsed.data] as const] : [];
  });
  const groups = (answer.groups ?? []).flatMap((item) => {
    const parsed = namedGroup.safeParse(item);
    return parsed.success ? [[parsed.data.id, parsed.data.name] as const] : [];
  });
  return { metrics: new Map(metrics), groups: new Map(groups) };
}

/** Where an export stands: Zendesk's own cursor behind what was handed over. */
const exportMark = z.object({ cursor: z.string() });

/**
 * Tickets that changed, by the incremental export with its figures sideloaded
 * (developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api): it tells of
 * deletions, leaves the last minute out, and may give a ticket twice.
 */
async function* tickets(
  deps: ZendeskConnectorDeps,
  { since, done }: { since: string | null; done: JsonValue | null },
  signal: AbortSignal,
): AsyncGenerator<WindowPage> {
  const mark = markOf(exportMark, done);
  try {
    if (mark !== null) return yield* exported(deps, mark, signal);
  } catch (error) {
    // A cursor that Zendesk doesn't know any more: from the beginning, then.
    if (!(error instanceof SourceError) || error.code !== 'source-refused') throw error;
  }
  // A start within the last minute is refused.
  const start = Math.min(secondsOf(since), secondsOf(deps.now()) - 61);
  yield* exported(deps, { start_time: String(start) }, signal);
}

async function* exported(
  { exports, fields }: ZendeskConnectorDeps,
  begin: Record<string, string>,
  signal: AbortSignal,
): AsyncGenerator<WindowPage> {
  const guard = makePageGuard(`tickets of ${exports.host}`);
  const repeats = makeRepeatGuard(`tickets of ${exports.host}`);
  const seen = new Set<string>();
  let mark = begin;
  for (;;) {
    const answer: ExportAnswer = await ask(exports, exportAnswer, {
      method: 'GET',
      path: '/api/v2/incremental/tickets/cursor',
      query: { ...mark, include: 'metric_sets,groups' },
      signal,
    });
    repeats(answer.tickets);
    const page: WindowPage = { ...emptyPage(), newest: newestOf(answer.tickets, 'updated_at') };
    const surroundings = { ...besides(answer), fields: new Set(fields) };
    for (const item of answer.tickets) {
      const stamp = generatedAt(item);
      if (stamp !== null) page.newest = laterOf(page.newest, stamp);
      const again = `${idOf(item)} ${stamp}`;
      if (stamp !== null && seen.has(again)) continue;
      seen.add(again);
      const ticket = normaliseTicket(item, surroundings);
      if (ticket.ok) page.records.push(ticket.record);
      else page.faults.push(ticket.fault);
    }
    const next = answer.after_cursor ?? null;
    if (next !== null) page.done = { cursor: next };
    yield page;
    if (answer.end_of_stream || next === null) return;
    guard.advance(next);
    mark = { cursor: next };
  }
}

const meAnswer = z.object({
  user: z.object({ id: z.number().nullish(), email: z.string().nullish(), name: z.string().nullish() }),
});

/** Zendesk Support by its API v2: agents, tickets with their figures, and what customers said of them. Read only. */
export function makeZendeskConnector(deps: ZendeskConnectorDeps): Connector {
  const { source, http, now } = deps;
  return {
    vendor: 'zendesk',
    ...readOnly(source, 'Zendesk'),
    streams: zendeskStreams,
    check: async (signal) => {
      const { user } = await ask(http, meAnswer, { method: 'GET', path: '/api/v2/users/me', signal });
      return { account: cleanName(user.email ?? user.name) ?? String(user.id ?? 'unknown') };
    },
    read: (stream, cursor, signal) => {
      const known = zendeskStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, zendeskStreams);
      if (known === 'satisfaction_ratings')
        return readWindow({ cursor, now, overlap_ms: RATINGS_OVERLAP_MS }, (since) =>
          ratings(deps, since, signal),
        );
      return readWindow({ cursor, now }, (since, done) =>
        known === 'users' ? users(deps, signal) : tickets(deps, { since, done }, signal),
      );
    },
  };
}
