import { invalidInput } from '#domain/errors.ts';
import type { Source } from '#domain/source.ts';
import type { ScopedStore } from '#store/ports.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';

/** At most so many are printed: a longer list is for the pages or `--json`. */
const MOST = 1000;

export const peopleUnmatched = defineCommand({
  summary: 'source accounts that belong to nobody yet',
  args: jsonArgument,
  examples: ['fairlead people unmatched'],
  run: ({ json }, world) =>
    withInstallation(world, 'people unmatched', async ({ system }) => {
      const { items } = await system.identities.unmatched({ limit: MOST });
      const sources = new Map((await system.sources.list()).map((source) => [source.id, source.name]));
      const names = await system.people.names(items.flatMap((item) => item.suggested_person_id ?? []));
      const rows = items.map((item) => ({
        source: sources.get(item.source_id) ?? item.source_id,
        account: item.account,
        display_name: item.display_name,
        email: item.email,
        suggestion: item.suggested_person_id === null ? null : (names.get(item.suggested_person_id) ?? null),
      }));
      if (json) world.print(JSON.stringify(rows));
      else if (rows.length === 0) world.print('Every account is joined to a person.');
      else {
        for (const row of rows) {
          const hint = row.suggestion === null ? '' : `  perhaps ${row.suggestion}`;
          world.print(`${row.source}  ${row.account}  ${row.display_name ?? ''}  ${row.email ?? ''}${hint}`);
        }
        world.print('Join one: fairlead people confirm --source NAME --account ID --email EMAIL');
      }
      return exit.done;
    }),
});

export const peopleConfirm = defineCommand({
  summary: 'joins a source account to a person',
  args: {
    source: { type: 'string', required: true, description: 'name of the source', valueHint: 'NAME' },
    account: { type: 'string', required: true, description: 'id of the account there', valueHint: 'ID' },
    email: {
      type: 'string',
      required: true,
      description: 'e-mail address of the person',
      valueHint: 'EMAIL',
    },
  },
  examples: [
    'fairlead people confirm --source jira --account 5b10a2844c20165700ede21g --email ada@example.org',
  ],
  run: ({ source: name, account, email }, world) =>
    withInstallation(world, 'people confirm', async ({ system, operator, derive, clock }) => {
      const source = await sourceNamed(system, name);
      const person = await system.people.byEmail(email);
      if (person === null) throw invalidInput(`Nobody has the e-mail address ${email}.`);
      await operator.identities.confirm(source.id, account, person.id);
      await derive.all(clock.today());
      world.print(`${account} of ${name} is ${person.name}. Its history counts for them.`);
      return exit.done;
    }),
});

async function sourceNamed(system: ScopedStore, name: string): Promise<Source> {
  const source = await system.sources.byName(name);
  if (source !== null) return source;
  const known = (await system.sources.list()).map((one) => one.name).join(', ');
  throw invalidInput(`There is no source ${name}. Sources: ${known || 'none'}.`);
}

export const peopleRelease = defineCommand({
  summary: 'takes a source account away from a person',
  details:
    'For an account that was taken for the wrong person. Its history counts for nobody until it is joined again with people confirm; no rule joins it by itself.',
  args: {
    source: { type: 'string', required: true, description: 'name of the source', valueHint: 'NAME' },
    account: { type: 'string', required: true, description: 'id of the account there', valueHint: 'ID' },
  },
  examples: ['fairlead people release --source jira --account 5b10a2844c20165700ede21g'],
  run: ({ source: name, account }, world) =>
    withInstallation(world, 'people release', async ({ system, operator, derive, clock }) => {
      const source = await sourceNamed(system, name);
      await operator.identities.release(source.id, account);
      await derive.all(clock.today());
      world.print(`${account} of ${name} belongs to nobody now. Its history counts for nobody.`);
      return exit.done;
    }),
});
