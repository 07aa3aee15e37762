import { z } from 'zod';
import type { IsoDate } from '#domain/date.ts';
import type { SourceRecord } from '#domain/record.ts';

/**
 * All that is looked at of a message: when, by whom, and whether it answers another. Its text is not among it, so it
 * leaves the answer's bytes for nowhere.
 */
export const messageSeen = z.object({
  ts: z.string().regex(/^\d{9,11}\.\d{1,6}$/),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  thread_ts: z.string().nullish(),
  reply_count: z.number().nullish(),
  latest_reply: z.string().nullish(),
});
export type MessageSeen = z.infer<typeof messageSeen>;

/** Messages that somebody wrote; joining a channel or setting its topic is none (api.slack.com/events/message). */
const written = new Set(['thread_broadcast', 'file_share', 'me_message']);

export const isWritten = ({ user, bot_id, subtype }: MessageSeen): boolean =>
  Boolean(user) && !bot_id && (subtype === null || subtype === undefined || written.has(subtype));

const WORK_FROM = 8;
const WORK_TO = 18;

interface LocalMoment {
  day: IsoDate;
  after_hours: boolean;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    });
  } catch {
    // A zone that this machine doesn't know: its hours are not judged.
  }
  formats.set(zone, made);
  return made;
}

/** Day and hour as the writer's clock shows them, daylight saving included; in UTC and unjudged where it isn't known. */
export function localMoment(at: number, zone: string | null): LocalMoment & { known: boolean } {
  const format = zone === null ? null : formatOf(zone);
  if (format === null)
    return { day: new Date(at).toISOString().slice(0, 10), after_hours: false, known: false };
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const hour = Number(parts.get('hour'));
  const weekend = ['Sat', 'Sun'].includes(parts.get('weekday') ?? '');
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    after_hours: weekend || hour < WORK_FROM || hour >= WORK_TO,
    known: true,
  };
}

interface Tally {
  messages: number;
  replies: number;
  after_hours: number;
  hours_known: boolean;
}

/**
 * A count that isn't complete yet, as it is kept from one read to the next: account, day, messages, answers, messages after
 * hours, whether the person's hours are known.
 */
export const tallyRow = z.tuple([z.string(), z.iso.date(), z.int(), z.int(), z.int(), z.boolean()]);
export type TallyRow = z.infer<typeof tallyRow>;

/** Days from one up to another, which is not among them; null: to the last there is. */
export interface Days {
  from: IsoDate;
  until: IsoDate | null;
}

/** Counts by person and local day, over all channels. */
export interface Tallies {
  add(message: MessageSeen, reply: boolean): void;
  /** In order of day and person; days before `from` and from `until` on were only counted in part, and are left out. */
  records(fields: ReadonlySet<string>, days: Days): SourceRecord[];
  /** What `records` would be made of, and nothing that policy leaves out. */
  rows(fields: ReadonlySet<string>, days: Days): TallyRow[];
}

export function makeTallies(
  zoneOf: (account: string) => string | null,
  counted: readonly TallyRow[] = [],
): Tallies {
  const table = new Map<string, Tally & { account: string; day: IsoDate }>(
    counted.map(([account, day, messages, replies, after_hours, hours_known]) => [
      `${day} ${account}`,
      { account, day, messages, replies, after_hours, hours_known },
    ]),
  );
  const within = ({ from, until }: Days) =>
    [...table]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, tally]) => (tally.day >= from && (until === null || tally.day < until) ? [tally] : []));
  return {
    add(message, reply) {
      const account = message.user;
      if (!account || !isWritten(message)) return;
      const at = Math.floor(Number(message.ts) * 1000);
      const { day, after_hours, known } = localMoment(at, zoneOf(account));
      const key = `${day} ${account}`;
      const tally = table.get(key) ?? {
        account,
        day,
        messages: 0,
        replies: 0,
        after_hours: 0,
        hours_known: true,
      };
      tally.messages += 1;
      if (reply) tally.replies += 1;
      if (after_hours) tally.after_hours += 1;
      tally.hours_known &&= known;
      table.set(key, tally);
    },
    records: (fields, days) => within(days).map((tally) => recordOf(tally, fields)),
    rows: (fields, days) => {
      const kept = (name: string, value: number) => (fields.has(name) ? value : 0);
      return within(days).map(({ account, day, messages, replies, after_hours, hours_known }) => [
        account,
        day,
        kept('messages', messages),
        kept('replies', replies),
        kept('after_hours', after_hours),
        hours_known,
      ]);
    },
  };
}

function recordOf(
  { account, day, ...tally }: Tally & { account: string; day: IsoDate },
  fields: ReadonlySet<string>,
): SourceRecord {
  const kept = (name: string, value: number): number | null => (fields.has(name) ? value : null);
  return {
    external_id: `${account}:${day}`,
    account,
    // Of its day and not of its newest message: where that was deleted, the smaller count must win over the one before.
    updated_at: `${day}T00:00:00.000Z`,
    deleted: false,
    payload: {
      kind: 'collaboration_activity',
      account,
      from_day: day,
      to_day: day,
      messages: kept('messages', tally.messages),
      messages_after_hours: tally.hours_known ? kept('after_hours', tally.after_hours) : null,
      replies: kept('replies', tally.replies),
      reactions: null,
      calls: null,
      meetings: null,
      meeting_hours: null,
    },
  };
}
