import { addDays, type IsoDate } from '#domain/date.ts';
import { projectKeyOf, projectOf } from './jira-writer.ts';
import type { Member } from './roster.ts';
import type { HarvestTimeEntry, HarvestUser } from './vendors/datasets.ts';
import type { Booking, Work } from './work.ts';

/** Harvest's names of the zones, as its settings page writes them. */
const zoneNames: Readonly<Record<string, string>> = {
  Rotterdam: 'Amsterdam',
  Oslo: 'Oslo',
  Lisbon: 'Lisbon',
  'New York': 'Eastern Time (US & Canada)',
  Singapore: 'Singapore',
};

/** Absence is written down under this task; whoever plans work must count it as no capacity. */
export const TIME_OFF_TASK = 'Time off';

const taskOfFocus: Readonly<Record<Member['focus'], string>> = {
  engineering: 'Development',
  quality: 'Testing',
  support: 'Customer support',
  sales: 'Selling',
  customer_success: 'Customer work',
  marketing: 'Marketing',
  operations: 'Operations',
  lead: 'Team lead work',
  leadership: 'Management',
};
const tasks = [...new Set([...Object.values(taskOfFocus), 'Meetings', TIME_OFF_TASK])];
const taskNamed = (name: string) => ({ id: 8_300_000 + tasks.indexOf(name), name });

export function writeHarvestUser(member: Member): HarvestUser {
  const [first = '', ...rest] = member.name.split(' ');
  return {
    id: member.harvest_id,
    first_name: first,
    last_name: rest.join(' '),
    email: member.email,
    is_active: true,
    timezone: zoneNames[member.city] ?? 'UTC',
    weekly_capacity: member.weekly_hours * 3600,
    roles: [member.department],
    created_at: `${member.start_date}T08:00:00Z`,
    updated_at: `${member.start_date}T08:00:00Z`,
  };
}

export interface BookedTicket {
  key: string;
  title: string;
}

const COMPANY_PROJECT = { id: 7_100_000, name: 'Internal', code: 'INT' };

function projectFor(member: Member) {
  const project = projectOf(projectKeyOf(member));
  return { id: 7_100_000 + Number(project.id) - 19_999, name: project.name, code: project.key };
}

/** Entries are typed in at the end of the day; planned absence weeks before it. */
function writtenAt(day: IsoDate, anchor: IsoDate): string {
  return day < anchor ? `${day}T17:30:00Z` : `${addDays(anchor, -10)}T09:00:00Z`;
}

export function writeTimeEntry(
  member: Member,
  booking: Booking,
  question: { id: number; anchor: IsoDate; ticketOf: (work: Work) => BookedTicket | null },
): HarvestTimeEntry {
  const ticket = booking.work === null ? null : question.ticketOf(booking.work);
  const task =
    booking.absence !== null ? TIME_OFF_TASK : booking.work === null ? 'Meetings' : taskOfFocus[member.focus];
  const at = writtenAt(booking.day, question.anchor);
  return {
    id: question.id,
    spent_date: booking.day,
    hours: booking.hours,
    rounded_hours: booking.hours,
    notes: booking.absence ?? (ticket === null ? null : `${ticket.key} ${ticket.title}`),
    is_running: false,
    billable: member.focus === 'customer_success' && booking.work !== null,
    user: { id: member.harvest_id, name: member.name },
    project: booking.work === null ? COMPANY_PROJECT : projectFor(member),
    task: taskNamed(task),
    external_reference:
      ticket === null
        ? null
        : {
            id: ticket.key,
            group_id: projectKeyOf(member),
            permalink: `https://capstan-quay.example/browse/${ticket.key}`,
            service: 'jira',
          },
    created_at: at,
    updated_at: at,
  };
}
