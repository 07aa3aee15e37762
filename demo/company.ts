import { addDays, type IsoDate } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { HISTORY_WEEKS, historyStart } from './calendar.ts';
import { type DemoGoal, demoGoals } from './goals.ts';
import { TIME_OFF_TASK, writeHarvestUser, writeTimeEntry } from './harvest-writer.ts';
import { plantHostileText } from './hostile.ts';
import {
  issueType,
  jiraCustomFields,
  jiraFields,
  jiraInstant,
  jiraStatuses,
  projectOf,
  type Ticket,
  writeIssue,
} from './jira-writer.ts';
import { type AccessGrant, accessGrants, writePeopleFile } from './people-file.ts';
import { makeRandom } from './random.ts';
import { copiesOf, MAIL_DOMAIN, type Member, ORGANISATION, readRoster } from './roster.ts';
import { type Story, tellStories } from './stories.ts';
import {
  bot,
  botTickets,
  byCreation,
  fairleadAccount,
  jiraUserOf,
  type Life,
  liveThrough,
  projectOfTicket,
  writeTickets,
} from './tickets.ts';
import type { HarvestDataset, JiraDataset, JiraIssue, JiraUser } from './vendors/datasets.ts';
import type { Work } from './work.ts';

export interface Company {
  organisation: string;
  seed: string;
  /** The day after the last day of history. */
  anchor: IsoDate;
  people_csv: string;
  grants: AccessGrant[];
  /** What everybody did: other systems are written from it. */
  lives: readonly Life[];
  jira: JiraDataset;
  harvest: HarvestDataset;
  goals: DemoGoal[];
  stories: Story[];
  /** The team of the overloaded engineer, and who leads it. */
  default_team: string;
  default_manager_email: string;
}

/** Tickets that were there before the history begins, so that keys don't start at 1. */
const KEYS_BEFORE = 1200;
const FIRST_ISSUE_ID = 40_000;
const FIRST_ENTRY_ID = 636_000_000;
const EPIC_PROJECTS = ['BERTH', 'TRACK', 'PLAT', 'PORT'];
const EPICS_PER_PROJECT = 4;

type Epic = NonNullable<Ticket['epic']>;

function writeEpics(names: readonly string[], anchor: IsoDate, seed: string, weeks?: number) {
  const created = `${addDays(historyStart(anchor, weeks), -12)}T09:00:00Z`;
  const random = makeRandom(`${seed}/epics`);
  return EPIC_PROJECTS.flatMap((project, place) =>
    random
      .shuffled(names)
      .slice(0, EPICS_PER_PROJECT)
      .map((title, index) => {
        const epic = {
          id: String(FIRST_ISSUE_ID - 100 + place * 10 + index),
          key: `${project}-${KEYS_BEFORE - 20 + index}`,
          title,
        };
        return { project, epic, issue: epicIssue(epic, project, jiraInstant(Date.parse(created))) };
      }),
  );
}

function epicIssue(epic: Epic, project: string, created: string): JiraIssue {
  const fields = {
    summary: epic.title,
    description: null,
    issuetype: issueType('Epic'),
    project: projectOf(project),
    status: jiraStatuses.find((status) => status.name === 'In Progress'),
    priority: { id: '3', name: 'Medium' },
    assignee: null,
    reporter: bot,
    creator: bot,
    created,
    updated: created,
    resolutiondate: null,
    resolution: null,
    duedate: null,
    labels: [],
    components: [],
    parent: null,
    timeoriginalestimate: null,
    timeestimate: null,
    timespent: null,
    comment: { comments: [], total: 0, startAt: 0, maxResults: 0 },
  };
  return { id: epic.id, key: epic.key, fields, changelog: { histories: [] } };
}

