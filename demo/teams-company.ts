import { addDays } from '#domain/date.ts';
import { makeRandom } from './random.ts';
import type { Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import { startTeamsServer, type TeamsActivity, type TeamsDataset } from './vendors/teams-server.ts';

const HOUR = 3600;
/** As much as Graph keeps. */
const DAYS = 30;
/** Hours of meetings on a working day, by what somebody does; leads spend theirs in talks. */
const meetingHours = (member: Member): number => (['lead', 'leadership'].includes(member.focus) ? 3.2 : 1.3);

const guidOf = (member: Member): string =>
  `11111111-2222-4333-8444-${String(550_000_000_000 + member.number)}`;

function activityOf(member: Member, question: SystemQuestion): TeamsActivity[] {
  const random = makeRandom(`${question.seed}/teams/${member.id}`);
  return Array.from({ length: DAYS }, (_, index) => addDays(question.anchor, index - DAYS)).flatMap((day) => {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    if (!member.work_days.includes(weekday)) return [];
    const hours = meetingHours(member) * random.between(0.5, 1.5);
    return [
      {
        day,
        user_id: guidOf(member),
        team_messages: random.int(0, 3),
        private_messages: random.int(0, 8),
        replies: 0,
        calls: random.int(0, 2),
        meetings: Math.max(1, Math.round(hours / 0.7)),
        audio_seconds: Math.round(hours * HOUR),
        refreshed: addDays(day, 2),
      },
    ];
  });
}

/** Teams at Capstan Quay: where it meets. Thirty days of figures, as Graph keeps them. */
export function writeTeamsCompany(question: SystemQuestion): TeamsDataset {
  return {
    client: { tenant_id: 'quay-tenant', client_id: 'fairlead-app', client_secret: 'demo-teams-secret' },
    users: question.members.map((member) => ({
      id: guidOf(member),
      displayName: member.name,
      userPrincipalName: member.email,
      mail: member.email,
      accountEnabled: true,
      userType: 'Member' as const,
    })),
    activity: question.members.flatMap((member) => activityOf(member, question)),
  };
}

export const teamsSystem: SimulatedSystem = {
  vendor: 'teams',
  async start(question) {
    const dataset = writeTeamsCompany(question);
    const server = await startTeamsServer(dataset, { port: question.port, now: question.now });
    const { tenant_id, client_id, client_secret } = dataset.client;
    return {
      server: { ...server, url: `${server.url}/v1.0` },
      credentials: { client_secret },
      settings: { tenant_id, client_id, login_url: server.url },
    };
  },
};
