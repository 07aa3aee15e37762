import { z } from 'zod';
import { parseGoal } from '#agents/goals/parser.ts';
import { type EvalCase, readCases } from '../case.ts';
import { type GoldStatement, goldKpi, goldStatement } from '../goals/gold.ts';
import { scoreStatement } from '../goals/score.ts';
import type { Suite } from '../runner.ts';

const vars = z.object({ text: z.string(), lang: z.string(), source: z.string(), today: z.string() });
const gold = z.object({ kpis: z.array(goldKpi), needs_clarification: z.array(z.string()) });

/** A case as an annotated statement. */
function statementOf(one: EvalCase): GoldStatement & { today: string } {
  const { today, ...said } = vars.parse(one.vars);
  const wanted = gold.parse(one.assert.find(({ type }) => type === 'reads-as')?.value);
  const kind = one.tags[0] ?? 'b';
  const statement = goldStatement.parse({ ...said, ...wanted, id: one.id, kind, subkind: one.tags[1] });
  return { ...statement, today };
}

/** Fairlead's own statements of goals, each annotated before it was first read by the parser. */
export const ownGoals = (): GoldStatement[] => readCases('goals').map(statementOf);

const NAMES: Record<string, string> = {
  a: 'complete',
  b: 'partial',
  c: 'no figure',
  d: 'vague',
  e: 'compound',
  f: 'standing',
};

export const goalsExtraction: Suite = {
  name: 'goals-extraction',
  describes:
    'Goals in plain words become the KPIs that they state, in eight languages, and no number besides.',
  // Issue 3 asks for 0.70 on statements never seen; these have been.
  floor: 0.85,
  zero_tolerance: ['invented-number'],
  async run(runner) {
    for (const one of readCases('goals')) {
      const { today, ...statement } = statementOf(one);
      const what = {
        kind: NAMES[statement.kind] ?? statement.kind,
        description: one.description,
        input: statement.text,
      };
      const read = parseGoal({ id: one.id, text: statement.text, today, fiscal_year_start_month: 1 });
      const { faults, invented } = scoreStatement(statement, read);
      const output = JSON.stringify({ kpis: read.kpis, needs_clarification: read.needs_clarification });
      await runner.check(one.id, what, () => ({ reasons: faults, output }));
      await runner.check(`${one.id}/numbers`, { ...what, kind: 'invented-number' }, () => ({
        reasons:
          invented === 0 ? [] : [`${invented} of its numbers are no target or baseline of the statement`],
        output,
      }));
    }
  },
};
