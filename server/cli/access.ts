import { invalidInput } from '#domain/errors.ts';
import type { Installation } from '../compose.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';

const grantable = ['hr', 'auditor', 'admin'] as const;
type Grantable = (typeof grantable)[number];

const who = {
  email: { type: 'positional', required: true, description: 'e-mail address of the person' },
  role: { type: 'positional', required: true, description: 'hr, auditor or admin' },
} as const;

function roleOf(word: string): Grantable {
  const role = grantable.find((candidate) => candidate === word);
  if (role === undefined)
    throw new UsageError(
      `${JSON.stringify(word)} is no access role that can be granted. Valid: ${grantable.join(', ')}.`,
    );
  return role;
}

async function personOf({ system }: Installation, email: string) {
  const person = await system.people.byEmail(email);
  if (person === null) throw invalidInput(`Nobody has the e-mail address ${email}.`, { email });
  return person;
}

export const accessList = defineCommand({
  summary: 'who is hr, auditor or admin',
  args: jsonArgument,
  examples: ['fairlead access list'],
  run: ({ json }, world) =>
    withInstallation(world, 'access list', async ({ system }) => {
      const grants = await system.grants.list();
      const people = new Map((await system.people.list()).map((person) => [person.id, person]));
      const rows = grants.map(({ person_id, role }) => ({
        role,
        name: people.get(person_id)?.name ?? null,
        email: people.get(person_id)?.email ?? null,
      }));
      if (json) world.print(JSON.stringify(rows));
      else if (rows.length === 0)
        world.print('Nobody yet. Give somebody a role: fairlead access grant EMAIL hr');
      else
        for (const row of rows)
          world.print(`${row.role.padEnd(8)} ${row.name ?? 'unknown'} <${row.email ?? ''}>`);
      return exit.done;
    }),
});

export const accessGrant = defineCommand({
  summary: 'gives somebody an access role',
  details:
    'Everybody is an employee, and whoever has reports is a manager: only hr, auditor and admin are granted.',
  args: who,
  examples: ['fairlead access grant ada@example.org hr'],
  run: ({ email, role }, world) => {
    const granted = roleOf(role);
    return withInstallation(world, 'access grant', async (installation) => {
      const person = await personOf(installation, email);
      await installation.operator.grants.give(person.id, granted);
      world.print(`${person.name} is ${granted}.`);
      return exit.done;
    });
  },
});

export const accessRevoke = defineCommand({
  summary: 'takes an access role back',
  args: who,
  examples: ['fairlead access revoke ada@example.org hr'],
  run: ({ email, role }, world) => {
    const revoked = roleOf(role);
    return withInstallation(world, 'access revoke', async (installation) => {
      const person = await personOf(installation, email);
      await installation.operator.grants.take(person.id, revoked);
      world.print(`${person.name} is no longer ${revoked}.`);
      return exit.done;
    });
  },
});
