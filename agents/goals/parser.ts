import { z } from 'zod';
import { isoDate } from '#domain/date.ts';
import { invalidInput } from '#domain/errors.ts';
import type { ParsedGoal } from '#domain/goal.ts';
import { splitClauses } from './clauses.ts';
import type { ClauseResult, KpiDraft } from './drafts.ts';
import { readClause } from './kpis.ts';
import { type Lexeme, lex } from './lexer.ts';
import { objectiveOf } from './objective.ts';
import { statedNumbers, withoutUnstated } from './provenance.ts';
import { missingFields, questionsFor } from './questions.ts';
import { type Reading, readingOf } from './reading.ts';

export const WRITER = 'offline@1';
// A goal has a handful; more come from pasted documents, and nobody could confirm them one by one.
const MOST_KPIS = 40;

export interface GoalInput {
  id: string;
  text: string;
  /** ISO day that relative dates are counted from. */
  today: string;
  /** 1–12. */
  fiscal_year_start_month: number;
}

export interface ParseOptions {
  today: string;
  fiscal_year_start_month: number;
}

const parseOptions = z.object({
  today: isoDate,
  fiscal_year_start_month: z.int().min(1).max(12),
});

const goalLine = z.object({ id: z.string().min(1), text: z.string() });

/** "… to 45 by Q3, with participation above 80%": what a sentence adds by "with" is due when its main clause is. */
function shareAcrossWith(results: readonly ClauseResult[]): void {
  let running: ClauseResult['due'] = null;
  for (const { kpis, due, joined, continues } of results) {
    if (!joined && !(continues && running?.leading === true)) running = null;
    running = due ?? running;
    if (running === null || due !== null) continue;
    for (const { kpi } of kpis) if (kpi.due === null) [kpi.due, kpi.due_iso] = [running.due, running.due_iso];
  }
}

function shareDue(results: readonly ClauseResult[]): void {
  const trailing = results.at(-1)?.due ?? null;
  const leading = results.find((result) => result.kpis.length === 0 && result.due !== null)?.due ?? null;
  const shared = trailing ?? leading;
  shareAcrossWith(results);
  if (shared === null) return;
  for (const { kpi, standing, held } of results.flatMap((result) => result.kpis)) {
    if (kpi.due !== null || (standing && held && results.length > 1)) continue;
    kpi.due = shared.due;
    kpi.due_iso = shared.due_iso;
  }
}

/** What a clause lends its successor: its own metric and verb, else those that it was lent itself. */
const lentBy = (result: ClauseResult, before: ClauseResult | null, continues: boolean): ClauseResult => ({
  ...result,
  metric: result.metric || (before?.metric ?? ''),
  verb: result.verb ?? (continues ? (before?.verb ?? null) : null),
});

function collect(
  reading: Reading,
  lexemes: readonly Lexeme[],
): { results: ClauseResult[]; drafts: KpiDraft[] } {
  const results: ClauseResult[] = [];
  let previous: ClauseResult | null = null;
  let total = 0;
  for (const clause of splitClauses(reading, lexemes)) {
    const joined =
      clause.continues &&
      (clause.separator === 'with' || (clause.separator === 'and' && results.at(-1)?.joined === true));
    const result = { ...readClause(reading, clause, previous), joined, continues: clause.continues };
    // "Improve reviews so that 90% …": the first half tells why, the second what.
    const reason = clause.separator === 'that' && result.kpis.some((draft) => draft.stated);
    if (reason && results.at(-1)?.kpis.every((draft) => !draft.stated)) results.pop();
    previous = lentBy(result, previous, clause.continues);
    total += result.kpis.length;
    results.push(result);
    if (total >= MOST_KPIS) break;
  }
  shareDue(results);
  const all = results.flatMap((result) => result.kpis).slice(0, MOST_KPIS);
  const withoutActivities = all.filter((draft) => !draft.activity);
  const kept = withoutActivities.length > 0 ? withoutActivities : all;
  const firm = kept.filter((draft) => !draft.loose);
  const drafts = firm.length > 0 ? firm : kept;
  const anyStated = drafts.some((draft) => draft.stated);
  return {
    results,
    drafts: anyStated
      ? drafts.filter((draft) => draft.stated || draft.placeholder || !draft.unmeasured)
      : drafts,
  };
}

/**
 * Reads a goal said in plain words as measurable results (contract 4.1). Pure, linear in the text's length, throws
 * on no text whatever. Numbers and dates come from the text alone.
 */
export function parseGoal({ id, text, today, fiscal_year_start_month }: GoalInput): ParsedGoal {
  const reading = readingOf(text, { today, fiscal_year_start_month });
  const lexemes = lex(reading);
  const { results, drafts: read } = collect(reading, lexemes);
  const stated = statedNumbers(reading, lexemes);
  const drafts = read.map((draft) => withoutUnstated(draft, stated));
  const due = results.find((result) => result.due !== null)?.due ?? null;
  const milestone = drafts.length === 0 && due?.due_iso != null;
  const fields = missingFields(drafts, milestone);
  return {
    id,
    text,
    objective: objectiveOf(reading, lexemes, drafts, stated),
    measurable: drafts.length > 0,
    kpis: drafts.map((draft) => draft.kpi),
    needs_clarification: fields,
    questions: questionsFor(fields, drafts),
    writer: WRITER,
  };
}

/** One line of `goals parse`: checks what came in, and says which field is wrong. */
export function parseGoalLine(input: unknown, options: ParseOptions): ParsedGoal {
  const settings = parseOptions.safeParse(options);
  if (!settings.success)
    throw invalidInput(`The options of a goal's parsing are wrong: ${z.prettifyError(settings.error)}`);
  const line = goalLine.safeParse(input);
  if (!line.success)
    throw invalidInput(`A goal is {"id": "g1", "text": "…"}: ${z.prettifyError(line.error)}`, {
      issues: line.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
    });
  return parseGoal({ ...line.data, ...settings.data });
}
