import type { SlackDataset, SlackMessage } from '#demo/vendors/slack-server.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeSlackDataset, slackMessage, startSlack } from '#tools/connectors/testing/slack.ts';

const SIZE = 250;

function recordOf(message: SlackMessage, { channels }: SlackDataset): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(message);
  return {
    set(what, value) {
      if (what === 'surplus') raw.surplus = value;
      if (what === 'text') raw.text = value;
    },
    dropOptional() {
      for (const name of ['text', 'thread_ts', 'reply_count', 'subtype', 'bot_id']) delete raw[name];
    },
    touch(at) {
      const ts = `${Math.floor(Date.parse(at) / 1000)}.000001`;
      channels[0]?.messages.push(
        slackMessage(0, { ts, ...(message.user === undefined ? {} : { user: message.user }) }),
      );
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Slack',
  unlike: {
    lost_page: 'a channel tells no total, and its cursors are opaque',
    wrong_text: 'no text of a message is looked at',
    wrong_instant: 'a message is named by its time: one without is passed over with its page',
    future_stamp: 'Slack stamps messages itself',
  },
  stream: 'activity',
  path: '/api/conversations.history',
  secrets: ['xoxb-slack-test-token-1414', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeSlackDataset(SIZE);
    const records = (dataset.channels[0]?.messages ?? []).map((message) => recordOf(message, dataset));
    return { ...(await startSlack(dataset, http)), records };
  },
};

describeConnector(harness);
