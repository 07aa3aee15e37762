import type { SlackChannel, SlackDataset, SlackMessage, SlackUser } from '#demo/vendors/slack-server.ts';
import { startSlackServer } from '#demo/vendors/slack-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector, Source } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';

/** Stands in every text that must not be kept. */
export const SLACK_SECRET_TEXT = 'between you and me';

export const slackUser = (index: number, over: Partial<SlackUser> = {}): SlackUser => ({
  id: `U${100 + index}`,
  name: `colleague${index}`,
  deleted: index === 9,
  is_bot: index === 8,
  tz: 'Europe/Oslo',
  profile: { real_name: `Colleague ${index}`, email: `colleague-${index}@example.org` },
  ...over,
});

/** One message a day of one person, so that each is a record of its own. */
export function slackMessage(index: number, over: Partial<SlackMessage> = {}): SlackMessage {
  const at = Date.UTC(2026, 0, 5 + (index % 80), 10, index % 60) / 1000;
  return {
    ts: `${at}.${String(index).padStart(6, '0')}`,
    user: `U${100 + Math.floor(index / 80)}`,
    text: SLACK_SECRET_TEXT,
    ...over,
  };
}

export const slackChannel = (
  id: string,
  messages: SlackMessage[],
  over: Partial<SlackChannel> = {},
): SlackChannel => ({
  id,
  name: `channel-${id}`,
  is_member: true,
  is_archived: false,
  messages,
  ...over,
});

export const makeSlackDataset = (messages: number): SlackDataset => ({
  token: 'xoxb-slack-test-token-1414',
  bot: { id: 'U999', name: 'fairlead' },
  users: Array.from({ length: 10 }, (_, index) => slackUser(index)),
  channels: [
    slackChannel(
      'C1',
      Array.from({ length: messages }, (_, index) => slackMessage(index)),
    ),
    slackChannel('C2', [slackMessage(3)], { is_member: false }),
  ],
});

/** A simulated Slack over the data set, and a connector to it. */
export async function startSlack(
  dataset: SlackDataset,
  http: HttpDeps = systemHttp,
  options: { settings?: Source['settings']; fields?: string[] } = {},
) {
  const server = await startSlackServer(dataset, { page_limit: 100 });
  const source = { ...testSource('slack', `${server.url}/api`), settings: options.settings ?? {} };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.slack ?? [];
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return { server, source, connector: connect(dataset.token), stranger: connect('wrong-token-1618') };
}
