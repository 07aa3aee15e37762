import { idFrom, type PersonId, personId, type TeamId, teamId } from './ids.ts';
import { jobFunctionOf, type Person, type Skill, type Team } from './person.ts';

/** One employee as a file or an HR system gives them, before they have an id here. */
export interface PersonRow {
  /** Of whoever it is certainly about; left out, they are found by their number or address. */
  id?: PersonId | null;
  employee_id: string | null;
  name: string;
  /** Lower case. */
  email: string | null;
  manager_email: string | null;
  /** Goes before number and address of the manager. */
  manager_id?: PersonId | null;
  /** Where the system knows managers by their number; goes before the e-mail. */
  manager_employee_id?: string | null;
  job_title: string | null;
  department: string | null;
  location: string | null;
  start_date: string | null;
  end_date: string | null;
  employment_type: string | null;
  weekly_hours: number | null;
  skills: Skill[];
}

type Member = Pick<Person, 'id' | 'name' | 'manager_id' | 'department' | 'active'>;

export interface OrgChart {
  teams: Team[];
  /** Of everybody given; null for whoever stands alone at the top. */
  team_of: Map<PersonId, TeamId | null>;
}

/** A manager's team keeps its id through renamings and changes of staff. */
export const teamIdOf = (manager: PersonId): TeamId => idFrom('team', teamId, { manager });
const departmentTeamId = (department: string): TeamId => idFrom('team', teamId, { department });

/**
 * Reporting lines that run in a circle, each as the ids along it, beginning with the smallest; in order. A manager who
 * isn't among the people ends a line.
 */
