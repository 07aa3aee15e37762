import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import type { RunResult } from './result.ts';

/** As much of a run as another is compared with. A whole results.json holds it. */
export const comparable = z.object({
  writer: z.string(),
  version: z.string(),
  suites: z.array(
    z.object({
      suite: z.string(),
      rate: z.number(),
      cases: z.array(z.object({ id: z.string(), passed: z.boolean() })),
    }),
  ),
});
export type Comparable = z.infer<typeof comparable>;

/** For a file that is committed: a case a line, no texts, no times. */
export const baselineText = (run: RunResult): string =>
  `${JSON.stringify(comparable.parse(run)).replaceAll('},{', '},\n{')}\n`;

/** A baseline or a results.json. @throws UserError where the file is neither. */
export async function readComparable(file: string): Promise<Comparable> {
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidInput(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = comparable.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidInput(
    `${file} is no results.json or baseline of an evaluation: ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}