/** Numbers the tickets in order of creation and gives most engineering ones an epic. */
function writeIssues(
  tickets: Ticket[],
  epics: ReturnType<typeof writeEpics>,
  users: readonly JiraUser[],
  company: { seed: string; anchor: IsoDate },
) {
  const random = makeRandom(`${company.seed}/parents`);
  const byAccount = new Map(users.map((user) => [user.accountId, user]));
  const counters = new Map<string, number>();
  const keys = new Map<Work, { key: string; title: string }>();
  const issues = tickets.map((ticket, index) => {
    const project = projectOfTicket(ticket);
    const number = (counters.get(project) ?? KEYS_BEFORE) + 1;
    counters.set(project, number);
    const own = epics.filter((candidate) => candidate.project === project);
    const epic = own.length > 0 && random.chance(0.6) ? random.pick(own).epic : null;
    const key = `${project}-${number}`;
    keys.set(ticket.work, { key, title: ticket.face.title });
    const writing = { id: String(FIRST_ISSUE_ID + index), key, anchor: company.anchor, users: byAccount };
    return writeIssue({ ...ticket, epic }, writing);
  });
  return { issues, keys };
}

function writeHarvest(
  lives: readonly Life[],
  keys: ReadonlyMap<Work, { key: string; title: string }>,
  anchor: IsoDate,
): HarvestDataset {
  const rows = lives
    .flatMap(({ history }) => history.bookings.map((booking) => ({ booking, member: history.member })))
    .sort((a, b) => (a.booking.day < b.booking.day ? -1 : a.booking.day > b.booking.day ? 1 : 0));
  const ticketOf = (work: Work) => keys.get(work) ?? null;
  return {
    credentials: { account_id: '1120417', token: 'demo-harvest-token' },
    users: lives.map(({ history }) => writeHarvestUser(history.member)),
    time_entries: rows.map(({ booking, member }, index) =>
      writeTimeEntry(member, booking, { id: FIRST_ENTRY_ID + index, anchor, ticketOf }),
    ),
  };
}

function leaderOf(members: readonly Member[], id: string): { team: string; email: string } {
  const member = members.find((candidate) => candidate.id === id);
  const manager = members.find((candidate) => candidate.id === member?.manager_id);
  if (member === undefined || manager === undefined)
    throw new RangeError(`material/roster.csv: ${id} has no manager.`);
  return { team: member.department, email: manager.email };
}

/**
 * The whole simulated company: people, grants, and its weeks of Jira and Harvest data in the vendors' own JSON,
 * with the stories planted in it. Pure: the same seed and anchor give the same bytes, on any machine and day.
 */
export function generateCompany({
  seed,
  anchor,
  copies = 1,
  weeks = HISTORY_WEEKS,
}: {
  seed: string;
  anchor: IsoDate;
  /** So many companies of the same people in one: for measuring at scale. */
  copies?: number;
  /** Of history. */
  weeks?: number;
}): Company {
  const members = copiesOf(readRoster(anchor), copies);
  const lives = liveThrough(members, seed, anchor, weeks);
  const { tickets, faces } = writeTickets(lives, seed, anchor);
  const all = plantHostileText([...tickets, ...botTickets(members, anchor, weeks)].sort(byCreation), anchor);
  const users = [...members.map(jiraUserOf), bot, fairleadAccount];
  const epics = writeEpics(faces.epics, anchor, seed, weeks);
  const { issues, keys } = writeIssues(all, epics, users, { seed, anchor });
  const harvest = writeHarvest(lives, keys, anchor);
  const jira: JiraDataset = {
    credentials: { email: `fairlead@${MAIL_DOMAIN}`, token: 'demo-jira-token' },
    users,
    fields: [...jiraFields, ...jiraCustomFields],
    statuses: jiraStatuses,
    issues: [...epics.map(({ issue }) => issue), ...issues],
  };
  const lead = leaderOf(members, cast.overloaded);
  const goals = demoGoals(anchor);
  return {
    organisation: ORGANISATION,
    seed,
    anchor,
    people_csv: writePeopleFile(members),
    grants: accessGrants(),
    lives,
    jira,
    harvest,
    goals,
    stories: tellStories({ jira, harvest, goals, anchor, time_off_task: TIME_OFF_TASK }),
    default_team: lead.team,
    default_manager_email: lead.email,
  };
}
