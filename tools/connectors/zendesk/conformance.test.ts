import type { ZendeskTicket } from '#demo/vendors/zendesk-dataset.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeZendeskDataset, seconds, startZendesk } from '#tools/connectors/testing/zendesk.ts';

const SIZE = 250;

function recordOf(ticket: ZendeskTicket): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(ticket);
  return {
    set(what, value) {
      if (what === 'text') raw.priority = value;
      if (what === 'instant') ticket.updated_at = String(value);
      if (what === 'number') raw.metric_set = { ticket_id: ticket.id, reopens: value };
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of ['subject', 'description', 'priority', 'via', 'group_id', 'tags', 'metric_set'])
        delete raw[name];
      raw.assignee_id = null;
    },
    touch(at) {
      ticket.updated_at = at;
      ticket.generated_timestamp = seconds(at);
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Zendesk',
  unlike: { lost_page: 'the export tells no total, and its cursors are opaque' },
  stream: 'tickets',
  path: '/incremental/tickets',
  secrets: ['zendesk-test-token-5772', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeZendeskDataset(SIZE);
    return { ...(await startZendesk(dataset, http)), records: dataset.tickets.map(recordOf) };
  },
};

describeConnector(harness);
