import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
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
  /** Least weighted score of the whole case; null: every assertion that weighs must hold. */
  threshold: z.number().min(0).max(1).nullable().default(null),
  /** The first is the kind that rates are told by. */
  tags: z.array(z.string()).min(1),
  provenance: z.string(),
});
export type EvalCase = z.infer<typeof evalCase>;

const asJson = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidInput(`${where} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
};

/** @throws UserError naming the place and the first field that is wrong. */
function caseOf(value: unknown, where: string): EvalCase {
  const parsed = evalCase.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidInput(`${where} is no case: ${issue?.path.join('.')}: ${issue?.message}.`);
}

export const parseCase = (line: string, where: string): EvalCase => caseOf(asJson(line, where), where);

interface Placed {
  one: EvalCase;
  where: string;
}

const casesOfLines = (text: string, file: string): Placed[] =>
  text.split('\n').flatMap((line, index) => {
    const where = `${file}, line ${index + 1}`;
    return line.trim() === '' ? [] : [{ one: parseCase(line, where), where }];
  });

/** A YAML list of cases, each told by the line on which it begins. */
function casesOfYaml(text: string, file: string): Placed[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => `${file}, line ${lines.linePos(offset ?? 0).line}`;
  const [error] = document.errors;
  if (error !== undefined) throw invalidInput(`${lineAt(error.pos[0])} is not YAML: ${error.message}`);
  if (!isSeq(document.contents)) throw invalidInput(`${file}, line 1 is no list of cases.`);
  return document.contents.items.map((item) => {
    const where = lineAt(isNode(item) ? item.range?.[0] : undefined);
    return { one: caseOf(isNode(item) ? item.toJS(document) : item, where), where };
  });
}

const readers: Readonly<Record<string, (text: string, file: string) => Placed[]>> = {
  '.jsonl': casesOfLines,
  '.yaml': casesOfYaml,
  '.yml': casesOfYaml,
};

/** Cases of one file's text, by its ending. @throws UserError with file and line. */
export function parseCases(text: string, file: string): EvalCase[] {
  return read(text, file).map(({ one }) => one);
}

const read = (text: string, file: string): Placed[] => readers[path.extname(file)]?.(text, file) ?? [];

/**
 * The cases of a folder below `cases/`: one a line of each `.jsonl` file, one an entry of each `.yaml` file's list.
 * @throws UserError with file and line for one that isn't a case, and for an id that stands twice.
 */
export function readCases(folder: string): EvalCase[] {
  const place = new URL(`./cases/${folder}/`, import.meta.url);
  const files = readdirSync(fileURLToPath(place)).filter((name) => path.extname(name) in readers);
  const placed = files
    .sort()
    .flatMap((name) => read(readFileSync(new URL(name, place), 'utf8'), `cases/${folder}/${name}`));
  const seen = new Set<string>();
  for (const { one, where } of placed) {
    if (seen.has(one.id)) throw invalidInput(`${where}: the id ${one.id} stands twice.`);
    seen.add(one.id);
  }
  return placed.map(({ one }) => one);
}
