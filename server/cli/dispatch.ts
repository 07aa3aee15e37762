import { type ArgsDef, parseArgs } from 'citty';
import { EXIT_CONFIG } from '#domain/config.ts';
import { FairleadError } from '#domain/errors.ts';
import { version } from '../version.ts';
import { type AnyCommand, exit, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';
import type { World } from './world.ts';

const wantsHelp = (words: readonly string[]) => words.includes('--help') || words.includes('-h');

/** Runs one command line and resolves to its exit status. Never throws. */
export async function dispatch(words: readonly string[], world: World): Promise<number> {
  try {
    const [first] = words;
    if (first === '--version' || first === '-v') {
      world.print(version());
      return exit.done;
    }
    const found = findCommand(words);
    if (found === null) {
      const named = words.filter((word) => !word.startsWith('-'));
      const group = Object.keys(commands).filter(
        (name) => named.length === 0 || name.split(' ')[0] === named[0],
      );
      if ((named.length === 0 || group.length > 0) && (wantsHelp(words) || words.length === 0)) {
        world.print(helpOfAll(group.length > 0 ? group : Object.keys(commands)));
        return exit.done;
      }
      throw new UsageError(
        `There is no command ${JSON.stringify(named.slice(0, 2).join(' '))}. Commands: ${Object.keys(commands).join(', ')}.`,
      );
    }
    const command = await found.load();
    if (wantsHelp(found.rest)) {
      world.print(await helpOf(found.name, command));
      return exit.done;
    }
    // What `readArguments` gives fits this command's own definition: citty made it from there.
    return await command.run(readArguments(found.name, command, found.rest) as never, world);
  } catch (error) {
    return explain(error, world);
  } finally {
    world.progress(null);
  }
}

function findCommand(words: readonly string[]) {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const entry = commands[name];
    if (entry !== undefined) return { name, load: entry.load, rest: words.slice(length) };
  }
  return null;
}

const spellings = (args: ArgsDef): Map<string, ArgsDef[string]> =>
  new Map(
    Object.entries(args).flatMap(([name, definition]) => [
      [`--${name}`, definition] as const,
      ...(definition.type === 'boolean' ? [[`--no-${name}`, definition] as const] : []),
    ]),
  );

/** Strict where the parser is lenient: an unknown option, a missing value or a word too many is a wrong call. */
function readArguments(name: string, command: AnyCommand, words: readonly string[]) {
  const known = spellings(command.args);
  const positionals = Object.values(command.args).filter(
    (definition) => definition.type === 'positional',
  ).length;
  let free = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') {
      free += 1;
      continue;
    }
    const [option = '', ...value] = word.split('=');
    const definition = known.get(option);
    if (definition === undefined) {
      const valid = [...known.keys(), '--help'].join(', ');
      throw new UsageError(`fairlead ${name} has no option ${option}. Options: ${valid}.`);
    }
    if (definition.type === 'boolean' || value.length > 0) continue;
    index += 1;
    if (words[index] === undefined) throw new UsageError(`${option} needs a value.`);
  }
  if (free > positionals)
    throw new UsageError(`fairlead ${name} takes ${positionals} argument(s), not ${free}.`);
  try {
    return parseArgs([...words], command.args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: unknown, world: World): number {
  world.progress(null);
  if (error instanceof UsageError) {
    world.tell(`${error.message}\nSee: fairlead --help`);
    return exit.usage;
  }
  if (error instanceof FairleadError) {
    world.tell(error.message);
    return error.code === 'config-invalid' && 'variable' in error.details ? EXIT_CONFIG : exit.failure;
  }
  if (world.signal.aborted) {
    world.tell('Stopped.');
    return exit.failure;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    const fault = { ENOENT: 'does not exist', EACCES: 'may not be read or written', EISDIR: 'is a folder' }[
      code
    ];
    world.tell(`${path ?? 'A file'} ${fault}.`);
    return exit.failure;
  }
  world.tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exit.failure;
}
