import { addDays } from '#domain/date.ts';
import { historyStart } from './calendar.ts';
import { makeRandom, type Random } from './random.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import {
  type SlackChannel,
  type SlackDataset,
  type SlackMessage,
  startSlackServer,
} from './vendors/slack-server.ts';

const HOUR = 3_600_000;
/** So many of a team's people write on a day, each so many messages: enough for a team's share of late ones. */
const WRITERS_SHARE = 0.35;
const MESSAGES = [1, 4] as const;
const LATE_SHARE = 0.06;
/** Weeks of history: counts of messages say nothing of last summer. */
const WEEKS = 12;

const zones: Readonly<Record<string, string>> = {
  Rotterdam: 'Europe/Amsterdam',
  Oslo: 'Europe/Oslo',
  Lisbon: 'Europe/Lisbon',
  'New York': 'America/New_York',
  Singapore: 'Asia/Singapore',
};
/** Hours that the city's clock is ahead of UTC in winter; an hour more or less stays within the day. */
const ahead: Readonly<Record<string, number>> = {
  Rotterdam: 1,
  Oslo: 1,
  Lisbon: 0,
  'New York': -5,
  Singapore: 8,
};

const accountOf = (member: Member): string => `U0${String(4000 + member.number)}`;

function messagesOf(member: Member, day: string, random: Random, sequence: () => string): SlackMessage[] {
  const midnight = Date.parse(`${day}T00:00:00Z`) - (ahead[member.city] ?? 0) * HOUR;
  return Array.from({ length: random.int(...MESSAGES) }, () => {
    const hour = random.chance(LATE_SHARE) ? random.between(19, 21) : random.between(9, 16.9);
    const seconds = Math.floor((midnight + hour * HOUR) / 1000);
    return { ts: `${seconds}.${sequence()}`, user: accountOf(member), text: '' };
  });
}

/** A channel a department, with so much talk that a team's habits show, and nothing in it to be read. */
function writeChannel(department: string, index: number, question: SystemQuestion): SlackChannel {
  const random = makeRandom(`${question.seed}/slack/${department}`);
  const members = question.members.filter((member) => member.department === department);
  let count = 0;
  const sequence = () => {
    count += 1;
    return String(count % 1_000_000).padStart(6, '0');
  };
  const start = addDays(question.anchor, -7 * WEEKS);
  const first =
    start > historyStart(question.anchor, question.weeks)
      ? start
      : historyStart(question.anchor, question.weeks);
  const messages: SlackMessage[] = [];
  for (let day = first; day < question.anchor; day = addDays(day, 1)) {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    for (const member of members)
      if (member.work_days.includes(weekday) && random.chance(WRITERS_SHARE))
        messages.push(...messagesOf(member, day, random, sequence));
  }
  return {
    id: `C0${String(700 + index)}`,
    name: department.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    is_member: true,
    is_archived: false,
    messages,
  };
}

/** Slack at Capstan Quay: a channel for each department, whose messages are counted and never read. */
export function writeSlackCompany(question: SystemQuestion): SlackDataset {
  const departments = [...new Set(question.members.map(({ department }) => department))].sort();
  return {
    token: 'demo-slack-token',
    bot: { id: 'U09999', name: 'fairlead' },
    users: [
      ...question.members.map((member) => ({
        id: accountOf(member),
        name: member.id,
        deleted: false,
        is_bot: false,
        tz: zones[member.city] ?? 'UTC',
        profile: { real_name: member.name, email: member.email },
      })),
      {
        id: 'U09999',
        name: 'fairlead',
        deleted: false,
        is_bot: true,
        tz: 'UTC',
        profile: { real_name: 'Fairlead', email: `fairlead@${MAIL_DOMAIN}` },
      },
    ],
    channels: departments.map((department, index) => writeChannel(department, index, question)),
  };
}

export const slackSystem: SimulatedSystem = {
  vendor: 'slack',
  async start(question) {
    const dataset = writeSlackCompany(question);
    const server = await startSlackServer(dataset, { port: question.port });
    return {
      server: { ...server, url: `${server.url}/api` },
      credentials: { token: dataset.token },
      settings: {},
    };
  },
};
