import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { type LimitQuestion, makeHttpClient } from '#tools/http/client.ts';
import { makeSlackConnector, slackStreams } from './connector.ts';

/** Tier 3 (api.slack.com/apis/rate-limits), which an organisation's own app keeps. */
const INTERNAL = { page_size: 200, pace: { requests: 50, per_ms: 60_000 }, threads: true };
/** Apps that others distribute outside the Marketplace, since 29 May 2025 (api.slack.com/changelog/2025-05-terms). */
const UNLISTED = { page_size: 15, pace: { requests: 1, per_ms: 60_000 }, threads: false };
/** Half a year, as much as is derived. */
const FIRST_DAYS = 182;

/** Some limits are said in the body alone. */
function limitOf({ json }: LimitQuestion): number | null | undefined {
  const said = json !== null && typeof json === 'object' && 'error' in json ? json.error : null;
  return said === 'ratelimited' || said === 'rate_limited' ? null : undefined;
}

export const slack: VendorDefinition = {
  name: 'Slack',
  streams: slackStreams,
  auth: 'Bearer, a bot token of an app of your own organisation',
  credentials: ['token'],
  oauth: { token_url: 'https://slack.com/api/oauth.v2.access' },
  settings: [
    {
      name: 'channels',
      required: false,
      what: 'ids of channels to count in; every public one with the app in it when left out',
    },
    {
      name: 'app',
      required: false,
      what: 'internal (your own app, the default) or unlisted (1 request a minute, no threads)',
    },
    {
      name: 'first_days',
      required: false,
      what: `days that the first read looks back; ${FIRST_DAYS} when left out`,
    },
  ],
  base_url: { required: false, example: 'https://slack.com/api' },
  actions: [],
  token_help:
    'Create an app for your own workspace at api.slack.com/apps with the bot scopes channels:read, channels:history, users:read and users:read.email, install it, invite it to the channels that may be counted, and take its bot token (xoxb-…). Texts are never asked for and never kept.',
  limits:
    'About 50 requests a minute and method for an app of your own; an app from outside the Marketplace gets 1 request a minute with 15 messages.',
  connect({ source, base_url, bearer, setting, settings, fields, clock, http }) {
    const terms = setting('app') === 'unlisted' ? UNLISTED : INTERNAL;
    const days = Number(setting('first_days') ?? FIRST_DAYS);
    const client = makeHttpClient(
      {
        base_url,
        auth: bearer(),
        headers: { 'user-agent': USER_AGENT },
        // Its own limits hold at Slack itself; a proxy or a simulation has others.
        ...(new URL(base_url).host === 'slack.com' ? { pace: terms.pace } : {}),
        limitOf,
      },
      http,
    );
    return makeSlackConnector({
      source,
      http: client,
      channels: settings('channels'),
      page_size: terms.page_size,
      threads: terms.threads,
      first_days: Number.isInteger(days) && days > 0 ? days : FIRST_DAYS,
      fields,
      now: () => clock.now(),
    });
  },
};
