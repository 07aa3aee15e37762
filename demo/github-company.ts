import { addDays } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { historyStart } from './calendar.ts';
import { makeRandom, type Random } from './random.ts';
import { colleaguesOf, MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type {
  GithubDataset,
  GithubDeployment,
  GithubEvent,
  GithubIssue,
  GithubPull,
  GithubReview,
  GithubUser,
} from './vendors/github-dataset.ts';
import { startGithubServer } from './vendors/github-server.ts';
import type { Work } from './work.ts';

const ORGANISATION = 'capstan-quay';
const HOUR = 3_600_000;
/** Not every piece of work is a change of code of its own. */
const SHARE_WITH_CHANGE = 0.4;
const DEPARTMENTS = ['Berth Planning', 'Vessel Tracking', 'Platform', 'Port Integrations'];

const repositoryOf = ({ department }: Pick<Member, 'department'>) =>
  `${ORGANISATION}/${department.toLowerCase().replaceAll(' ', '-')}`;
const instant = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

const userOf = (member: Member): GithubUser => ({
  id: 2_400_000 + member.number,
  login: member.id.replaceAll('.', '-'),
  type: 'User',
  name: member.name,
  email: member.email,
});
const robot: GithubUser = { id: 2_490_001, login: 'quay-robot[bot]', type: 'Bot', name: null, email: null };
/** Somebody whom the people file doesn't know. */
const guest: GithubUser = {
  id: 2_490_002,
  login: 'saltwater-dev',
  type: 'User',
  name: 'S. Dev',
  email: null,
};
const viewer: GithubUser = {
  id: 2_490_003,
  login: 'fairlead-quay',
  type: 'User',
  name: 'Fairlead',
  email: `fairlead@${MAIL_DOMAIN}`,
};

interface Change {
  work: Work;
  opened: number;
  merged: number;
}

/** What somebody finished and had looked at before: from the move into review to the end. */
function changesOf(works: readonly Work[], random: Random): Change[] {
  return works.flatMap((work) => {
    const opened = work.events.find(({ field, to }) => field === 'status' && to === 'In Review')?.at;
    if (opened === undefined || work.resolved_at === null || work.resolved_at <= opened) return [];
    return random.chance(SHARE_WITH_CHANGE) ? [{ work, opened, merged: work.resolved_at }] : [];
  });
}

function writePull({ work, opened, merged }: Change, number: number, random: Random): GithubPull {
  const lines = Math.round(random.lognormal(16 * Math.max(1, work.spent), 0.8));
  return {
    id: 71_000_000 + number,
    number,
    repository: repositoryOf(work.owner),
    title: `${work.component ?? 'Housekeeping'}: change ${number}`,
    body: null,
    state: 'closed',
    draft: false,
    user: userOf(work.owner),
    head: { ref: `change-${number}`, repo: { full_name: repositoryOf(work.owner) } },
    created_at: instant(opened),
    updated_at: instant(merged),
    closed_at: instant(merged),
    merged_at: instant(merged),
    additions: lines,
    deletions: Math.round(lines * random.between(0.1, 0.7)),
    changed_files: 1 + Math.round(lines / 45),
  };
}

function writeReviews(pull: GithubPull, reviewers: readonly Member[], random: Random): GithubReview[] {
  const opened = Date.parse(pull.created_at);
  const span = Date.parse(pull.updated_at) - opened;
  const first = opened + span * random.between(0.15, 0.9);
  const write = (at: number, state: GithubReview['state'], place: number): GithubReview => ({
    id: pull.id * 10 + place,
    pull_id: pull.id,
    user: userOf(random.pick(reviewers)),
    body: '',
    state,
    submitted_at: instant(at),
  });
  if (reviewers.length === 0) return [];
  return random.chance(0.25)
    ? [write(first, 'CHANGES_REQUESTED', 1), write(first + (opened + span - first) * 0.9, 'APPROVED', 2)]
    : [write(first, 'APPROVED', 1)];
}

/** Twice a week each repository goes into service, by the robot. */
function writeDeployments(question: SystemQuestion): GithubDeployment[] {
  const random = makeRandom(`${question.seed}/github/deployments`);
  const start = historyStart(question.anchor, question.weeks);
  const deployments: GithubDeployment[] = [];
  for (let day = 1; addDays(start, day) < question.anchor; day += day % 7 === 1 ? 2 : 5)
    for (const department of DEPARTMENTS) {
      const at = Date.parse(`${addDays(start, day)}T13:00:00Z`) + random.int(0, 3 * HOUR);
      const state = random.chance(0.07) ? 'failure' : 'success';
      deployments.push({
        id: 93_000_000 + deployments.length,
        repository: repositoryOf({ department }),
        environment: 'production',
        production_environment: true,
        creator: robot,
        created_at: instant(at),
        updated_at: instant(at),
        statuses: [{ id: deployments.length, state, created_at: instant(at + HOUR / 6), description: '' }],
      });
    }
  // GitHub lists the newest first.
  return deployments.reverse();
}

/** Small requests from outside: the closed ones were done by engineers of no story, nobody has the open ones. */
function writeIssues(question: SystemQuestion, engineers: readonly Member[]): GithubIssue[] {
  const random = makeRandom(`${question.seed}/github/issues`);
  const named = new Set<string>(Object.values(cast));
  const others = engineers.filter(({ id }) => !named.has(id));
  const start = Date.parse(`${historyStart(question.anchor, question.weeks)}T09:00:00Z`);
  return Array.from({ length: 40 }, (_, index) => {
    const closed = index < 32;
    const owner = random.pick(others);
    const created = start + index * 4.4 * 24 * HOUR + random.int(0, 6 * HOUR);
    const ended = closed ? instant(created + random.int(20, 90) * HOUR) : null;
    return {
      id: 55_000_000 + index,
      number: 10_001 + index,
      repository: repositoryOf(owner),
      title: `Question about ${random.pick(owner.components.length > 0 ? owner.components : ['the build'])}`,
      body: null,
      state: closed ? 'closed' : 'open',
      state_reason: closed ? 'completed' : null,
      user: guest,
      assignee: closed ? userOf(owner) : null,
      assignees: closed ? [userOf(owner)] : [],
      labels: [{ id: 1, name: 'question', color: 'cfd3d7' }],
      milestone: null,
      comments: random.int(0, 4),
      created_at: instant(created),
      updated_at: ended ?? instant(created),
      closed_at: ended,
    };
  });
}

/** The timeline of an issue: who got it the hour after it came, and its end. */
function eventsOf(issue: GithubIssue): GithubEvent[] {
  const write = (place: number, event: string, at: string): GithubEvent => ({
    id: issue.id * 10 + place,
    issue_id: issue.id,
    event,
    actor: viewer,
    assignee: issue.assignee,
    created_at: at,
  });
  if (issue.closed_at === null) return [];
  const given = instant(Date.parse(issue.created_at) + HOUR);
  return [write(1, 'assigned', given), write(2, 'closed', issue.closed_at)];
}

/** GitHub at Capstan Quay: the changes, reviews and deployments of the engineering teams. */
export function writeGithubCompany(question: SystemQuestion): GithubDataset {
  const random = makeRandom(`${question.seed}/github`);
  const engineers = question.members.filter(({ department }) => DEPARTMENTS.includes(department));
  const changes = question.lives
    .filter(({ history }) => DEPARTMENTS.includes(history.member.department))
    .flatMap(({ history }) => changesOf(history.works, random))
    .sort((a, b) => a.opened - b.opened || a.work.owner.number - b.work.owner.number);
  const written = changes.map((change, index) => {
    const pull = writePull(change, index + 1, random);
    const near = colleaguesOf(change.work.owner, question.members).filter((other) =>
      engineers.includes(other),
    );
    return { pull, reviews: writeReviews(pull, near, random) };
  });
  const issues = writeIssues(question, engineers);
  return {
    credentials: { token: 'demo-github-token' },
    organisation: ORGANISATION,
    repositories: DEPARTMENTS.map((department) => repositoryOf({ department })),
    viewer,
    users: [...engineers.map(userOf), robot, guest, viewer],
    issues,
    pulls: written.map(({ pull }) => pull),
    reviews: written.flatMap(({ reviews }) => reviews),
    deployments: writeDeployments(question),
    comments: [],
    events: issues.flatMap(eventsOf),
  };
}

export const githubSystem: SimulatedSystem = {
  vendor: 'github',
  async start(question) {
    const dataset = writeGithubCompany(question);
    const quota = question.unmetered ? { quota: Number.POSITIVE_INFINITY } : {};
    const server = await startGithubServer(dataset, { ...question, ...quota });
    return {
      server,
      credentials: dataset.credentials,
      settings: { organisation: dataset.organisation, repositories: dataset.repositories },
    };
  },
};
