import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { PersonRow } from '#domain/org-chart.ts';
import type { Person } from '#domain/person.ts';
import { cleanName } from '#tools/text.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

const text = z.string().max(500).nullish();
/** Entra ID writes "False". */
const flag = z.union([z.boolean(), z.stringbool()]).nullish();

/** As much of a user (RFC 7643, sections 4.1 and 4.3) as Fairlead keeps; everything else is passed over. */
export const scimUser = z.object({
  userName: z.string().min(1).max(320),
  externalId: text,
  displayName: text,
  name: z.object({ formatted: text, givenName: text, familyName: text }).nullish(),
  title: text,
  userType: text,
  active: flag,
  emails: z.array(z.object({ value: text, primary: flag, type: text })).nullish(),
  addresses: z.array(z.object({ locality: text, formatted: text })).nullish(),
  [ENTERPRISE]: z
    .object({
      employeeNumber: text,
      department: text,
      manager: z.union([z.string(), z.object({ value: text, displayName: text })]).nullish(),
    })
    .nullish(),
});
export type ScimUser = z.infer<typeof scimUser>;

const nameOf = (user: ScimUser): string | null => {
  const { name } = user;
  const parts = [name?.givenName, name?.familyName].filter(Boolean).join(' ');
  return cleanName(user.displayName) ?? cleanName(name?.formatted) ?? cleanName(parts);
};

const emailOf = (user: ScimUser): string | null => {
  const given = user.emails?.find(({ primary }) => primary === true) ?? user.emails?.[0];
  const written = cleanName(given?.value, 320) ?? cleanName(user.userName, 320);
  return written?.includes('@') ? written.toLowerCase() : null;
};

/** The id of the manager that a user names; null for none. */
export function managerOf(user: ScimUser): string | null {
  const manager = user[ENTERPRISE]?.manager;
  return typeof manager === 'string' ? cleanName(manager) : cleanName(manager?.value);
}

/**
 * A user as a row of an employee file, so that both ways of bringing people do the same. What SCIM doesn't tell (contract
 * hours, skills, start) stays as it was. Somebody switched off left yesterday.
 */
export function rowOfUser(
  user: ScimUser,
  before: Person | null,
  question: { today: IsoDate; manager: Pick<Person, 'id'> | null },
): PersonRow {
  const yesterday = addDays(question.today, -1);
  const left = before?.end_date ?? null;
  const ended = left !== null && left < question.today ? left : yesterday;
  const enterprise = user[ENTERPRISE];
  const address = user.addresses?.[0];
  const email = emailOf(user);
  const number =
    cleanName(enterprise?.employeeNumber) ?? cleanName(user.externalId) ?? before?.employee_id ?? null;
  // Nobody without an address is known by their display name: others have the same.
  const login = email === null && user.userName !== before?.id ? cleanName(user.userName) : null;
  return {
    id: before?.id ?? null,
    employee_id: number ?? login,
    name: nameOf(user) ?? before?.name ?? email ?? user.userName,
    email,
    manager_id: question.manager?.id ?? null,
    manager_email: null,
    job_title: cleanName(user.title),
    department: cleanName(enterprise?.department),
    location: cleanName(address?.locality) ?? cleanName(address?.formatted),
    start_date: before?.start_date ?? null,
    end_date: (user.active ?? true) ? (left !== null && left >= question.today ? left : null) : ended,
    employment_type: cleanName(user.userType) ?? before?.employment_type ?? null,
    weekly_hours: before?.weekly_hours ?? null,
    skills: before?.skills ?? [],
  };
}

/** A person as SCIM shows one. */
export function userOf(
  person: Person,
  question: { base: string; manager: Person | null },
): Record<string, unknown> {
  const { manager, base } = question;
  return {
    schemas: [USER, ENTERPRISE],
    id: person.id,
    ...(person.employee_id === null ? {} : { externalId: person.employee_id }),
    userName: person.email ?? person.employee_id ?? person.id,
    displayName: person.name,
    name: { formatted: person.name },
    active: person.active,
    ...(person.job_title === null ? {} : { title: person.job_title }),
    ...(person.employment_type === null ? {} : { userType: person.employment_type }),
    emails: person.email === null ? [] : [{ value: person.email, type: 'work', primary: true }],
    addresses: person.location === null ? [] : [{ type: 'work', locality: person.location }],
    [ENTERPRISE]: {
      ...(person.employee_id === null ? {} : { employeeNumber: person.employee_id }),
      ...(person.department === null ? {} : { department: person.department }),
      ...(manager === null
        ? {}
        : { manager: { value: manager.id, displayName: manager.name, $ref: `${base}/Users/${manager.id}` } }),
    },
    meta: { resourceType: 'User', location: `${base}/Users/${person.id}` },
  };
}
