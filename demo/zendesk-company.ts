import { HISTORY_WEEKS } from './calendar.ts';
import { makeRandom, type Random } from './random.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type { ZendeskDataset, ZendeskRating, ZendeskTicket, ZendeskUser } from './vendors/zendesk-dataset.ts';
import { startZendeskServer } from './vendors/zendesk-server.ts';
import type { Work } from './work.ts';

const MINUTE = 60_000;
const FIRST_TICKET = 31_000;
const GROUP = { id: 360_001, name: 'Port desk' };
/** Of the tickets that are solved. Customers who judge are mostly content. */
const RATED = 0.3;
const CONTENT = 0.89;
/** New ones that nobody has taken yet. */
const UNTAKEN = 6;
const CUSTOMERS = 24;
const BOT_ID = 380_999;

const idOf = (member: Member): number => 380_000 + member.number;
const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const person = (
  id: number,
  name: string,
  email: string | null,
  role: ZendeskUser['role'],
  at: string,
): ZendeskUser => ({
  id,
  name,
  email,
  role,
  active: true,
  suspended: false,
  time_zone: null,
  notes: '',
  updated_at: at,
});

function writeUsers(desk: readonly Member[], at: string): ZendeskUser[] {
  return [
    person(380_000, 'Fairlead', `fairlead@${MAIL_DOMAIN}`, 'admin', at),
    ...desk.map((member) => ({
      ...person(idOf(member), member.name, member.email, 'agent', at),
      time_zone: member.city,
    })),
    person(BOT_ID, 'Answer bot', null, 'agent', at),
    // Somebody whom the people file doesn't know.
    person(380_998, 'Night desk', 'night@lookout-answering.example', 'agent', at),
    ...Array.from({ length: CUSTOMERS }, (_, index) =>
      person(390_000 + index, `Port agent ${index + 1}`, `agent${index + 1}@port.example`, 'end-user', at),
    ),
  ];
}

const priorities: Readonly<Record<Work['priority'], ZendeskTicket['priority']>> = {
  1: 'urgent',
  2: 'high',
  3: 'normal',
  4: 'low',
  5: 'low',
};

/** A ticket that somebody solved, from the work that it was. */
function writeSolved(work: Work, solved: number, id: number, random: Random): ZendeskTicket {
  const answered = Math.min(work.created_at + random.lognormal(38, 0.8) * MINUTE, solved - MINUTE);
  return {
    id,
    subject: '',
    description: '',
    status: 'solved',
    priority: priorities[work.priority],
    via: {
      channel: random.weighted([
        ['email', 0.6],
        ['web', 0.25],
        ['chat', 0.15],
      ]),
    },
    requester_id: 390_000 + random.int(0, CUSTOMERS - 1),
    assignee_id: idOf(work.owner),
    group_id: GROUP.id,
    tags: [],
    created_at: instant(work.created_at),
    updated_at: instant(solved),
    generated_timestamp: Math.floor(solved / 1000),
    metric_set: {
      ticket_id: id,
      reopens: work.reopened ? 1 : 0,
      replies: random.int(1, 4),
      solved_at: instant(solved),
      reply_time_in_minutes: {
        calendar: Math.max(1, Math.round((answered - work.created_at) / MINUTE)),
        business: null,
      },
    },
  };
}

function writeUntaken(anchor: string, index: number, random: Random): ZendeskTicket {
  const at = Date.parse(`${anchor}T00:00:00Z`) - random.int(20, 600) * MINUTE;
  const id = FIRST_TICKET - 1 - index;
  return {
    id,
    subject: '',
    description: '',
    status: 'new',
    priority: null,
    via: { channel: 'email' },
    requester_id: 390_000 + random.int(0, CUSTOMERS - 1),
    assignee_id: null,
    group_id: GROUP.id,
    tags: [],
    created_at: instant(at),
    updated_at: instant(at),
    generated_timestamp: Math.floor(at / 1000),
    metric_set: null,
  };
}

function writeRatings(tickets: readonly ZendeskTicket[], anchor: string, random: Random): ZendeskRating[] {
  return tickets
    .filter(() => random.chance(RATED))
    .map((ticket, index) => {
      const solved = Date.parse(ticket.updated_at);
      const given = Math.min(
        solved + random.int(20, 2000) * MINUTE,
        Date.parse(`${anchor}T00:00:00Z`) - MINUTE,
      );
      return {
        id: 70_000 + index,
        score: random.chance(CONTENT) ? 'good' : 'bad',
        comment: null,
        assignee_id: ticket.assignee_id,
        group_id: GROUP.id,
        requester_id: ticket.requester_id,
        ticket_id: ticket.id,
        created_at: ticket.updated_at,
        updated_at: instant(given),
      };
    });
}

/** The support department's desk: what each solved, as customers asked for it. Open ones belong to nobody yet. */
export function writeZendeskCompany(question: SystemQuestion): ZendeskDataset {
  const random = makeRandom(`${question.seed}/zendesk`);
  const desk = question.members.filter(({ department }) => department === 'Support');
  const first =
    Date.parse(`${question.anchor}T00:00:00Z`) - (question.weeks ?? HISTORY_WEEKS) * 7 * 86_400_000;
  const solved = question.lives
    .filter(({ history }) => history.member.focus === 'support')
    .flatMap(({ history }) => history.works)
    .flatMap((work) =>
      work.resolved_at === null || work.created_at < first ? [] : [{ work, at: work.resolved_at }],
    )
    .toSorted((a, b) => a.work.created_at - b.work.created_at || a.at - b.at)
    .map(({ work, at }, index) => writeSolved(work, at, FIRST_TICKET + index, random));
  const untaken = Array.from({ length: UNTAKEN }, (_, index) => writeUntaken(question.anchor, index, random));
  return {
    credentials: { email: `fairlead@${MAIL_DOMAIN}`, token: 'demo-zendesk-token' },
    users: writeUsers(desk, instant(first)),
    groups: [GROUP],
    tickets: [...untaken, ...solved],
    ratings: writeRatings(solved, question.anchor, random),
  };
}

export const zendeskSystem: SimulatedSystem = {
  vendor: 'zendesk',
  async start(question) {
    const dataset = writeZendeskCompany(question);
    const server = await startZendeskServer(dataset, question);
    return { server, credentials: dataset.credentials, settings: { bots: [String(BOT_ID)] } };
  },
};
