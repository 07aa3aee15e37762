import { defineCommand, exit } from '#server/cli/command.ts';
import { suites } from './suites/all.ts';

export const evalsSuites = defineCommand({
  summary: 'the evaluation suites that there are',
  args: { json: { type: 'boolean', description: 'the result as JSON' } },
  examples: ['fairlead evals suites'],
  async run({ json }, world) {
    const list = suites.map(({ name, describes, floor }) => ({ name, describes, floor }));
    if (json) world.print(JSON.stringify(list));
    else
      for (const { name, describes, floor } of list)
        world.print(`${name} (floor ${100 * floor} %): ${describes}`);
    return exit.done;
  },
});
