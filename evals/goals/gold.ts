import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { clarifiable, kpiSpec, relativeChange } from '#domain/goal.ts';

const numbers = z.array(z.number().nullable()).default([]);
const words = z.array(z.string().nullable()).default([]);
const pair = z.tuple([z.number(), z.number()]);

/** A KPI as an annotator wrote it, with the other readings that are right too (`…_ok`). */
export const goldKpi = kpiSpec.extend({
  // Annotators leave it out where there is no range.
  target_range: pair.nullable().default(null),
  direction_ok: words,
  comparator_ok: words,
  target_ok: numbers,
  baseline_ok: numbers,
  target_range_ok: z.array(pair).default([]),
  relative_ok: z.array(relativeChange.nullable()).default([]),
  unit_ok: words,
  window_ok: words,
  due_iso_ok: words,
  due_ok_null: z.boolean().default(false),
  baseline_unit: z.string().nullable().default(null),
  /** Neither its presence nor its absence counts. */
  optional: z.boolean().default(false),
});
export type GoldKpi = z.infer<typeof goldKpi>;

/** One statement of a goal with what it says. Kinds: a complete, b partial, c no figure, d vague, e compound, f standing. */
export const goldStatement = z.object({
  id: z.string().min(1),
  text: z.string(),
  lang: z.string().default('en'),
  kind: z.string(),
  source: z.string().default('unknown'),
  function: z.string().optional(),
  kpis: z.array(goldKpi),
  needs_clarification: z.array(clarifiable),
  subkind: z.string().optional(),
  accept_direction_only: z.union([z.boolean(), z.string()]).optional(),
});
export type GoldStatement = z.infer<typeof goldStatement>;

/** The statements of a JSON Lines file. @throws UserError with file and line for one that is none. */
export function readGold(path: string | URL): GoldStatement[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const read = goldStatement.safeParse(JSON.parse(line));
      if (!read.success)
        throw invalidInput(`${path}, line ${index + 1} is no annotated goal: ${z.prettifyError(read.error)}`);
      return [read.data];
    });
}
