import { z } from 'zod';
import { personId } from '#domain/ids.ts';
import { type PersonRow, reportingCycles } from '#domain/org-chart.ts';
import { isDay } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';

/** BambooHR leaves a field out or sends null where it is empty or may not be seen. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));
const asked = z.object({
  employeeNumber: text,
  firstName: text,
  lastName: text,
  preferredName: text,
  workEmail: text,
  jobTitle: text,
  department: text,
  location: text,
  hireDate: text,
  terminationDate: text,
  employmentHistoryStatus: text,
  standardHoursPerWeek: text,
  supervisorEId: text,
  status: text,
});

/**
 * What is asked for, by BambooHR's names; all that is not here (birth date, gender, ethnicity, marital status, pay,
 * addresses …) never leaves BambooHR.
 */
export const bambooFields = Object.keys(asked.shape);

/** An employee as BambooHR's report gives them. */
export const bambooEmployee = asked.extend({
  id: z.union([z.string().regex(/^[\w-]{1,40}$/u), z.int()]).transform(String),
});
export type BambooEmployee = z.infer<typeof bambooEmployee>;

export interface BambooPeople {
  people: PersonRow[];
  /** With any of them nothing should be imported. */
  errors: string[];
  /** What was left out or could not be read, and why. */
  warnings: string[];
}

/** Somebody as messages name them: findable in BambooHR, and nothing of them but the number. */
const shown = ({ id }: { id: string }): string => `employee ${id}`;

const dayOf = (text: string | null): string | null => (text !== null && isDay(text) ? text : null);
const emailOf = (text: string | null): string | null => {
  const email = text?.trim().toLowerCase() ?? '';
  return /^[^\s@]+@[^\s@]+$/u.test(email) && email.length <= 320 ? email : null;
};
const hoursOf = (text: string | null): number | null => {
  const hours = Number(text ?? Number.NaN);
  return hours > 0 && hours <= 168 ? hours : null;
};
const hasLeft = ({ status }: BambooEmployee): boolean => status?.toLowerCase() === 'inactive';

/** The employer's own number; where BambooHR holds none, BambooHR's, marked as such so that the two never meet. */
const numberOf = ({ employeeNumber, id }: BambooEmployee): string =>
  cleanName(employeeNumber) ?? `bamboohr:${id}`;

/**
 * One record for each person: whoever came back may have an old record beside the new one. Of two under one number or
 * address the one who is still there stands; two who are both there are a fault, as nobody could say whose is whose.
 */
function distinct(employees: readonly BambooEmployee[], result: BambooPeople) {
  const holder = new Map<string, BambooEmployee>();
  const standsFor = new Map<string, string>();
  for (const one of employees.toSorted((a, b) => Number(hasLeft(a)) - Number(hasLeft(b)))) {
    const email = emailOf(one.workEmail);
    const marks = [`number ${numberOf(one)}`, ...(email === null ? [] : [`e-mail ${email}`])];
    const mark = marks.find((text) => holder.has(text));
    const other = mark === undefined ? undefined : holder.get(mark);
    if (other === undefined) {
      for (const text of marks) holder.set(text, one);
      standsFor.set(one.id, one.id);
    } else if (hasLeft(one)) {
      standsFor.set(one.id, other.id);
      result.warnings.push(`${shown(one)} has left and has the ${mark} of ${shown(other)}; passed over.`);
    } else result.errors.push(`${shown(one)} has the ${mark} of ${shown(other)}.`);
  }
  return { kept: employees.filter(({ id }) => standsFor.get(id) === id), standsFor };
}

/** When somebody left; BambooHR writes 0000-00-00 for never, and keeps the old date of whoever came back. */
function endOf(one: BambooEmployee, today: string): string | null {
  const end = dayOf(one.terminationDate);
  return end !== null && !hasLeft(one) && end < today ? null : end;
}

function rowOf(one: BambooEmployee, manager: BambooEmployee | undefined, today: string): PersonRow | null {
  const name = cleanName([one.preferredName ?? one.firstName, one.lastName].filter(Boolean).join(' '));
  if (name === null) return null;
  const type = cleanName(one.employmentHistoryStatus);
  return {
    employee_id: numberOf(one),
    name,
    email: emailOf(one.workEmail),
    manager_email: null,
    manager_employee_id: manager === undefined ? null : numberOf(manager),
    job_title: cleanName(one.jobTitle),
    department: cleanName(one.department),
    location: cleanName(one.location),
    start_date: dayOf(one.hireDate),
    end_date: endOf(one, today),
    employment_type: type?.toLowerCase() === 'terminated' ? null : type,
    weekly_hours: hoursOf(one.standardHoursPerWeek),
    skills: [],
  };
}

/** Reporting lines that run in a circle would make no teams. */
function checkCircles(
  employees: readonly BambooEmployee[],
  managerOf: (one: BambooEmployee) => string | null,
) {
  const asPerson = (id: string) => personId.parse(`per_${id.replaceAll(/[^A-Za-z0-9]/gu, '')}`);
  const lines = employees.map((one) => {
    const manager = managerOf(one);
    return { id: asPerson(one.id), manager_id: manager === null ? null : asPerson(manager) };
  });
  return reportingCycles(lines).map(
    (circle) =>
      `The reporting line runs in a circle: ${[...circle, circle[0]].map((id) => `employee ${String(id).slice(4)}`).join(' → ')}.`,
  );
}

/**
 * BambooHR's employees as rows of the same kind as an employee file's. null stands for one that couldn't be read at
 * all. Managers are found by BambooHR's id, so that one without an e-mail address still has a team.
 */
export function peopleOfBamboo(read: readonly (BambooEmployee | null)[], today: string): BambooPeople {
  const result: BambooPeople = { people: [], errors: [], warnings: [] };
  const employees = read.filter((one) => one !== null);
  if (employees.length < read.length)
    result.errors.push(
      `${read.length - employees.length} record(s) have no id or are not what BambooHR describes.`,
    );
  if (read.length === 0)
    result.errors.push('BambooHR shows nobody: may the key’s user see employees and the fields asked for?');
  const { kept, standsFor } = distinct(employees, result);
  const known = kept.filter((one) => {
    // Without a day, nobody could say since when they are gone; made up, it would stand in the records.
    const unclear = hasLeft(one) && dayOf(one.terminationDate) === null;
    if (unclear) result.warnings.push(`${shown(one)} has left, without a termination date; passed over.`);
    return !unclear;
  });
  const byId = new Map(known.map((one) => [one.id, one]));
  const managerOf = (one: BambooEmployee): string | null => {
    const id = one.supervisorEId === null || one.supervisorEId === '0' ? null : one.supervisorEId;
    const manager = id === null ? undefined : (standsFor.get(id) ?? id);
    return manager === undefined || manager === one.id || !byId.has(manager) ? null : manager;
  };
  for (const one of known) {
    const manager = managerOf(one);
    if (one.supervisorEId !== null && one.supervisorEId !== '0' && manager === null)
      result.warnings.push(
        `${shown(one)}: the supervisor ${one.supervisorEId} is not among those read; left without one.`,
      );
    const row = rowOf(one, manager === null ? undefined : byId.get(manager), today);
    if (row === null) result.errors.push(`${shown(one)} has no name: may the key’s user see it?`);
    else result.people.push(row);
  }
  result.errors.push(...checkCircles(known, managerOf));
  return result;
}
