import { invalidInput } from '#domain/errors.ts';
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
    withInstallation(world, 'people confirm', async ({ system, operator }) => {
      const source = await system.sources.byName(name);
      if (source === null)
        throw invalidInput(
          `There is no source ${name}. Sources: ${(await system.sources.list()).map((one) => one.name).join(', ') || 'none'}.`,
        );
      const person = await system.people.byEmail(email);
      if (person === null) throw invalidInput(`Nobody has the e-mail address ${email}.`);
      await operator.identities.confirm(source.id, account, person.id);
      world.print(
        `${account} of ${name} is ${person.name}. Its history counts for them from the next cycle on.`,
      );
      return exit.done;
    }),
});
