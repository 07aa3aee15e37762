import { summariseLedger } from '#analytics/ledger/summary.ts';
import type { KindSummary, LedgerEntry } from '#domain/ledger.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';
import { printTable } from './table.ts';

const NEWEST = 20;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const interval = (one: KindSummary['kept']): string =>
  one === null ? '–' : `${percent(one.mean)} (${percent(one.lower95)} to ${percent(one.upper95)})`;
const figure = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 10) / 10));
const words = (text: string): string => text.replaceAll('_', ' ');

const kindRow = (one: KindSummary): string[] => [
  words(one.kind),
  String(one.done),
  String(one.measured),
  String(one.helped),
  String(one.no_effect),
  String(one.worse),
  interval(one.kept),
  one.within === null ? '–' : `${one.within.hits} of ${one.within.n}`,
  one.not_done === 0 ? '–' : `${interval(one.kept_without)}, n ${one.not_done}`,
];

const entryRow = (one: LedgerEntry): string[] => [
  one.since,
  words(one.kind),
  one.group === 'done' ? '' : 'left alone',
  `${figure(one.before)} → ${figure(one.predicted)}`,
  figure(one.measured),
  one.comparison === null ? '–' : `${figure(one.comparison.expected)} (${words(one.comparison.basis)})`,
  words(one.verdict),
  one.title,
];

function printLedger(
  kinds: readonly KindSummary[],
  entries: readonly LedgerEntry[],
  print: (line: string) => void,
): void {
  if (entries.length === 0) {
    print('Nothing has been carried out yet, so there is nothing to measure.');
    return;
  }
  const heads = ['kind', 'done', 'measured', 'helped', 'no effect', 'worse'];
  printTable(
    [[...heads, 'of the promise', 'within interval', 'came by itself'], ...kinds.map(kindRow)],
    print,
  );
  print('');
  for (const one of kinds) print(`${words(one.kind)}: ${one.words}`);
  print('');
  printTable(
    [
      ['since', 'kind', '', 'promised', 'measured', 'without it', 'verdict', 'proposal'],
      ...entries.slice(0, NEWEST).map(entryRow),
    ],
    print,
  );
  if (entries.length > NEWEST) print(`… and ${entries.length - NEWEST} older ones: --json shows all.`);
}

export const outcomes = defineCommand({
  summary: 'what proposals promised, and what came of them',
  details:
    'Each proposal that was carried out is measured some weeks later against what it promised and against what came to comparable people for whom nothing was done. Rejected and expired ones are measured too: they show how much comes by itself. Shares of the promise: 100 % is as promised, 0 % no effect; intervals hold 95 %.',
  args: jsonArgument,
  examples: ['fairlead outcomes', 'fairlead outcomes --json'],
  run: ({ json }, world) =>
    withInstallation(world, 'outcomes', async ({ operator }) => {
      const entries = await operator.ledger.measured();
      const kinds = summariseLedger(entries);
      if (json) world.print(JSON.stringify({ kinds, entries }));
      else printLedger(kinds, entries, world.print);
      return exit.done;
    }),
});
