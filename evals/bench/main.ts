import { parseArgs } from 'node:util';
import { assigning, assigningAtScale } from './assigning.ts';
import { aimMet, type Bench, type BenchLine, type BenchOptions } from './bench.ts';
import { cycleOverhead } from './cycle-overhead.ts';
import { finding } from './finding.ts';
import { forecasting } from './forecasting.ts';
import { goalReading } from './goal-reading.ts';
import { observations } from './observations.ts';
import { recordStoring } from './record-storing.ts';
import { syncing } from './syncing.ts';

const benches: readonly Bench[] = [
  cycleOverhead,
  recordStoring,
  observations,
  forecasting,
  finding,
  goalReading,
  assigning,
  assigningAtScale,
  syncing,
];
const names = benches.map((bench) => bench.name).join(', ');

const usage = `npm run bench -- [--only NAME] [--postgres URL] [--data PATH] [--seconds S] [--json]
Benchmarks: ${names}. Each prints a ratio against a reference measured in the same run.
--postgres  also measures on this server; databases are made on it and dropped (npm run bench -- --postgres "$TEST_DATABASE_URL");
            syncing uses the tests' database instead: FAIRLEAD_TEST_DATABASE=postgres and TEST_DATABASE_URL
--data      for goals: a file of annotated statements, JSON Lines, in place of Fairlead's own
            for syncing: how many times the sixty people of the company, and of how many weeks (1x26; 17x52 is
            a thousand people and a year)
            for assignment: a folder of instances, files of {id, best_known, problem}; without it that one is left out
--seconds   for assignment and assignment-scale: the limit for each problem (by default 10 and 30)
--json      one line of JSON a ratio, with the figures behind it`;

const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

function sentence(line: BenchLine): string {
  const met = aimMet(line);
  const aim =
    line.aim === null ? '' : 'most' in line.aim ? ` (aim ≤ ${line.aim.most})` : ` (aim ≥ ${line.aim.least})`;
  const figures = Object.entries(line.figures).map(([name, value]) => `${name} ${rounded(value)}`);
  const mark = met === null ? '' : met ? ', met' : ', NOT met';
  return `${line.name}: ${line.ratio.toFixed(2)} of ${line.reference}${aim}${mark}; ${figures.join(', ')}`;
}

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      postgres: { type: 'string' },
      data: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  if (values.help === true) {
    print(usage);
    return 0;
  }
  const wanted = benches.filter((bench) => values.only === undefined || bench.name === values.only);
  if (wanted.length === 0) {
    tell(`There is no benchmark ${JSON.stringify(values.only)}. Benchmarks: ${names}.`);
    return 2;
  }
  const options: BenchOptions = {
    postgres_url: values.postgres ?? null,
    data: values.data ?? null,
    seconds: values.seconds === undefined ? null : Number(values.seconds),
    tell,
  };
  for (const bench of wanted)
    for await (const line of bench.run(options))
      print(values.json === true ? JSON.stringify({ ...line, met: aimMet(line) }) : sentence(line));
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});
