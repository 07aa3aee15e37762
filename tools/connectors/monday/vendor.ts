import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { mondayActions } from './actions.ts';
import { makeMondayApi, mondayLimit } from './api.ts';
import { makeMondayConnector, mondayStreams } from './connector.ts';

/** The version that the queries were written for; the schema changes every quarter. */
const API_VERSION = '2026-07';

export const monday: VendorDefinition = {
  name: 'monday.com',
  streams: mondayStreams,
  auth: 'A personal token, alone in the Authorization header',
  credentials: ['token'],
  settings: [
    {
      name: 'boards',
      required: false,
      what: 'list of board ids to read; all, archived ones too, when left out',
    },
    {
      name: 'people_column',
      required: false,
      what: 'id of the people column; found by its title when left out',
    },
    {
      name: 'status_column',
      required: false,
      what: 'id of the status column; found by its title when left out',
    },
    { name: 'due_column', required: false, what: 'id of the date column; found by its title when left out' },
    { name: 'hours_column', required: false, what: 'id of the column of estimated hours; found likewise' },
  ],
  base_url: { required: false, example: 'https://api.monday.com' },
  actions: mondayActions,
  token_help:
    'In monday.com open your picture → Developers → My access tokens and copy the token; the account needs to see the boards and, to carry out approved actions, to edit them.',
  limits:
    '5 million points of complexity a minute, and 200 (free) to 25,000 (enterprise) calls a day: a sync takes two and one for every 20 boards, more where much changed.',
  connect({ source, base_url, secret, setting, settings, fields, clock, http }) {
    const client = makeHttpClient(
      {
        base_url,
        auth: { kind: 'raw', token: secret('token') },
        headers: { 'user-agent': USER_AGENT, 'api-version': API_VERSION },
        limitOf: (answer) => mondayLimit(answer, http.now()),
      },
      http,
    );
    return makeMondayConnector({
      source,
      api: makeMondayApi({ http: client, sleep: http.sleep }),
      boards: settings('boards'),
      columns: {
        people: setting('people_column'),
        status: setting('status_column'),
        due: setting('due_column'),
        hours: setting('hours_column'),
      },
      fields,
      now: () => clock.now(),
    });
  },
};
