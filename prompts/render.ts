import { SystemError } from '#domain/errors.ts';

/** `{{name}}`: lower-case letters, digits and underscores. */
const placeholder = /\{\{([a-z][a-z0-9_]*)\}\}/g;

const quoted = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** The variables that a text asks for, each once, in the order of appearance. */
export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].flatMap((match) => match[1] ?? [])),
];

/**
 * Fills a text in a single pass, by a function: what a value contains is never looked at again, so that somebody's
 * text can neither expand another placeholder nor a `$&` of `String.replace`.
 * @throws SystemError `internal` when the text asks for a value that isn't given, or a value is given that it doesn't ask for.
 */
export function renderPrompt(text: string, values: Readonly<Record<string, string>>): string {
  const wanted = placeholdersOf(text);
  const missing = wanted.filter((name) => !Object.hasOwn(values, name));
  if (missing.length > 0)
    throw new SystemError('internal', `The prompt asks for ${quoted(missing)}, which has no value.`, {
      missing,
    });
  const unknown = Object.keys(values).filter((name) => !wanted.includes(name));
  if (unknown.length > 0)
    throw new SystemError(
      'internal',
      `The prompt has no variable ${quoted(unknown)}. Its variables: ${quoted(wanted)}.`,
      { unknown },
    );
  return text.replace(placeholder, (_, name: string) => values[name] ?? '');
}
