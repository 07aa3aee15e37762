import { currentBacktest, makeBacktest } from '#agents/cycle/backtests.ts';
import type { BacktestReport, DetectorTest } from '#domain/detector.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';
import { printTable } from './table.ts';

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${Math.round(100 * share)} %`;

const withEnds = (one: DetectorTest['precision']): string =>
  one === null
    ? '–'
    : `${percent(one.value)} (${Math.round(100 * one.lower80)}–${Math.round(100 * one.upper80)})`;

const decimals = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

const heads = [
  'detector',
  'cases',
  'spoke',
  'base rate',
  'precision',
  'recall',
  'Brier',
  'of base rate',
  'here',
];

const rowOf = (test: DetectorTest): string[] => [
  test.detector,
  String(test.cases),
  String(test.spoke),
  percent(test.base_rate),
  withEnds(test.precision),
  withEnds(test.recall),
  decimals(test.brier),
  decimals(test.brier_base),
  test.verdict,
];

function printReport(report: BacktestReport, print: (line: string) => void): void {
  print(
    `Detectors walked back over ${report.weeks} past weeks of ${report.people} people${report.people < report.people_of ? ` (of ${report.people_of})` : ''}, as of ${report.as_of}. Intervals hold 80 %.\n`,
  );
  printTable([heads, ...report.tests.map(rowOf)], print);
  print('');
  for (const { detector, outcome, why } of report.tests)
    print(outcome === why ? `${detector}: ${why}` : `${detector}: right where: ${outcome} ${why}`);
}

export const detectors = defineCommand({
  summary: 'how far the signs that are looked for can be trusted here, by the past',
  details:
    'Looks at past weeks by what was known then, and at what came. A detector that is no better than the base rate stays silent; with too few cases it speaks with a mark. Cycles do this once a week.',
  args: {
    fresh: { type: 'boolean', description: 'walk again, however new the last walk is' },
    ...jsonArgument,
  },
  examples: ['fairlead detectors', 'fairlead detectors --json'],
  run: ({ fresh, json }, world) =>
    withInstallation(world, 'detectors', async ({ system, clock }) => {
      world.progress('walking back over past weeks');
      const today = clock.today();
      const report = fresh ? await makeBacktest(system, today) : await currentBacktest(system, today);
      if (fresh) await system.backtests.save(report);
      world.progress(null);
      if (json) world.print(JSON.stringify(report));
      else printReport(report, world.print);
      return exit.done;
    }),
});
