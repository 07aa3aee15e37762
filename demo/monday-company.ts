import { addDays } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { HISTORY_WEEKS, historyStart } from './calendar.ts';
import { makeRandom, type Random } from './random.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type { MondayDataset, MondayItem, MondayUser } from './vendors/monday-dataset.ts';
import { startMondayServer } from './vendors/monday-server.ts';

const HOUR = 3_600_000;
const BOARDS = ['Port onboarding', 'Renewal preparation'];
const STEPS = [
  'Kick-off',
  'Data import',
  'Training',
  'Review of usage',
  'Agree on next steps',
  'Send the summary',
];
/** Steps that the department closes in a week. */
const STEPS_A_WEEK = 8;

const user = (id: string, name: string, email: string, rest: Partial<MondayUser> = {}): MondayUser => ({
  id,
  name,
  email,
  kind: 'member',
  status: 'ACTIVE',
  is_deleted: false,
  time_zone_identifier: null,
  ...rest,
});
const userOf = (member: Member): MondayUser =>
  user(String(58_000_000 + member.number), member.name, member.email, { time_zone_identifier: member.zone });
const VIEWER = user('58009901', 'Fairlead', `fairlead@${MAIL_DOMAIN}`);
const BOT = user('-4', 'Automations', 'automations@monday.example', { kind: 'bot' });
/** Somebody whom the people file doesn't know. */
const GUEST = user('58009902', 'Harbour of Esbjerg', 'ops@esbjerg-port.example', { kind: 'guest' });

const instant = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

interface Step {
  index: number;
  created: number;
  owner: Member | null;
  /** Null while it is open. */
  done: number | null;
}

function writeItem({ index, created, owner, done }: Step, random: Random): MondayItem {
  const persons = owner === null ? [] : [{ id: userOf(owner).id, kind: 'person' as const }];
  const date = new Date(created + random.int(4, 20) * 24 * HOUR).toISOString().slice(0, 10);
  const ended = done === null ? null : instant(done);
  return {
    id: String(1_890_000_000 + index),
    board: String(4_400_100 + (index % BOARDS.length)),
    name: random.pick(STEPS),
    state: 'active',
    created_at: instant(created),
    updated_at: ended ?? instant(created),
    creator_id: BOT.id,
    group: { title: 'This half-year' },
    parent_item: null,
    column_values: [
      { id: 'person', type: 'people', persons_and_teams: persons },
      {
        id: 'status',
        type: 'status',
        label: done === null ? null : 'Done',
        is_done: done !== null,
        updated_at: ended,
      },
      { id: 'date4', type: 'date', date },
      { id: 'numbers', type: 'numbers', number: random.int(1, 6) },
    ],
  };
}

/** monday.com at Capstan Quay: customer success's steps, closed by people of no story; nobody has the open ones. */
export function writeMondayCompany(question: SystemQuestion): MondayDataset {
  const random = makeRandom(`${question.seed}/monday`);
  const named = new Set<string>(Object.values(cast));
  const department = question.members.filter((member) => member.department === 'Customer Success');
  const hands = department.filter(({ id, focus }) => focus === 'customer_success' && !named.has(id));
  const { anchor, weeks = HISTORY_WEEKS } = question;
  const start = historyStart(anchor, weeks);
  const steps = Array.from({ length: STEPS_A_WEEK * (weeks - 1) }, (_, index): Step => {
    const day = addDays(start, 7 * Math.floor(index / STEPS_A_WEEK) + (index % 5));
    const created = Date.parse(`${day}T09:00:00Z`) + random.int(0, 5 * HOUR);
    const open = random.chance(0.03) || hands.length === 0;
    return open
      ? { index, created, owner: null, done: null }
      : { index, created, owner: random.pick(hands), done: created + random.int(4, 96) * HOUR };
  });
  return {
    credentials: { token: 'demo-monday-token' },
    viewer: VIEWER.id,
    users: [...department.map(userOf), VIEWER, BOT, GUEST],
    boards: BOARDS.map((name, place) => ({
      id: String(4_400_100 + place),
      name,
      state: 'active',
      updated_at: `${start}T09:00:00Z`,
      columns: [
        { id: 'person', title: 'Owner', type: 'people' },
        { id: 'status', title: 'Status', type: 'status' },
        { id: 'date4', title: 'Due date', type: 'date' },
        { id: 'numbers', title: 'Estimated hours', type: 'numbers' },
      ],
    })),
    items: steps.map((step) => writeItem(step, random)),
    updates: [],
    logs: [],
  };
}

export const mondaySystem: SimulatedSystem = {
  vendor: 'monday',
  async start(question) {
    const dataset = writeMondayCompany(question);
    const server = await startMondayServer(dataset, question);
    return { server, credentials: dataset.credentials, settings: {} };
  },
};
