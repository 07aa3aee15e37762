import { addDays } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { HISTORY_WEEKS, historyStart } from './calendar.ts';
import { makeRandom, type Random } from './random.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type { AsanaDataset, AsanaStory, AsanaTask, AsanaUser } from './vendors/asana-dataset.ts';
import { startAsanaServer } from './vendors/asana-server.ts';

const WORKSPACE = '1204400000000001';
const HOUR = 3_600_000;
const PROJECTS = ['Port days', 'Berth planning webinar', 'Customer letters', 'Website renewal'];
const CHORES = [
  'Proof-read the text',
  'Choose pictures',
  'Agree on the mailing list',
  'Book the room',
  'Send reminders',
  'Collect the figures',
  'Thank the speakers',
];
/** Chores that the department closes in a week. */
const CHORES_A_WEEK = 9;

const userOf = (member: Member): AsanaUser => ({
  gid: String(1_204_400_100_000_000 + member.number),
  name: member.name,
  email: member.email,
});
const BOT: AsanaUser = { gid: '1204400199999001', name: 'Form intake', email: null };
/** Somebody whom the people file doesn't know. */
const AGENCY: AsanaUser = {
  gid: '1204400199999002',
  name: 'Lighthouse Agency',
  email: 'desk@lighthouse.example',
};
const compact = ({ gid, name }: AsanaUser) => ({ gid, name });

interface Chore {
  index: number;
  created: number;
  owner: Member | null;
  /** Null while it is open. */
  done: number | null;
}

function writeTask({ index, created, owner, done }: Chore, random: Random): AsanaTask {
  const place = random.int(0, PROJECTS.length - 1);
  const project = { gid: String(1_204_400_200_000_000 + place), name: PROJECTS[place] ?? '' };
  const minutes = random.int(2, 12) * 15;
  return {
    gid: String(1_204_400_300_000_000 + index),
    name: random.pick(CHORES),
    resource_subtype: 'default_task',
    is_rendered_as_separator: false,
    notes: '',
    assignee: owner === null ? null : compact(userOf(owner)),
    created_by: compact(random.chance(0.3) ? BOT : AGENCY),
    completed: done !== null,
    completed_at: done === null ? null : new Date(done).toISOString(),
    created_at: new Date(created).toISOString(),
    modified_at: new Date(done ?? created).toISOString(),
    due_on: new Date(created + random.int(3, 14) * 24 * HOUR).toISOString().slice(0, 10),
    due_at: null,
    actual_time_minutes: done === null ? null : minutes,
    memberships: [{ project, section: { gid: '1', name: done === null ? 'To do' : 'Done' } }],
    tags: [],
    parent: null,
    custom_fields: [
      { gid: '61', name: 'Priority', display_value: random.pick(['Low', 'Medium', 'High']), type: 'enum' },
      { gid: '62', name: 'Estimated time', display_value: null, number_value: minutes, type: 'number' },
    ],
  };
}

/** Who got a task as it came, and its end. */
function storiesOf(task: AsanaTask): AsanaStory[] {
  const write = (
    place: number,
    resource_subtype: AsanaStory['resource_subtype'],
    at: string,
  ): AsanaStory => ({
    gid: `${task.gid}${place}`,
    task: task.gid,
    created_at: at,
    created_by: compact(AGENCY),
    resource_subtype,
    text: '',
    assignee: task.assignee,
  });
  if (task.completed_at === null) return [];
  return [write(1, 'assigned', task.created_at), write(2, 'marked_complete', task.completed_at)];
}

/** Asana at Capstan Quay: marketing's small chores, closed by people of no story; nobody has the open ones. */
export function writeAsanaCompany(question: SystemQuestion): AsanaDataset {
  const random = makeRandom(`${question.seed}/asana`);
  const named = new Set<string>(Object.values(cast));
  const marketing = question.members.filter(({ department }) => department === 'Marketing');
  const hands = marketing.filter(({ id, focus }) => focus === 'marketing' && !named.has(id));
  const { anchor, weeks = HISTORY_WEEKS } = question;
  const start = historyStart(anchor, weeks);
  const chores = Array.from({ length: CHORES_A_WEEK * (weeks - 1) }, (_, index): Chore => {
    const day = addDays(start, 7 * Math.floor(index / CHORES_A_WEEK) + (index % 5));
    const created = Date.parse(`${day}T08:00:00Z`) + random.int(0, 4 * HOUR);
    const open = random.chance(0.03) || hands.length === 0;
    return open
      ? { index, created, owner: null, done: null }
      : { index, created, owner: random.pick(hands), done: created + random.int(3, 90) * HOUR };
  });
  const tasks = chores.map((chore) => writeTask(chore, random));
  return {
    credentials: { token: 'demo-asana-token' },
    workspace: WORKSPACE,
    viewer: { gid: '1204400199999003', name: 'Fairlead', email: `fairlead@${MAIL_DOMAIN}` },
    users: [...marketing.map(userOf), BOT, AGENCY],
    projects: PROJECTS.map((name, place) => ({ gid: String(1_204_400_200_000_000 + place), name })),
    tasks,
    stories: tasks.flatMap(storiesOf),
  };
}

export const asanaSystem: SimulatedSystem = {
  vendor: 'asana',
  async start(question) {
    const dataset = writeAsanaCompany(question);
    const server = await startAsanaServer(dataset, question);
    return {
      server,
      credentials: dataset.credentials,
      settings: { workspace: dataset.workspace, bots: [BOT.gid], requests_per_minute: 1500 },
    };
  },
};
