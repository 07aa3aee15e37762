import { useState } from 'react';
import { Link } from 'wouter';
import type { ComparedGroup, ComparedIndicator, TeamComparison } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { ComparisonDots, dotsWords } from './comparison-dots.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { csvOf, download } from './table-csv.ts';
import { type Column, TableView } from './table-view.tsx';
import { counted, figure, percent, quantity, span } from './words.ts';

type Value = ComparedIndicator['values'][number];

const standings: Record<string, string> = {
  within: 'in the healthy range',
  below: 'below the healthy range',
  above: 'above the healthy range',
  not_enough_data: 'not enough data',
};
const functions: Record<string, string> = {
  engineering: 'Engineering',
  sales: 'Sales',
  customer_success: 'Customer success',
  support: 'Support',
  marketing: 'Marketing',
  other: 'Other work',
};

/** A team's people side by side, by role framework, as far as policy allows; where it doesn't, why. */
export function TeamComparisonCard({ team, name }: { team: string; name: string }) {
  const comparison = useResource<TeamComparison>(`/api/teams/${team}/comparison`);
  return (
    <section className="card stack tight" aria-labelledby="comparison">
      <h2 id="comparison">Side by side</h2>
      {comparison.state === 'loading' && <Loading what="the comparison" />}
      {comparison.state === 'failed' && <Failure error={comparison.error} retry={comparison.reload} />}
      {comparison.state === 'ready' && <Compared comparison={comparison.value} name={name} />}
    </section>
  );
}

function Compared({ comparison, name }: { comparison: TeamComparison; name: string }) {
  const { refused, groups, period, sources } = comparison;
  if (refused !== null) return <Empty>{refused}</Empty>;
  if (groups.length === 0) return <Empty>Nobody works in this team at present.</Empty>;
  return (
    <>
      <p className="quiet measure">
        Mean of the weeks {span(period.from, period.to)}, from {sources.join(', ') || 'no source yet'}. People
        are in the order of their names: this is no ranking, and what a dot is due to stands on the person's
        own page.
      </p>
      {groups.map((group) => (
        <Group key={group.job_function} group={group} name={name} />
      ))}
    </>
  );
}

const csvHead = ['Indicator', 'Unit', 'Person', 'Value', 'Median', 'Standing', 'n', 'Covered'];

function saveGroup(group: ComparedGroup, name: string): void {
  const rows = group.indicators.flatMap(({ definition, median, values }) =>
    values.map((each) => [
      definition.name,
      definition.unit,
      each.name,
      each.value,
      median,
      standings[each.standing] ?? each.standing,
      each.n,
      each.coverage,
    ]),
  );
  download(`${name}-${group.job_function}-side-by-side.csv`, csvOf(csvHead, rows));
}

function Group({ group, name }: { group: ComparedGroup; name: string }) {
  const title = functions[group.job_function] ?? group.job_function;
  return (
    <div className="stack tight">
      <div className="row apart">
        <h3 className="overline">
          {title}, {counted(group.people, 'person', 'people')}
        </h3>
        {group.refused === null && group.indicators.length > 0 && (
          <button
            type="button"
            className="button second small no-print"
            aria-label={`CSV of ${title} side by side`}
            onClick={() => saveGroup(group, name)}
          >
            CSV
          </button>
        )}
      </div>
      {group.refused !== null && <Empty>{group.refused}</Empty>}
      {group.refused === null && group.indicators.length === 0 && (
        <Empty>Nothing that the role framework counts is known of these people yet.</Empty>
      )}
      {group.indicators.length > 0 && (
        <ul className="series-list">
          {group.indicators.map((indicator) => (
            <Item key={indicator.definition.id} indicator={indicator} group={group.job_function} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ indicator, group }: { indicator: ComparedIndicator; group: string }) {
  const [open, setOpen] = useState(false);
  const { definition, corridor, refused, median } = indicator;
  const panel = `compared-${group}-${definition.id}`;
  return (
    <li>
      <div className="series-row compared">
        <div className="stack close series-name">
          <h4>{definition.name}</h4>
          <span className="quiet">{rangeWords(corridor, definition.unit)}</span>
        </div>
        {refused === null ? (
          <>
            <div className="stack close series-level">
              <strong>{quantity(median, definition.unit)}</strong>
              <span className="quiet">median</span>
            </div>
            <ComparisonDots indicator={indicator} />
            <button
              type="button"
              className="button second small no-print"
              aria-expanded={open}
              aria-controls={panel}
              aria-label={`${open ? 'Close' : 'Open'} ${definition.name} side by side`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Close' : 'Open'}
            </button>
          </>
        ) : (
          <p className="quiet compared-refused">{refused}</p>
        )}
      </div>
      <div id={panel}>
        {open && (
          <div className="stack tight series-open">
            <p className="measure">{dotsWords(indicator)}</p>
            <TableView
              label={`${definition.name} side by side`}
              file={`${definition.id}-side-by-side`}
              rows={indicator.values}
              columns={columnsOf[definition.unit] ?? plainColumns}
              keyOf={(value) => value.person_id}
            />
          </div>
        )}
      </div>
    </li>
  );
}

function rangeWords({ low, high }: ComparedIndicator['corridor'], unit: string): string {
  if (low !== null && high !== null) return `healthy: ${figure(low)} to ${quantity(high, unit)}`;
  if (low !== null) return `healthy: at least ${quantity(low, unit)}`;
  return high === null ? 'no healthy range set' : `healthy: at most ${quantity(high, unit)}`;
}

const columnsFor = (unit: string): Column<Value>[] => [
  {
    head: 'Person',
    kind: 'nowrap',
    text: ({ name }) => name,
    cell: ({ name, person_id }) => <Link href={`/people/${person_id}`}>{name}</Link>,
  },
  {
    head: `Value, ${unit}`,
    kind: 'number',
    text: ({ value }) => value,
    cell: ({ value }) => quantity(value, unit),
  },
  { head: 'Reading', text: ({ standing }) => standings[standing] ?? standing },
  { head: 'n', kind: 'number', text: ({ n }) => n },
  { head: 'Covered', kind: 'number', text: ({ coverage }) => percent(coverage) },
  { head: 'Remarks', text: ({ partial }) => (partial ? 'partial data' : '') },
];
const plainColumns = columnsFor('count');
/** Made once: a table must be given the same columns from one drawing to the next. */
const columnsOf: Record<string, Column<Value>[]> = Object.fromEntries(
  ['count', 'hours', 'days', 'percent', 'ratio', 'points'].map((unit) => [unit, columnsFor(unit)]),
);
