import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';

/** What must hold of a case's output, in the field's usual words. */
export const assertion = z.object({
  type: z.string(),
  value: z.unknown().optional(),
  /** Least score that passes, 0 to 1. */
  threshold: z.number().min(0).max(1).default(1),
  /** 0: told in the report, never a failure. */
  weight: z.number().min(0).default(1),
  metric: z.string().nullable().default(null),
});
export type Assertion = z.infer<typeof assertion>;

const evalCase = z.object({
  id: z.string().min(1),
  description: z.string(),
  vars: z.record(z.string(), z.unknown()),
  assert: z.array(assertion).min(1),
  /** The first is the kind that rates are told by. */
  tags: z.array(z.string()).min(1),
  provenance: z.string(),
});
export type EvalCase = z.infer<typeof evalCase>;

/**
 * The cases of a folder below `cases/`, one a line of each of its `.jsonl` files.
 * @throws UserError with file and line for one that isn't a case, and for an id that stands twice.
 */
export function readCases(folder: string): EvalCase[] {
  const place = new URL(`./cases/${folder}/`, import.meta.url);
  const files = readdirSync(fileURLToPath(place)).filter((name) => name.endsWith('.jsonl'));
  const seen = new Set<string>();
  return files.sort().flatMap((name) =>
    readFileSync(new URL(name, place), 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        if (line.trim() === '') return [];
        const where = `cases/${folder}/${name}, line ${index + 1}`;
        const read = parseCase(line, where);
        if (seen.has(read.id)) throw invalidInput(`${where}: the id ${read.id} stands twice.`);
        seen.add(read.id);
        return [read];
      }),
  );
}

export function parseCase(line: string, where: string): EvalCase {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw invalidInput(`${where} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = evalCase.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidInput(`${where} is no case: ${issue?.path.join('.')}: ${issue?.message}.`);
}
