import { executionState } from '#domain/action.ts';
import { invalidInput } from '#domain/errors.ts';
import { settlementOutcome } from '#domain/settlement.ts';
import type { Installation } from '../compose.ts';
import { settleAction } from '../execution.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';
import { printTable } from './table.ts';

const MOST_ROWS = 200;

function oneOf<Word extends string>(name: string, word: string, valid: readonly Word[]): Word {
  const found = valid.find((candidate) => candidate === word);
  if (found === undefined)
    throw new UsageError(`--${name} ${JSON.stringify(word)} is not valid. Valid: ${valid.join(', ')}.`);
  return found;
}

export const outboxList = defineCommand({
  summary: 'approved actions by their state; unknown ones wait for somebody to look',
  args: {
    state: {
      type: 'string',
      default: 'unknown',
      description: executionState.options.join(', '),
      valueHint: 'STATE',
    },
    ...jsonArgument,
  },
  examples: ['fairlead outbox list', 'fairlead outbox list --state queued'],
  run: ({ state, json }, world) => {
    const wanted = oneOf('state', state, executionState.options);
    return withInstallation(world, 'outbox list', async ({ system }) => {
      const rows = await system.outbox.list({ state: wanted, limit: MOST_ROWS });
      if (json) world.print(JSON.stringify(rows));
      else if (rows.length === 0)
        world.print(wanted === 'unknown' ? 'Nothing waits for somebody to look.' : `Nothing is ${wanted}.`);
      else
        printTable(
          [
            ['effect key', 'action', 'target', 'attempts', 'why'],
            ...rows.map(({ effect_key, action, attempts, reason }) => [
              effect_key,
              action.kind,
              'key' in action ? action.key : '',
              String(attempts),
              reason ?? '',
            ]),
          ],
          world.print,
        );
      return exit.done;
    });
  },
});

async function callerOf({ system, store }: Installation, email: string) {
  const person = await system.people.byEmail(email);
  if (person === null) throw invalidInput(`Nobody has the e-mail address ${email}.`, { email });
  const reader = await store.readerOf(person.id);
  if (reader === null) throw invalidInput(`${email} has left.`, { email });
  return { person, roles: reader.roles, reader, store: store.as(reader) };
}

export const outboxSettle = defineCommand({
  summary: 'says what became of an action whose answer was lost',
  details:
    'Look at the source first. it_happened: it counts as done. try_again: it is tried again under the same effect key, after another look. give_up: it is left undone. The word is that person’s, in the audit log too.',
  args: {
    key: { type: 'positional', required: true, description: 'effect key, as `outbox list` shows it' },
    as: { type: 'string', required: true, description: 'who says so', valueHint: 'EMAIL' },
    outcome: {
      type: 'string',
      required: true,
      description: settlementOutcome.options.join(', '),
      valueHint: 'OUTCOME',
    },
    note: { type: 'string', required: true, description: 'what was seen at the source', valueHint: 'TEXT' },
    ...jsonArgument,
  },
  examples: [
    'fairlead outbox settle fairlead:itv_1:1:act_1 --as ada@example.org --outcome it_happened --note "Bob has it in Jira."',
  ],
  run: ({ key, as, outcome, note, json }, world) => {
    const wanted = oneOf('outcome', outcome, settlementOutcome.options);
    return withInstallation(world, 'outbox settle', async (installation) => {
      const caller = await callerOf(installation, as);
      const settled = await settleAction(installation, caller, key, { outcome: wanted, note });
      if (json) world.print(JSON.stringify(settled));
      else world.print(`${key} is ${settled.execution.state}; its proposal is ${settled.state}.`);
      return exit.done;
    });
  },
});
