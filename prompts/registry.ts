import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';
import { sha256 } from '#domain/json.ts';
import { placeholdersOf, renderPrompt } from './render.ts';

const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/, 'AGENT/NAME'),
  version: z.int().positive(),
  /** All that the two parts ask for. */
  variables: z.array(z.string()),
  /** Name of the shape that the answer must have. */
  output: z.string().min(1),
});

export interface Prompt extends z.infer<typeof frontMatter> {
  /** `ID@VERSION`, as a draft records it. */
  name: string;
  /** SHA-256 of the file's text. */
  hash: string;
  system: string;
  user: string;
}

export interface RenderedPrompt {
  system: string;
  user: string;
}

export interface PromptRegistry {
  /** @throws SystemError `internal` when there is none of that name. */
  get(name: string): Prompt;
  all(): Prompt[];
}

const layout = /^---\n(?<head>[\s\S]*?)\n---\n+# System\n(?<system>[\s\S]*?)\n# User\n(?<user>[\s\S]*)$/;

const faulty = (file: string, fault: string) =>
  new SystemError('internal', `The prompt ${file} ${fault}.`, { file });

/** @throws SystemError `internal`, naming the file and what is wrong with it. */
export function parsePrompt(file: string, text: string): Prompt {
  const parts = layout.exec(text)?.groups;
  if (parts === undefined)
    throw faulty(file, 'is not front matter between lines of ---, then "# System", then "# User"');
  const head = frontMatter.safeParse(parse(parts.head ?? ''));
  if (!head.success) throw faulty(file, `has front matter that is not valid: ${z.prettifyError(head.error)}`);
  const { id, version, variables } = head.data;
  if (file !== `${id}.v${version}.md`) throw faulty(file, `says that it is ${id} version ${version}`);
  const [system, user] = [(parts.system ?? '').trim(), (parts.user ?? '').trim()];
  const used = placeholdersOf(`${system}\n${user}`);
  if (used.toSorted().join() !== variables.toSorted().join())
    throw faulty(file, `declares the variables ${variables.join(', ')} but uses ${used.join(', ')}`);
  return { ...head.data, name: `${id}@${version}`, hash: sha256(text), system, user };
}

/** Every prompt file below a folder, by `ID@VERSION`. Reads the files when called. */
export function makePromptRegistry(folder: string = import.meta.dirname): PromptRegistry {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.v\d+\.md$/.test(file))
    .sort();
  const prompts = new Map(
    files.map((file) => {
      const prompt = parsePrompt(
        file,
        readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n'),
      );
      return [prompt.name, prompt];
    }),
  );
  return {
    all: () => [...prompts.values()],
    get(name) {
      const prompt = prompts.get(name);
      if (prompt === undefined)
        throw new SystemError(
          'internal',
          `There is no prompt ${name}. There are: ${[...prompts.keys()].join(', ')}.`,
        );
      return prompt;
    },
  };
}

const partOf = (part: string, values: Readonly<Record<string, string>>): string => {
  const wanted = placeholdersOf(part);
  return renderPrompt(
    part,
    Object.fromEntries(Object.entries(values).filter(([name]) => wanted.includes(name))),
  );
};

/** Both parts of a prompt with exactly its variables filled in. @throws SystemError `internal` for one missing or unknown. */
export function fillPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): RenderedPrompt {
  const unknown = Object.keys(values).filter((name) => !prompt.variables.includes(name));
  if (unknown.length > 0)
    throw new SystemError(
      'internal',
      `${prompt.name} has no variable ${unknown.join(', ')}. Its variables: ${prompt.variables.join(', ')}.`,
    );
  return { system: partOf(prompt.system, values), user: partOf(prompt.user, values) };
}
