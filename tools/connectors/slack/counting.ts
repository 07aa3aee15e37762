import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { JsonValue } from '#domain/json.ts';
import { describeFault, idOf } from '#tools/connectors/normalised.ts';
import { throwIfStopped } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { lostChannelReason, pagesOf } from './api.ts';
import { type Days, makeTallies, messageSeen, type Tallies, tallyRow } from './messages.ts';
import { userPages } from './people.ts';

/** How old a thread may be whose late answers are still found: Slack lists a thread only under its first message. */
const THREAD_SECONDS = 30 * 86_400;
/** Days that a first read counts at one go: each time the threads of the month before are looked through, too. */
const SLICE_DAYS = 28;
/** Requests after which a count that isn't complete yet is kept: so many are asked again where a read is cut off. */
const REQUESTS_A_MARK = 25;
/** Records of one page of ours. */
const RECORDS_A_PAGE = 200;

export interface CountingDeps {
  http: HttpClient;
  /** Ids of channels; empty: every public one that the app was invited to. */
  channels: readonly string[];
  /** Items of a page: Slack gives apps outside its Marketplace that others install no more than 15. */
  page_size: number;
  /** Whether answers in threads are counted: each thread costs a request. */
  threads: boolean;
  /** How far back a first read looks. */
  first_days: number;
  /** `source_fields.slack` of the policy. */
  fields: readonly string[];
  now(): string;
}

const slackChannel = z.object({ id: z.string(), is_member: z.boolean().nullish() });

async function chosenChannels(deps: CountingDeps, signal: AbortSignal): Promise<readonly string[]> {
  if (deps.channels.length > 0) return deps.channels;
  const found: string[] = [];
  // Public ones alone: what is said in private channels and to single people is not even counted unless named.
  const query = { types: 'public_channel', exclude_archived: 'true' };
  const question = { method: 'conversations.list', list: 'channels', query, id: 'id' };
  for await (const items of pagesOf({ http: deps.http, page_size: 200 }, question, signal))
    for (const item of items) {
      const parsed = slackChannel.safeParse(item);
      if (parsed.success && parsed.data.is_member === true) found.push(parsed.data.id);
    }
  return found;
}

/**
 * Where a read stands: all days before this one were handed over. From it on, some channels were counted already, with
 * what was to be kept then.
 */
const dayMark = z.object({
  day: z.iso.date(),
  begun: z
    .object({ fields: z.array(z.string()), channels: z.array(z.string()), rows: z.array(tallyRow) })
    .optional(),
});
type Begun = NonNullable<z.infer<typeof dayMark>['begun']>;

/** So many days each, the oldest first. */
function slicesOf(from: IsoDate, today: IsoDate): Days[] {
  const slices: Days[] = [];
  let begin = from;
  for (; addDays(begin, SLICE_DAYS) < today; begin = addDays(begin, SLICE_DAYS))
    slices.push({ from: begin, until: addDays(begin, SLICE_DAYS) });
  return [...slices, { from: begin, until: null }];
}

/** A count of messages that were written within the span, in seconds since 1970. */
interface Count {
  span: { oldest: number; latest: number | null };
  tallies: Tallies;
}

const isWithin = (ts: string, { oldest, latest }: Count['span']): boolean =>
  Number(ts) > oldest && (latest === null || Number(ts) <= latest);

/**
 * Counts what everybody wrote, day by day.
 * @returns the pages of a window: from its beginning (null for the first read), or from the mark that an earlier read left
 */
