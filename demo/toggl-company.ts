import { addDays } from '#domain/date.ts';
import { HISTORY_WEEKS, historyStart } from './calendar.ts';
import { makeRandom } from './random.ts';
import type { Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type { TogglDataset, TogglEntry, TogglUser } from './vendors/toggl-dataset.ts';
import { startTogglServer } from './vendors/toggl-server.ts';

const WORKSPACE = '7714520';
const FIRST_ENTRY = 3_510_000_000;
const BOT_ID = 9_900_001;
/** Somebody whom the people file doesn't know: an accountant who comes in two days a week. */
const ACCOUNTANT_ID = 9_900_002;
const PROJECTS = ['Invoices', 'Month end', 'Audit'];
/** The accountant's days, 0 for Monday. */
const VISITS = [1, 3];
const HOUR = 3_600_000;

const idOf = (member: Member): number => 9_100_000 + member.number;

const user = (
  index: number,
  user_id: number,
  name: string,
  email: string | null,
  timezone: string,
): TogglUser => ({
  id: 12_400_000 + index,
  user_id,
  name,
  email,
  active: true,
  inactive: false,
  timezone,
});

/** Someone's stretch of work on a day, as an entry. */
interface Stretch {
  user_id: number;
  username: string;
  at: number;
  hours: number;
}

/**
 * What finance times beside its hours in Harvest: half an hour with invoices on days worked, so that nobody's week
 * looks longer than it is; and an accountant's visits.
 */
function stretchesOf({ lives, anchor, weeks = HISTORY_WEEKS }: SystemQuestion): Stretch[] {
  const own = lives
    .filter(({ history }) => history.member.department === 'Finance')
    .flatMap(({ history: { member, bookings } }) =>
      [...new Set(bookings.filter(({ absence }) => absence === null).map(({ day }) => day))]
        .filter((day) => day < anchor)
        .map((day) => ({
          user_id: idOf(member),
          username: member.name,
          at: Date.parse(`${day}T13:00:00Z`),
          hours: 0.5,
        })),
    );
  const start = historyStart(anchor, weeks);
  const visits = Array.from({ length: weeks }, (_, week) =>
    VISITS.map((day) => ({
      user_id: ACCOUNTANT_ID,
      username: 'Odile Ferrand',
      at: Date.parse(`${addDays(start, 7 * week + day)}T08:00:00Z`),
      hours: 6,
    })),
  ).flat();
  return [...own, ...visits].sort((a, b) => a.at - b.at || a.user_id - b.user_id);
}

export function writeTogglCompany(question: SystemQuestion): TogglDataset {
  const random = makeRandom(`${question.seed}/toggl`);
  const finance = question.members.filter(({ department }) => department === 'Finance');
  const entries = stretchesOf(question).map(({ user_id, username, at, hours }, index): TogglEntry => {
    const stop = new Date(at + hours * HOUR).toISOString();
    return {
      id: FIRST_ENTRY + index,
      user_id,
      username,
      description: '',
      project_name: random.pick(PROJECTS),
      task_name: null,
      billable: false,
      seconds: hours * 3600,
      start: new Date(at).toISOString(),
      stop,
      at: stop,
    };
  });
  return {
    credentials: { token: 'demo-toggl-token' },
    workspace: WORKSPACE,
    users: [
      ...finance.map((member, index) => user(index, idOf(member), member.name, member.email, member.zone)),
      user(90, BOT_ID, 'Calendar import', null, 'UTC'),
      user(91, ACCOUNTANT_ID, 'Odile Ferrand', 'odile@ferrand-accounts.example', 'Europe/Amsterdam'),
    ],
    entries,
  };
}

export const togglSystem: SimulatedSystem = {
  vendor: 'toggl',
  async start(question) {
    const dataset = writeTogglCompany(question);
    const server = await startTogglServer(dataset, question);
    return {
      server,
      credentials: dataset.credentials,
      settings: { workspace: dataset.workspace, bots: [String(BOT_ID)] },
    };
  },
};
