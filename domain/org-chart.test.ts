import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personId } from './ids.ts';
import { buildTeams, type PersonRow, planPeople, reportingCycles, teamIdOf } from './org-chart.ts';

const id = (text: string) => personId.parse(`per_${text}`);
const member = (name: string, manager: string | null, department: string | null = null, active = true) => ({
  id: id(name),
  name,
  manager_id: manager === null ? null : id(manager),
  department,
  active,
});

describe('teams', () => {
  test('are one a manager, inside the team of the manager above', () => {
    const { teams, team_of } = buildTeams([
      member('root', null, 'Executive'),
      member('lead', 'root', 'Payments'),
      member('dev', 'lead', 'Payments'),
    ]);
    expect(teams).toHaveLength(2);
    expect(teams.find(({ manager_id }) => manager_id === id('lead'))).toMatchObject({
      name: 'Payments',
      parent_id: teamIdOf(id('root')),
    });
    expect(team_of.get(id('dev'))).toBe(teamIdOf(id('lead')));
    expect(team_of.get(id('lead'))).toBe(teamIdOf(id('root')));
    expect(team_of.get(id('root'))).toBeNull();
  });

  test('bear the manager’s name where a department has several', () => {
    const { teams } = buildTeams([
      member('ann', null, 'Sales'),
      member('bo', null, 'Sales'),
      member('x', 'ann', 'Sales'),
      member('y', 'bo', 'Sales'),
    ]);
    expect(teams.map(({ name }) => name).sort()).toEqual(["ann's team", "bo's team"]);
  });

  test('need somebody active', () => {
    expect(buildTeams([member('ann', null), member('gone', 'ann', null, false)]).teams).toEqual([]);
  });

  test('are made of departments where nobody reports to anybody', () => {
    const { teams, team_of } = buildTeams([
      member('a', null, 'Ops'),
      member('b', null, 'Ops'),
      member('c', null),
    ]);
    expect(teams).toMatchObject([{ name: 'Ops', manager_id: null, parent_id: null }]);
    expect(team_of.get(id('a'))).toBe(team_of.get(id('b')));
    expect(team_of.get(id('c'))).toBeNull();
  });
});

/** Anybody may report to anybody, themselves included. */
const lines = fc
  .array(fc.option(fc.nat(11)), { minLength: 1, maxLength: 12 })
  .map((managers) =>
    managers.map((manager, index) =>
      member(
        `p${index}`,
        manager === null || manager >= managers.length ? null : `p${manager}`,
        `D${index % 3}`,
      ),
    ),
  );

describe('for any reporting lines', () => {
  test('a circle is named if and only if somebody manages themselves at some remove', () => {
    fc.assert(
      fc.property(lines, (people) => {
        const managerOf = new Map(people.map((person) => [person.id, person.manager_id]));
        const inCircle = people.filter((person) => {
          let above = person.manager_id;
          for (let step = 0; step < people.length && above !== null && above !== person.id; step += 1)
            above = managerOf.get(above) ?? null;
          return above === person.id;
        });
        const named = reportingCycles(people).flat();
        expect(named.toSorted()).toEqual(inCircle.map((person) => person.id).toSorted());
      }),
    );
  });

  test('without a circle, the teams are a forest, everybody with a manager is in the team of it, and order is nothing', () => {
    fc.assert(
      fc.property(lines, (people) => {
        fc.pre(reportingCycles(people).length === 0);
        const { teams, team_of } = buildTeams(people);
        const byId = new Map(teams.map((team) => [team.id, team]));
        expect(byId.size).toBe(teams.length);
        for (const person of people)
          if (person.manager_id !== null) expect(team_of.get(person.id)).toBe(teamIdOf(person.manager_id));
        for (const team of teams) {
          let above = team.parent_id;
          for (let step = 0; above !== null; step += 1) {
            expect(step).toBeLessThan(teams.length);
            above = byId.get(above)?.parent_id ?? null;
          }
          expect(team.parent_id === null || byId.has(team.parent_id)).toBe(true);
        }
        expect(buildTeams(people.toReversed()).teams).toEqual(teams);
      }),
    );
  });
});

describe('a plan of people', () => {
  const row = (name: string, more: Partial<PersonRow> = {}): PersonRow => ({
    employee_id: null,
    name,
    email: `${name}@example.org`,
    manager_email: null,
    job_title: null,
    department: null,
    location: null,
    start_date: null,
    end_date: null,
    employment_type: null,
    weekly_hours: null,
    skills: [],
    ...more,
  });
  const rows = [
    row('lead', { employee_id: 'E1', department: 'Payments' }),
    row('dev', { manager_email: 'lead@example.org' }),
  ];
  const first = planPeople(rows, [], 'full', '2026-03-31');

  test('gives ids, managers, teams and functions', () => {
    const [lead, dev] = first.people;
    expect(dev?.manager_id).toBe(lead?.id);
    expect(dev?.team_id).toBe(first.teams[0]?.id);
    expect(first.teams).toHaveLength(1);
  });

  test('the same file again gives the same', () => {
    expect(planPeople(rows, first.people, 'full', '2026-03-31')).toEqual(first);
  });

  test('finds people again by employee id, though name and e-mail changed, else by e-mail', () => {
    const married = [
      row('new-name', { employee_id: 'E1' }),
      row('dev', { manager_email: 'new-name@example.org' }),
    ];
    const { people } = planPeople(married, first.people, 'full', '2026-03-31');
    expect(people.map((person) => person.id)).toEqual(first.people.map((person) => person.id));
    expect(people[1]?.manager_id).toBe(first.people[0]?.id);
  });

  test('full makes whoever is missing inactive, partial leaves them', () => {
    const only = [row('lead', { employee_id: 'E1' })];
    const full = planPeople(only, first.people, 'full', '2026-03-31');
    expect(full.people.map(({ name, active }) => [name, active])).toEqual([
      ['lead', true],
      ['dev', false],
    ]);
    expect(full.teams).toEqual([]);
    expect(planPeople(only, first.people, 'partial', '2026-03-31').people.map(({ name }) => name)).toEqual([
      'lead',
    ]);
  });

  test('whoever has left is not active', () => {
    const { people } = planPeople([row('a', { end_date: '2026-03-30' })], [], 'full', '2026-03-31');
    expect(people[0]?.active).toBe(false);
  });
});
