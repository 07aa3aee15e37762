import { useMemo } from 'react';
import type { Indicator } from '../answers.ts';
import { flagWords, indicatorPoints, sourceWords } from './series-words.ts';
import { type Column, TableView } from './table-view.tsx';
import { day, figure, percent } from './words.ts';

interface Week {
  from: string;
  kind: 'observed' | 'forecast';
  value: number | null;
  low: number | null;
  high: number | null;
  n: number | null;
  coverage: number | null;
  flags: string;
}

function weeksOf(indicator: Indicator): Week[] {
  const observed = indicator.observations.map(
    ({ period, value, n, coverage, flags }): Week => ({
      from: period.from,
      kind: 'observed',
      value,
      low: null,
      high: null,
      n,
      coverage,
      flags: flags.map((flag) => flagWords[flag] ?? flag).join(', '),
    }),
  );
  const forecast = indicatorPoints(indicator).ahead.map(
    (point): Week => ({ ...point, kind: 'forecast', n: null, coverage: null, flags: '' }),
  );
  return [...observed, ...forecast].reverse();
}

const shown = (value: number | null) => (value === null ? '–' : figure(value));

const columnsOf = (indicator: Indicator): Column<Week>[] => [
  { head: 'Week of', kind: 'nowrap', text: ({ from }) => from, cell: ({ from }) => day(from) },
  { head: 'Is', text: ({ kind }) => kind },
  {
    head: `Value, ${indicator.definition.unit}`,
    kind: 'number',
    text: ({ value }) => value,
    cell: ({ value, kind }) => (kind === 'forecast' ? `≈ ${shown(value)}` : shown(value)),
  },
  {
    head: 'Four in five between',
    kind: 'number',
    text: ({ low, high }) => (low === null ? null : `${shown(low)} to ${shown(high)}`),
  },
  { head: 'n', kind: 'number', text: ({ n }) => n },
  {
    head: 'Covered',
    kind: 'number',
    text: ({ coverage }) => coverage,
    cell: ({ coverage }) => (coverage === null ? '–' : percent(coverage)),
  },
  {
    head: 'Remarks',
    text: ({ flags }) => flags,
    cell: ({ flags }) => <span className="quiet">{flags}</span>,
  },
  { head: 'Source', text: () => sourceWords(indicator), csvOnly: true },
];

/** The weeks of an indicator as figures, the newest first; its CSV says the unit and the source. */
export function SeriesTable({ indicator, of }: { indicator: Indicator; of: string }) {
  const columns = useMemo(() => columnsOf(indicator), [indicator]);
  const rows = useMemo(() => weeksOf(indicator), [indicator]);
  const { id, name } = indicator.definition;
  return (
    <TableView
      label={`${name} by week`}
      file={`${of}-${id}`}
      rows={rows}
      columns={columns}
      keyOf={({ from }) => from}
    />
  );
}
