/** One measured ratio: what was measured against its reference, both in this run, so that the machine's speed falls out. */
export interface BenchLine {
  name: string;
  ratio: number;
  /** What the ratio is meant to be; null: told, not aimed at. Never asserted in a test: machines share their cores. */
  aim: { most: number } | { least: number } | null;
  /** What the ratio is against, in words. */
  reference: string;
  /** Numbers behind it, units in their names. */
  figures: Record<string, number>;
}

export interface BenchOptions {
  /** A PostgreSQL on which databases may be made and dropped; null: the embedded database alone. */
  postgres_url: string | null;
  /** Seconds for each instance, where a benchmark works against a limit; null: its own choice. */
  seconds: number | null;
  /** A file or folder to measure with, or a size, for a benchmark that takes one; null: its own choice. */
  data: string | null;
  /** News for whoever waits. */
  tell(line: string): void;
}

export interface Bench {
  name: string;
  /** Each line as soon as it is measured: what fails later takes nothing back. */
  run(options: BenchOptions): AsyncIterable<BenchLine>;
}

export const aimMet = ({ ratio, aim }: BenchLine): boolean | null =>
  aim === null ? null : 'most' in aim ? ratio <= aim.most : ratio >= aim.least;

/** The middle of the sorted values; of an even number the mean of both in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
}

/** Milliseconds of the work. */
export async function millisecondsOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * Times two pieces of work turn about, after one turn of each that isn't counted: what disturbs the machine disturbs both.
 * @returns milliseconds of each turn
 */
export async function turnAbout(
  turns: number,
  measured: (turn: number) => Promise<number>,
  reference: (turn: number) => Promise<number>,
): Promise<{ measured: number[]; reference: number[] }> {
  const times: { measured: number[]; reference: number[] } = { measured: [], reference: [] };
  for (let turn = 0; turn <= turns; turn += 1) {
    const [first, second] = [await reference(turn), await measured(turn)];
    if (turn === 0) continue;
    times.reference.push(first);
    times.measured.push(second);
  }
  return times;
}
