import { stripVTControlCharacters } from 'node:util';
import { defineCommand as cittyCommand, renderUsage } from 'citty';
import type { AnyCommand } from './command.ts';
import { commands } from './commands.ts';

/** The help page of one command. */
export async function helpOf(name: string, command: AnyCommand): Promise<string> {
  const shown = cittyCommand({
    meta: { name: `fairlead ${name}`, description: command.summary },
    args: { ...command.args, help: { type: 'boolean', description: 'this page' } },
  });
  const usage = stripVTControlCharacters(await renderUsage(shown)).replace(/^.*\n/, `${command.summary}\n`);
  const details = command.details === undefined ? '' : `\n${command.details.trim()}\n`;
  return `${usage.trimEnd()}\n${details}\nEXAMPLES\n\n${command.examples.map((line) => `  ${line}`).join('\n')}`;
}

/** What there is, a line each. */
export function helpOfAll(names: readonly string[]): string {
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${commands[name]?.summary ?? ''}`);
  return [
    'Fairlead: performance management that shows its evidence',
    '',
    'USAGE  fairlead COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'fairlead COMMAND --help tells more of one. Settings: see .env.example.',
    'Exit: 0 done, 1 failure, 2 wrong usage, 78 a wrong setting, 100 a gate of evals is not met.',
  ].join('\n');
}
