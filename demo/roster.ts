import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import { zoneOfCity } from './calendar.ts';
import { makeRandom } from './random.ts';

/** How somebody's days look: the job functions, and three kinds that the product counts as `other` or engineering. */
export const focus = z.enum([
  'engineering',
  'quality',
  'support',
  'sales',
  'customer_success',
  'marketing',
  'operations',
  'lead',
  'leadership',
]);
export type Focus = z.infer<typeof focus>;

export const MAIL_DOMAIN = 'capstan-quay.example';
export const ORGANISATION = 'Capstan Quay';

export interface Member {
  id: string;
  number: number;
  name: string;
  email: string;
  title: string;
  department: string;
  manager_id: string | null;
  city: string;
  zone: string;
  weekly_hours: number;
  /** 0 is Monday. */
  work_days: number[];
  focus: Focus;
  components: string[];
  skills: { name: string; level: number }[];
  start_date: IsoDate;
  jira_account: string;
  harvest_id: number;
}

const rosterRow = z.tuple([
  z.string().regex(/^[a-z.]+$/),
  z.string().min(1),
  z.string().min(1),
  z.string().min(1),
  z.string(),
  z.string(),
  z.coerce.number().positive(),
  focus,
  z.string(),
  z.string(),
]);

const workDaysOf: Readonly<Record<number, number[]>> = { 24: [0, 1, 3], 28: [0, 1, 2, 3], 32: [0, 1, 2, 3] };
/** Three weeks with the company: too little to judge by (story `newcomer`). */
export const NEWCOMER = { id: 'kofi.asante', days: 21 };

function parseMember(line: string, index: number, anchor: IsoDate): Member {
  const [id, name, title, department, manager, city, hours, kind, components, skills] = rosterRow.parse(
    line.split(','),
  );
  const random = makeRandom(`roster/${id}`);
  const account = Array.from({ length: 24 }, () => random.int(0, 15).toString(16)).join('');
  const tenure = id === NEWCOMER.id ? NEWCOMER.days : random.int(240, 2400);
  return {
    id,
    number: index + 1,
    name,
    email: `${id}@${MAIL_DOMAIN}`,
    title,
    department,
    manager_id: manager === '' ? null : manager,
    city,
    zone: zoneOfCity[city] ?? 'UTC',
    weekly_hours: hours,
    work_days: workDaysOf[hours] ?? [0, 1, 2, 3, 4],
    focus: kind,
    components: components === '' ? [] : components.split('|'),
    skills: skills.split(';').map((skill) => {
      const [skillName = '', level = '3'] = skill.split(':');
      return { name: skillName, level: Number(level) };
    }),
    start_date: addDays(anchor, -tenure),
    jira_account: `${600_000 + index}:${account}`,
    harvest_id: 4_100_000 + index * 37,
  };
}

/** Everybody at Capstan Quay on the anchor day, managers before their reports. */
export function readRoster(anchor: IsoDate): Member[] {
  const text = readFileSync(new URL('./material/roster.csv', import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line, index) => parseMember(line, index, anchor));
}

/** Whoever shares the person's manager, the manager first; without the person. */
export function colleaguesOf(member: Member, everybody: readonly Member[]): Member[] {
  const managers = everybody.filter((other) => other.id === member.manager_id);
  const peers = everybody.filter(
    (other) => other.id !== member.id && other.manager_id === member.manager_id && member.manager_id !== null,
  );
  const reports = everybody.filter((other) => other.manager_id === member.id);
  return [...managers, ...peers, ...reports];
}

/** Everybody so many times, each copy a house of its own with other names, addresses and accounts: for measuring at scale. */
export function copiesOf(members: readonly Member[], copies: number): Member[] {
  const marked = (id: string, copy: number): string => (copy === 0 ? id : `${id}.${copy}`);
  return Array.from({ length: copies }, (_, copy) =>
    members.map((member) => ({
      ...member,
      id: marked(member.id, copy),
      number: member.number + copy * members.length,
      name: copy === 0 ? member.name : `${member.name} ${copy}`,
      email: `${marked(member.id, copy)}@${MAIL_DOMAIN}`,
      manager_id: member.manager_id === null ? null : marked(member.manager_id, copy),
      jira_account: marked(member.jira_account, copy),
      harvest_id: member.harvest_id + copy * 100_000,
    })),
  ).flat();
}
