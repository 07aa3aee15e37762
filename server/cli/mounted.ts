import { existsSync } from 'node:fs';
import { SystemError } from '#domain/errors.ts';
import type { AnyCommand } from './command.ts';

/**
 * A command of a room that stands above this one and imports it (`evals/`). It is found by its address: nothing here
 * depends on it, and an installation without it works.
 */
export async function mounted(file: string, name: string): Promise<AnyCommand> {
  const address = new URL(`../../${file}`, import.meta.url);
  if (!existsSync(address)) throw new SystemError('internal', `${file} is not part of this installation.`);
  const found = (await import(address.href)) as Record<string, AnyCommand>;
  const command = found[name];
  if (command === undefined) throw new SystemError('internal', `${file} has no command ${name}.`);
  return command;
}
