import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';

export interface SlackUser {
  id: string;
  name: string;
  deleted: boolean;
  is_bot: boolean;
  tz: string;
  profile: { real_name: string; email?: string };
}

export interface SlackMessage {
  /** Seconds since 1970 with six decimals: the message's id in its channel. */
  ts: string;
  user?: string;
  bot_id?: string;
  subtype?: string;
  /** Never kept by anybody who only counts. */
  text: string;
  thread_ts?: string;
  reply_count?: number;
}

export interface SlackChannel {
  id: string;
  name: string;
  is_member: boolean;
  is_archived: boolean;
  /** Replies among them carry the `thread_ts` of their first message. */
  messages: SlackMessage[];
}

export interface SlackDataset {
  token: string;
  /** The account that the token belongs to. */
  bot: { id: string; name: string };
  users: SlackUser[];
  channels: SlackChannel[];
}

export interface SlackServerOptions {
  port?: number;
  /** Most items of a page; less than Slack's own makes paging show with little data. */
  page_limit?: number;
}

const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 100;

/** Slack answers 200 also where it refuses. */
const refuse = (error: string): VendorReply => ({ status: 200, body: { ok: false, error } });

const encode = (at: number): string => Buffer.from(`next:${at}`).toString('base64');
const decode = (cursor: string): number | null => {
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  return found === null ? null : Number(found[1]);
};

/** A page of a list behind an opaque cursor; an empty one is the end. */
function page(
  name: string,
  items: readonly unknown[],
  request: VendorRequest,
  limit: number,
  more: object = {},
): VendorReply {
  const asked = Number(request.query.get('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(asked) || asked < 1 || asked > MAX_LIMIT) return refuse('invalid_limit');
  const size = Math.min(asked, limit);
  const cursor = request.query.get('cursor') ?? '';
  const start = cursor === '' ? 0 : decode(cursor);
  if (start === null) return refuse('invalid_cursor');
  const shift =
    request.page_fault === 'repeat_page' && start > 0 ? -size : request.page_fault === 'lose_page' ? size : 0;
  const from = start + shift;
  const end = start + size;
  return {
    status: 200,
    body: {
      ok: true,
      [name]: items.slice(from, from + size),
      ...more,
      has_more: end < items.length,
      response_metadata: { next_cursor: end < items.length ? encode(end) : '' },
    },
  };
}

const newestFirst = (a: SlackMessage, b: SlackMessage): number => Number(b.ts) - Number(a.ts);
const isReply = (message: SlackMessage): boolean =>
  message.thread_ts !== undefined &&
  message.thread_ts !== message.ts &&
  message.subtype !== 'thread_broadcast';

function historyOf(channel: SlackChannel, { query }: VendorRequest): SlackMessage[] {
  const oldest = Number(query.get('oldest') ?? 0);
  const latest = Number(query.get('latest') ?? Number.POSITIVE_INFINITY);
  return channel.messages
    .filter((one) => !isReply(one) && Number(one.ts) > oldest && Number(one.ts) <= latest)
    .sort(newestFirst);
}

/** Slack's Web API over a data set, as Fairlead uses it: people, channels, and messages whose text nobody should ask for. */
export function startSlackServer(
  dataset: SlackDataset,
  options: SlackServerOptions = {},
): Promise<VendorServer> {
  const limit = options.page_limit ?? MAX_LIMIT;
  const handle = (request: VendorRequest): VendorReply => {
    if (request.query.has('token')) return refuse('not_authed');
    if (request.headers.authorization !== `Bearer ${dataset.token}`) return refuse('invalid_auth');
    const channel = dataset.channels.find(({ id }) => id === request.query.get('channel'));
    switch (request.path) {
      case '/api/auth.test':
        return {
          status: 200,
          body: { ok: true, user: dataset.bot.name, user_id: dataset.bot.id, team: 'Quay' },
        };
      case '/api/users.list':
        return page('members', dataset.users, request, limit);
      case '/api/conversations.list': {
        const open = dataset.channels.filter(
          (one) => !one.is_archived || request.query.get('exclude_archived') !== 'true',
        );
        return page(
          'channels',
          open.map(({ messages: _, ...one }) => one),
          request,
          limit,
        );
      }
      case '/api/conversations.history':
        if (channel === undefined) return refuse('channel_not_found');
        if (!channel.is_member) return refuse('not_in_channel');
        return page('messages', historyOf(channel, request), request, limit);
      case '/api/conversations.replies': {
        const thread = request.query.get('ts');
        if (channel === undefined || thread === null) return refuse('thread_not_found');
        const replies = channel.messages.filter((one) => one.ts === thread || one.thread_ts === thread);
        return page(
          'messages',
          replies.sort((a, b) => Number(a.ts) - Number(b.ts)),
          request,
          limit,
        );
      }
      default:
        return refuse('unknown_method');
    }
  };
  return startVendorServer(handle, options.port);
}
