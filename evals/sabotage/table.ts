import type { Writer } from '#domain/writer.ts';
import { loadCompany } from '../company/simulated.ts';
import { runSuite, type Suite } from '../runner.ts';
import { makeCompanySuite } from '../suites/company.ts';
import { abstention, drafting } from '../suites/drafting.ts';
import { makeFairnessSuite } from '../suites/fairness.ts';
import { makeInjectionSuite } from '../suites/injection.ts';
import { type Sabotage, sabotages, unspoilt } from './writers.ts';

/** How a suite took a writer. */
export interface Cell {
  suite: string;
  met: boolean;
  failed: number;
  total: number;
  /** Kinds of case that failed. */
  kinds: string[];
}

export interface Row {
  does: string;
  cells: Cell[];
  /** Whether every suite that must catch it did, by the kind of case that must fail; of the unspoilt: whether all let it through. */
  right: boolean;
}

/** Two teams are enough to tell, and quick. */
const teams = ({ name }: { name: string }) => ['Support', 'Sales'].some((word) => name.includes(word));

/** The suites that judge a writer. The others judge what no writer has a hand in. */
export async function writerSuites(): Promise<Suite[]> {
  const tables = await loadCompany();
  const load = async () => structuredClone(tables);
  return [
    makeCompanySuite(teams, load),
    drafting,
    abstention,
    makeFairnessSuite(teams, load),
    makeInjectionSuite({ puppet: false }),
  ];
}

export async function cellOf(suite: Suite, writer: Writer, signal: AbortSignal): Promise<Cell> {
  const { met, cases } = await runSuite(suite, { writer, repeat: 1, signal });
  const failed = cases.filter(({ passed }) => !passed);
  return {
    suite: suite.name,
    met,
    failed: failed.length,
    total: cases.length,
    kinds: [...new Set(failed.map(({ kind }) => kind))].sort(),
  };
}

const isCaught = (cells: readonly Cell[], { caught_by }: Sabotage): boolean =>
  Object.entries(caught_by).every(([suite, kind]) =>
    cells.some((cell) => cell.suite === suite && !cell.met && cell.kinds.includes(kind)),
  );

/** Every sabotage against every suite that judges a writer, the unspoilt writer first. */
export async function sabotageTable(signal: AbortSignal, told: (line: string) => void): Promise<Row[]> {
  const suites = await writerSuites();
  const rows: Row[] = [];
  const cells = async (writer: Writer) => {
    const row: Cell[] = [];
    for (const suite of suites) {
      told(`${writer.name}: ${suite.name}`);
      row.push(await cellOf(suite, writer, signal));
    }
    return row;
  };
  const sound = await cells(unspoilt);
  rows.push({ does: 'nothing wrong', cells: sound, right: sound.every(({ met }) => met) });
  for (const sabotage of sabotages) {
    const row = await cells(sabotage.make());
    rows.push({ does: sabotage.does, cells: row, right: isCaught(row, sabotage) });
  }
  return rows;
}
