import { parseGoal } from '#agents/goals/parser.ts';
import { type GoldStatement, readGold } from '../goals/gold.ts';
import { scoreStatement } from '../goals/score.ts';
import { type Summary, summariesBy, summarise } from '../goals/summary.ts';
import { ownGoals } from '../suites/goals-extraction.ts';
import { type Bench, type BenchLine, median, millisecondsOf, turnAbout } from './bench.ts';

// The day that annotated due dates count from.
const TODAY = '2026-03-02';
const TURNS = 7;

const read = ({ id, text }: GoldStatement) =>
  parseGoal({ id, text, today: TODAY, fiscal_year_start_month: 1 });

const figuresOf = ({ exact_macro: _headline, ...figures }: Summary): Record<string, number> => ({
  ...figures,
});

const line = (name: string, summary: Summary, aim: BenchLine['aim']): BenchLine => ({
  name,
  ratio: summary.exact_macro,
  aim,
  reference: 'statements read exactly, mean of their kinds',
  figures: figuresOf(summary),
});

/** Time of reading against cutting the same texts into words, which is the least that any reader does. */
async function speed(statements: readonly GoldStatement[]): Promise<BenchLine> {
  const words = new Intl.Segmenter('en', { granularity: 'word' });
  const times = await turnAbout(
    TURNS,
    () => millisecondsOf(() => statements.map(read)),
    () => millisecondsOf(() => statements.map(({ text }) => [...words.segment(text)].length)),
  );
  const [reading, cutting] = [median(times.measured), median(times.reference)];
  return {
    name: 'goals speed',
    ratio: reading / cutting,
    aim: null,
    reference: 'the time in which Intl.Segmenter cuts the same statements into words',
    figures: {
      statements_per_second: (1000 * statements.length) / reading,
      milliseconds_per_statement: reading / statements.length,
    },
  };
}

/** How much of goals in plain words is read right, and how fast: of Fairlead's own statements, or of an annotated file. */
export const goalReading: Bench = {
  name: 'goals',
  async *run({ tell, data }) {
    const statements = data === null ? ownGoals() : readGold(data);
    tell(`goals: ${statements.length} statements of ${data ?? 'evals/cases/goals'}, counted from ${TODAY}`);
    const scored = statements.map((statement) => ({
      statement,
      score: scoreStatement(statement, read(statement)),
    }));
    yield line('goals', summarise(scored), { least: 0.7 });
    for (const { by, name, summary } of summariesBy(scored)) yield line(`goals ${by} ${name}`, summary, null);
    for (const { statement, score } of scored)
      if (!score.exact)
        tell(`  ${statement.id} ${statement.kind} ${statement.lang}: ${score.faults.join('; ')}`);
    yield await speed(statements);
  },
};
