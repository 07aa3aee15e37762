import { stringify } from 'csv-stringify/sync';
import { type AccessRole, accessRole } from '#domain/person.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';

export interface AccessGrant {
  email: string;
  roles: AccessRole[];
}

/** Who may do more than their place in the company says. */
const granted: Readonly<Record<string, AccessRole[]>> = {
  'margit.solheim': [accessRole.enum.hr],
  'david.eisenberg': [accessRole.enum.hr],
  'walter.osei': [accessRole.enum.auditor],
  'nils.overgaard': [accessRole.enum.admin],
};

export const accessGrants = (): AccessGrant[] =>
  Object.entries(granted).map(([id, roles]) => ({ email: `${id}@${MAIL_DOMAIN}`, roles: [...roles] }));

/** The employee file as contract section 5 has it; skills as `Name:level`, level 1 to 5. */
export function writePeopleFile(members: readonly Member[]): string {
  const rows = members.map((member) => ({
    'Employee Id': `CQ${String(1000 + member.number)}`,
    Name: member.name,
    Email: member.email,
    'Manager Email': member.manager_id === null ? '' : `${member.manager_id}@${MAIL_DOMAIN}`,
    'Job Title': member.title,
    Department: member.department,
    Location: member.city,
    'Start Date': member.start_date,
    'End Date': '',
    'Employment Type': member.weekly_hours < 36 ? 'Part-time' : 'Full-time',
    'Weekly Hours': member.weekly_hours,
    Skills: member.skills.map((skill) => `${skill.name}:${skill.level}`).join(';'),
  }));
  return stringify(rows, { header: true });
}
