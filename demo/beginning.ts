import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type IsoDate, isoDate } from '#domain/date.ts';
import { SystemError } from '#domain/errors.ts';

/** Grows when the same seed and anchor would give another company: what was decided in the old one no longer fits. */
export const COMPANY_VERSION = 2;

const beginningSchema = z.object({ company_version: z.int(), anchor: isoDate, seed: z.string().min(1) });
export type Beginning = z.infer<typeof beginningSchema>;

export const DEFAULT_SEED = '3';

function readBeginning(file: string): Beginning | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const parsed = beginningSchema.safeParse(tryJson(text));
  const wrong = !parsed.success ? 'cannot be read' : `is of version ${parsed.data.company_version}`;
  if (!parsed.success || parsed.data.company_version !== COMPANY_VERSION) {
    const message = `${file} ${wrong}; this Fairlead simulates version ${COMPANY_VERSION}. Remove the data folder, or start with --no-demo.`;
    throw new SystemError('internal', message, { file });
  }
  return parsed.data;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Written beside and renamed into place, so that a kill leaves the whole file or none. */
function writeBeginning(file: string, beginning: Beginning): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w');
  writeSync(descriptor, JSON.stringify(beginning));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}

/**
 * The anchor and seed chosen at the first start in this folder; a start on a later day finds the same history.
 * @throws SystemError `internal` where the folder holds a company of another version.
 */
export function rememberBeginning(
  folder: string,
  first: { today: IsoDate; seed: string | undefined },
): Beginning {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'company.json');
  const known = readBeginning(file);
  if (known !== null) return known;
  const beginning = {
    company_version: COMPANY_VERSION,
    anchor: first.today,
    seed: first.seed ?? DEFAULT_SEED,
  };
  writeBeginning(file, beginning);
  return beginning;
}
