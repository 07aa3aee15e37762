import type { ArgsDef, ParsedArgs } from 'citty';
import type { World } from './world.ts';

/** What a command exits with: contract section 3. */
export const exit = { done: 0, failure: 1, usage: 2, gate: 100 } as const;

export interface Command<Args extends ArgsDef = ArgsDef> {
  summary: string;
  /** Further paragraphs of `--help`. */
  details?: string;
  args: Args;
  /** Whole command lines that work as they stand. */
  examples: string[];
  /** Resolves to the exit status. */
  run(args: ParsedArgs<Args>, world: World): Promise<number>;
}

/** A command whose arguments' types are known to itself alone. */
export interface AnyCommand extends Omit<Command, 'run'> {
  run(args: never, world: World): Promise<number>;
}

/** Keeps the types of the arguments. */
export const defineCommand = <const Args extends ArgsDef>(command: Command<Args>): Command<Args> => command;

/** A wrong call: exit 2. */
export class UsageError extends Error {}
