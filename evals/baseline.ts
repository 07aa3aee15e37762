import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { type RunResult, runResult } from './result.ts';

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
export const readComparable = (file: string): Promise<Comparable> =>
  readAs(file, comparable, 'results.json or baseline of an evaluation');

/** With all texts of its cases. @throws UserError where the file holds less. */
export const readRun = (file: string): Promise<RunResult> =>
  readAs(file, runResult, 'whole results.json of an evaluation');

async function readAs<Read>(file: string, schema: z.ZodType<Read>, what: string): Promise<Read> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw invalidInput(`${file} cannot be read: ${error.message}`, { file });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidInput(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidInput(`${file} is no ${what}: ${issue?.path.join('.')}: ${issue?.message}.`);
}