export function reportingCycles(people: readonly Pick<Member, 'id' | 'manager_id'>[]): PersonId[][] {
  const managerOf = new Map(people.map(({ id, manager_id }) => [id, manager_id]));
  const settled = new Set<PersonId>();
  const cycles: PersonId[][] = [];
  for (const { id } of people) {
    const trail: PersonId[] = [];
    let current: PersonId | null = id;
    while (current !== null && managerOf.has(current) && !settled.has(current) && !trail.includes(current)) {
      trail.push(current);
      current = managerOf.get(current) ?? null;
    }
    const start = current === null ? -1 : trail.indexOf(current);
    if (start >= 0) cycles.push(smallestFirst(trail.slice(start)));
    for (const passed of trail) settled.add(passed);
  }
  return cycles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

function smallestFirst(cycle: PersonId[]): PersonId[] {
  const [least] = cycle.toSorted();
  const smallest = least === undefined ? 0 : cycle.indexOf(least);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}

/**
 * Teams from reporting lines: one for each manager who has somebody active below them, made of those who report to
 * them, inside the team that the manager belongs to. It bears the department's name where the manager alone leads it,
 * else the manager's. People with neither manager nor reports form one team a department without a manager, so that
 * a file without reporting lines still gives teams. Pure; the order of people makes no difference.
 * @throws RangeError when reporting lines run in a circle (check `reportingCycles` before).
 */
export function buildTeams(people: readonly Member[]): OrgChart {
  if (reportingCycles(people).length > 0) throw new RangeError('reporting lines run in a circle');
  const byId = new Map(people.map((person) => [person.id, person]));
  const managerOf = (person: Member): Member | null => {
    const manager = person.manager_id === null ? undefined : byId.get(person.manager_id);
    return manager ?? null;
  };
  const managers = new Map<PersonId, Member>();
  for (const person of people) {
    const manager = person.active ? managerOf(person) : null;
    if (manager !== null) managers.set(manager.id, manager);
  }
  const loose = people.filter((person) => managerOf(person) === null && !managers.has(person.id));
  const departments = new Set(loose.flatMap(({ department, active }) => (active ? (department ?? []) : [])));

  const led = [...managers.values()].map((manager): Team => {
    const above = managerOf(manager);
    return {
      id: teamIdOf(manager.id),
      name: teamName(manager, [...managers.values()]),
      manager_id: manager.id,
      parent_id: above === null || !managers.has(above.id) ? null : teamIdOf(above.id),
    };
  });
  const unled = [...departments].map(
    (department): Team => ({
      id: departmentTeamId(department),
      name: department,
      manager_id: null,
      parent_id: null,
    }),
  );
  const isLoose = new Set(loose.map(({ id }) => id));
  const team_of = new Map(
    people.map((person): [PersonId, TeamId | null] => {
      const manager = managerOf(person);
      if (manager !== null) return [person.id, managers.has(manager.id) ? teamIdOf(manager.id) : null];
      const { department } = person;
      const gathered = isLoose.has(person.id) && department !== null && departments.has(department);
      return [person.id, gathered ? departmentTeamId(department) : null];
    }),
  );
  return { teams: [...led, ...unled].sort((a, b) => (a.id < b.id ? -1 : 1)), team_of };
}

function teamName(manager: Member, managers: readonly Member[]): string {
  const { department } = manager;
  const alone = managers.filter((other) => other.department === department).length === 1;
  return department !== null && alone ? department : `${manager.name}'s team`;
}

/**
 * An id for somebody new: the employer's number, else the e-mail, else the name names them. Not one that somebody with
 * other marks has already: an address that was given up goes to somebody else in time, who is not them.
 */
function idOfRow(row: PersonRow, existing: ReadonlyMap<PersonId, Person>): PersonId {
  const mark = row.employee_id ?? row.email;
  const natural = idFrom('per', personId, mark ?? { name: row.name });
  if (mark === null) return natural;
  for (let again = 0, id = natural; ; again += 1, id = idFrom('per', personId, { mark, again }))
    if (!existing.has(id)) return id;
}

export interface PeoplePlan {
  people: Person[];
  teams: Team[];
}

/**
 * The rows as people with ids, managers and teams, next to those who are there already: found again by employee id,
 * else by e-mail, and then keeping their id. Managers may be in the file or among the existing. With `full`, people
 * who aren't in the file become inactive; otherwise they stay as they are. `people` holds only those to be saved;
 * teams are those of everybody.
 */
export function planPeople(
  rows: readonly PersonRow[],
  existing: readonly Person[],
  mode: 'full' | 'partial',
  today: string,
): PeoplePlan {
  const byEmployeeId = new Map(
    existing.flatMap((person) => (person.employee_id ? [[person.employee_id, person]] : [])),
  );
  const byEmail = new Map(
    existing.flatMap((person) => (person.email ? [[person.email.toLowerCase(), person]] : [])),
  );
  const byId = new Map(existing.map((person) => [person.id, person]));
  const known = (row: PersonRow): Person | undefined =>
    (row.employee_id === null ? undefined : byEmployeeId.get(row.employee_id)) ??
    (row.email === null ? undefined : byEmail.get(row.email));

  const named = rows.map((row) => ({ row, id: row.id ?? known(row)?.id ?? idOfRow(row, byId) }));
  const idByEmail = new Map<string, PersonId>([
    ...[...byEmail].map(([email, person]): [string, PersonId] => [email, person.id]),
    ...named.flatMap(({ row, id }): [string, PersonId][] => (row.email === null ? [] : [[row.email, id]])),
  ]);
  const idByEmployeeId = new Map<string, PersonId>([
    ...[...byEmployeeId].map(([number, person]): [string, PersonId] => [number, person.id]),
    ...named.flatMap(({ row, id }): [string, PersonId][] =>
      row.employee_id === null ? [] : [[row.employee_id, id]],
    ),
  ]);
  const managerOf = ({ manager_id, manager_employee_id, manager_email }: PersonRow): PersonId | null =>
    manager_id ?? idByEmployeeId.get(manager_employee_id ?? '') ?? idByEmail.get(manager_email ?? '') ?? null;
  const fresh = named.map(({ row, id }): Person => {
    // Named one by one: a row read from a file also knows its line, which is nobody's attribute.
    return {
      id,
      employee_id: row.employee_id,
      name: row.name,
      email: row.email,
      manager_id: managerOf(row),
      team_id: null,
      job_title: row.job_title,
      job_function: jobFunctionOf(row.job_title, row.department),
      department: row.department,
      location: row.location,
      start_date: row.start_date,
      end_date: row.end_date,
      employment_type: row.employment_type,
      weekly_hours: row.weekly_hours,
      skills: row.skills,
      active: row.end_date === null || row.end_date >= today,
    };
  });
  const inFile = new Set(fresh.map(({ id }) => id));
  const others = existing
    .filter(({ id }) => !inFile.has(id))
    .map((person) => (mode === 'full' ? { ...person, active: false } : person));
  const { teams, team_of } = buildTeams([...fresh, ...others]);
  const placed = (person: Person): Person => ({ ...person, team_id: team_of.get(person.id) ?? null });
  const moved = others.filter((person) => {
    const before = existing.find(({ id }) => id === person.id);
    return before?.active !== person.active || before.team_id !== (team_of.get(person.id) ?? null);
  });
  return { people: [...fresh, ...moved].map(placed), teams };
}
