import {
  startTeamsServer,
  type TeamsActivity,
  type TeamsDataset,
  type TeamsServerOptions,
  type TeamsUser,
} from '#demo/vendors/teams-server.ts';
import { addDays } from '#domain/date.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

export const teamsUser = (index: number, over: Partial<TeamsUser> = {}): TeamsUser => ({
  id: `11111111-2222-4333-8444-${String(555_500_000_000 + index)}`,
  displayName: `Colleague ${index}`,
  userPrincipalName: `colleague-${index}@example.org`,
  mail: `colleague-${index}@example.org`,
  accountEnabled: index !== 9,
  userType: 'Member',
  ...over,
});

/** Ten people a day, the last day three days ago. */
export function teamsActivity(index: number, over: Partial<TeamsActivity> = {}): TeamsActivity {
  const day = addDays(TEST_NOW.slice(0, 10), -27 + Math.floor(index / 10));
  return {
    day,
    user_id: teamsUser(index % 10).id,
    team_messages: 3,
    private_messages: 4,
    replies: 1,
    calls: 2,
    meetings: 3,
    audio_seconds: 5400,
    refreshed: addDays(day, 2),
    ...over,
  };
}

export const makeTeamsDataset = (lines: number, users = 10): TeamsDataset => ({
  client: { tenant_id: 'test-tenant', client_id: 'test-app', client_secret: 'teams-test-secret-2236' },
  users: Array.from({ length: users }, (_, index) => teamsUser(index)),
  activity: Array.from({ length: lines }, (_, index) => teamsActivity(index)),
});

/** A simulated Graph over the data set, and a connector to it. */
export async function startTeams(
  dataset: TeamsDataset,
  http: HttpDeps = systemHttp,
  options: Partial<TeamsServerOptions> & { fields?: string[] } = {},
) {
  const server = await startTeamsServer(dataset, { now: () => new Date(TEST_NOW), ...options });
  const { tenant_id, client_id, client_secret } = dataset.client;
  const source = {
    ...testSource('teams', `${server.url}/v1.0`),
    settings: { tenant_id, client_id, login_url: server.url },
  };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.teams ?? [];
  const connectBy = (credentials: Record<string, string>): Connector =>
    makeConnector({ source, credentials, fields, clock: testClock, http });
  return {
    server,
    source,
    connectBy,
    connector: connectBy({ client_secret }),
    stranger: connectBy({ client_secret: 'wrong-token-1618' }),
  };
}
