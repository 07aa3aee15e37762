import type { IsoDate } from '#domain/date.ts';
import { type Behaviour, behaviourOf, cast } from './behaviour.ts';
import { historyStart, makeZoneOffsets } from './calendar.ts';
import { makeCommenter } from './comments.ts';
import { projectKeyOf, type Ticket } from './jira-writer.ts';
import { makeRandom } from './random.ts';
import { colleaguesOf, MAIL_DOMAIN, type Member } from './roster.ts';
import { type PersonHistory, simulatePerson } from './simulation.ts';
import { type FaceWriter, makeFaceWriter } from './titles.ts';
import type { JiraUser } from './vendors/datasets.ts';
import type { Work } from './work.ts';

export const BOT_ACCOUNT = '557058:quay-automation';
/** The address that Chidi's Jira account was opened with, which the people file doesn't know (story `unmatched`). */
export const OTHER_MAIL = 'chidi@okonkwo-code.example';

export const bot: JiraUser = {
  accountId: BOT_ACCOUNT,
  accountType: 'app',
  displayName: 'Quay Automation',
  active: true,
  timeZone: 'Etc/UTC',
};

export const fairleadAccount: JiraUser = {
  accountId: '557058:fairlead',
  accountType: 'app',
  displayName: 'Fairlead',
  emailAddress: `fairlead@${MAIL_DOMAIN}`,
  active: true,
  timeZone: 'Etc/UTC',
};

export const jiraUserOf = (member: Member): JiraUser => ({
  accountId: member.jira_account,
  accountType: 'atlassian',
  displayName: member.name,
  emailAddress: member.id === cast.other_mail ? OTHER_MAIL : member.email,
  active: true,
  timeZone: member.zone,
});

export interface Life {
  history: PersonHistory;
  behaviour: Behaviour;
}

/** Everybody's working days, each out of a random stream of their own. */
export function liveThrough(
  members: readonly Member[],
  seed: string,
  anchor: IsoDate,
  weeks?: number,
): Life[] {
  const offsetOf = makeZoneOffsets();
  return members.map((member) => {
    const random = makeRandom(`${seed}/${member.id}/work`);
    const pace = Math.min(1.15, Math.max(0.85, random.normal(1, 0.08)));
    const behaviour = behaviourOf(member, anchor, pace);
    return { behaviour, history: simulatePerson({ member, behaviour, anchor, weeks, random, offsetOf }) };
  });
}

/** Once a week the bot renews lock files: a ticket that nobody's work shows up in. */
export function botTickets(members: readonly Member[], anchor: IsoDate, weeks?: number): Ticket[] {
  const host = members.find((member) => member.department === 'Platform');
  if (host === undefined) return [];
  const owner: Member = { ...host, id: 'quay.automation', number: 9000, jira_account: BOT_ACCOUNT };
  const first = Date.parse(`${historyStart(anchor, weeks)}T05:00:00Z`);
  const tickets: Ticket[] = [];
  for (let week = 0, at = first; at < Date.parse(`${anchor}T00:00:00Z`); week += 1, at += 7 * 86_400_000) {
    tickets.push(botTicket(owner, at, week));
  }
  return tickets;
}

function botTicket(owner: Member, at: number, week: number): Ticket {
  const done = at + 21 * 60_000;
  const work: Work = {
    owner,
    component: 'Deploy pipeline',
    priority: 5,
    left: 0,
    estimate: 1,
    spent: 0,
    created_at: at,
    due_on: null,
    status: 'Done',
    events: [
      { at: at + 60_000, field: 'status', from: 'To Do', to: 'In Progress' },
      { at: done, field: 'status', from: 'In Progress', to: 'Done' },
    ],
    started: true,
    resolved_at: done,
    waits_until: null,
    blocked_until: null,
    reopen_on: null,
    reopened: false,
  };
  const title = `Renew dependency lock files, run ${week + 118}`;
  const face = { title, type: 'Task', component: 'Deploy pipeline', labels: ['automated'] };
  return { work, face, reporter: bot, remarks: [], epic: null, description: null };
}

const order = (a: Work, b: Work) => a.created_at - b.created_at || a.owner.number - b.owner.number;

/** Puts a face, a reporter and comments to everything that was worked on, oldest first. */
export function writeTickets(
  lives: readonly Life[],
  seed: string,
  anchor: IsoDate,
): { tickets: Ticket[]; faces: FaceWriter } {
  const members = lives.map(({ history }) => history.member);
  const behaviours = new Map(lives.map(({ history, behaviour }) => [history.member.id, behaviour]));
  const random = makeRandom(`${seed}/tickets`);
  const faces = makeFaceWriter(makeRandom(`${seed}/titles`));
  const comment = makeCommenter(makeRandom(`${seed}/comments`), Date.parse(`${anchor}T00:00:00Z`));
  const users = new Map(members.map((member) => [member.id, jiraUserOf(member)]));
  const colleagues = new Map(members.map((member) => [member.id, colleaguesOf(member, members)]));
  const reporterOf = (owner: Member): JiraUser => {
    const near = colleagues.get(owner.id) ?? [];
    if (owner.focus === 'support' && random.chance(0.7)) return bot;
    const reporter = near.length === 0 || random.chance(0.2) ? owner : random.pick(near);
    return users.get(reporter.id) ?? bot;
  };
  const tickets = lives
    .flatMap(({ history }) => history.works)
    .sort(order)
    .map((work): Ticket => {
      const day = new Date(work.created_at).toISOString().slice(0, 10);
      const behaviour = behaviours.get(work.owner.id);
      return {
        work,
        face: faces.write(work.owner, work.component, day),
        reporter: reporterOf(work.owner),
        remarks: behaviour === undefined ? [] : comment(work, behaviour, colleagues.get(work.owner.id) ?? []),
        epic: null,
        description: null,
      };
    });
  return { tickets, faces };
}

export const byCreation = (a: Ticket, b: Ticket) => order(a.work, b.work);
export const projectOfTicket = (ticket: Ticket): string => projectKeyOf(ticket.work.owner);