export function makeCounting(
  deps: CountingDeps,
): (since: string | null, done: JsonValue | null, signal: AbortSignal) => AsyncGenerator<WindowPage> {
  const { http, now, fields } = deps;
  const policyFields = new Set(fields);
  const fieldNames = [...policyFields].sort();

  async function* threadPages(
    channel: string,
    ts: string,
    { span, tallies }: Count,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const query = { channel, ts };
    const question = { method: 'conversations.replies', list: 'messages', query, id: 'ts' };
    for await (const items of pagesOf(deps, question, signal)) {
      for (const item of items) {
        const parsed = messageSeen.safeParse(item);
        // The first message comes again with each page; it was counted in the channel.
        if (parsed.success && parsed.data.ts !== ts && isWithin(parsed.data.ts, span)) {
          if (parsed.data.subtype !== 'thread_broadcast') tallies.add(parsed.data, true);
        }
      }
      yield { ...emptyPage(), newest: null };
    }
  }

  async function* channelPages(
    channel: string,
    count: Count,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const { span, tallies } = count;
    const begin = deps.threads ? span.oldest - THREAD_SECONDS : span.oldest;
    const latest = span.latest === null ? {} : { latest: String(span.latest) };
    const query = { channel, oldest: String(begin), ...latest };
    const question = { method: 'conversations.history', list: 'messages', query, id: 'ts' };
    for await (const items of pagesOf(deps, question, signal)) {
      const page: WindowPage = { ...emptyPage(), newest: null };
      const threads: string[] = [];
      for (const item of items) {
        const parsed = messageSeen.safeParse(item);
        if (!parsed.success) {
          page.faults.push({ external_id: idOf(item, ['ts']), reason: describeFault(parsed.error) });
          continue;
        }
        const { ts, reply_count, latest_reply } = parsed.data;
        if (isWithin(ts, span)) tallies.add(parsed.data, false);
        // Where Slack doesn't say when a thread was last answered, it is looked at.
        const answered = latest_reply ? Number(latest_reply) > span.oldest : true;
        if (deps.threads && (reply_count ?? 0) > 0 && answered) threads.push(ts);
      }
      yield page;
      for (const ts of threads) yield* threadPages(channel, ts, count, signal);
    }
  }

  /** Everything of some days: counted a day before and behind them, because days begin elsewhere at other times. */
  async function* slicePages(
    { from, until }: Days,
    {
      channels,
      zones,
      begun,
    }: { channels: Set<string>; zones: ReadonlyMap<string, string | null>; begun: Begun | null },
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const tallies = makeTallies((account) => zones.get(account) ?? null, begun?.rows);
    const counted = new Set(begun?.channels);
    let requests = 0;
    const secondsAt = (day: IsoDate) => Date.parse(`${day}T00:00:00Z`) / 1000;
    const latest = until === null ? null : secondsAt(addDays(until, 1));
    const count = { tallies, span: { oldest: secondsAt(addDays(from, -1)), latest } };
    for (const channel of channels) {
      if (counted.has(channel)) continue;
      try {
        for await (const page of channelPages(channel, count, signal)) {
          requests += 1;
          yield page;
        }
        counted.add(channel);
        if (requests < REQUESTS_A_MARK) continue;
        requests = 0;
        const rows = tallies.rows(policyFields, { from, until });
        const sofar: Begun = { fields: fieldNames, channels: [...counted], rows };
        yield { ...emptyPage(), newest: null, done: { day: from, begun: sofar } };
      } catch (error) {
        const lost = lostChannelReason(error);
        if (lost === null) throw error;
        channels.delete(channel);
        const reason = `The channel can't be read (${lost}). Invite the app to it, or take it out of the setting channels.`;
        yield { ...emptyPage(), faults: [{ external_id: channel, reason }], newest: null };
      }
    }
    const records = tallies.records(policyFields, { from, until });
    for (let start = 0; start < records.length; start += RECORDS_A_PAGE) {
      throwIfStopped(http.host, signal);
      const part = records.slice(start, start + RECORDS_A_PAGE);
      const newest =
        part
          .map(({ updated_at }) => updated_at)
          .sort()
          .at(-1) ?? null;
      yield { ...emptyPage(), records: part, newest };
    }
    if (until !== null) yield { ...emptyPage(), newest: null, done: { day: until } };
  }

  async function* activityPages(
    since: string | null,
    done: JsonValue | null,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const zones = new Map<string, string | null>();
    for await (const { accounts } of userPages(deps.http, signal))
      for (const { account, time_zone } of accounts) zones.set(account, time_zone);
    const today = now().slice(0, 10);
    const begin = since === null ? addDays(today, 1 - deps.first_days) : since.slice(0, 10);
    const mark = markOf(dayMark, done);
    const from = mark?.day ?? begin;
    const isSame = mark?.begun?.fields.join() === fieldNames.join();
    const begun = (isSame && mark?.begun) || null;
    const channels = new Set(await chosenChannels(deps, signal));
    for (const slice of slicesOf(from, today))
      yield* slicePages(slice, { channels, zones, begun: slice.from === from ? begun : null }, signal);
  }

  return activityPages;
}
