import { Link } from 'wouter';
import type { TeamWorkload } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { Scroll } from './scroll.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { csvOf, download } from './table-csv.ts';
import { day, figure, percent, quantity, shortDay } from './words.ts';

type Row = TeamWorkload['people'][number];
type Past = Row['past'][number];
type Ahead = Row['ahead'][number];

/** Each level has a word, a tint and a pattern of its own. */
const levels: Record<Ahead['level'], string> = {
  unknown: 'not known',
  away: 'away',
  due_while_away: 'due while away',
  room: 'has room',
  as_agreed: 'as agreed',
  full: 'full',
  over: 'over',
  far_over: 'far over',
};

/** Load by person and week against capacity. */
export function TeamHeat({ team, name }: { team: string; name: string }) {
  const workload = useResource<TeamWorkload>(`/api/teams/${team}/workload`);
  return (
    <section className="card stack tight" aria-labelledby="workload">
      <h2 id="workload">Workload by week</h2>
      {workload.state === 'loading' && <Loading what="the workload" />}
      {workload.state === 'failed' && <Failure error={workload.error} retry={workload.reload} />}
      {workload.state === 'ready' && <Heat workload={workload.value} name={name} />}
    </section>
  );
}

function Heat({ workload, name }: { workload: TeamWorkload; name: string }) {
  const { refused, past_refused, people, past_weeks, focus_share, sources, as_of } = workload;
  if (refused !== null) return <Empty>{refused}</Empty>;
  if (people.length === 0) return <Empty>Nobody works in this team at present.</Empty>;
  const ahead = people[0]?.ahead ?? [];
  return (
    <>
      <p className="quiet measure">
        As of {day(as_of)}, from {sources.join(', ') || 'no source yet'}.{' '}
        {past_weeks.length > 0 && 'Behind: hours logged in percent of the contract, less leave. '}
        Ahead: hours due in open items against what the contract leaves for them ({percent(focus_share)}, less
        leave); below, between which hours it should be four times in five.
      </p>
      {past_refused !== null && <Empty>{past_refused}</Empty>}
      <Scroll label={`Workload of ${name} by week`} bare>
        <table className="figures heat">
          <thead>
            <tr>
              <th rowSpan={2}>Person</th>
              {past_weeks.length > 0 && (
                <th colSpan={past_weeks.length} scope="colgroup">
                  Behind, week of
                </th>
              )}
              <th colSpan={ahead.length} scope="colgroup">
                Ahead, from
              </th>
            </tr>
            <tr>
              {past_weeks.map((from) => (
                <th key={from} scope="col">
                  {shortDay(from)}
                </th>
              ))}
              {ahead.map(({ from }) => (
                <th key={from} scope="col">
                  {shortDay(from)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((row) => (
              <tr key={row.person_id}>
                <th scope="row">
                  <Link href={`/people/${row.person_id}`}>{row.name}</Link>
                </th>
                {row.past.map((week) => (
                  <PastCell key={week.from} week={week} />
                ))}
                {row.ahead.map((week) => (
                  <AheadCell key={week.from} week={week} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div className="row apart">
        <ul className="row quiet heat-key" aria-label="What the tints mean">
          {(['room', 'full', 'over', 'far_over'] as const).map((level) => (
            <li key={level}>
              <span className={`heat-sample ${level}`} aria-hidden="true" /> {levels[level]}
            </li>
          ))}
        </ul>
        <button
          type="button"
          className="button second small no-print"
          aria-label="CSV of the workload by week"
          onClick={() => save(workload, name)}
        >
          CSV
        </button>
      </div>
    </>
  );
}

function PastCell({ week: { percent: share, n, level } }: { week: Past }) {
  return (
    <td className={`heat-cell ${level}`}>
      {share !== null && <strong>{quantity(Math.round(share), 'percent')}</strong>}
      <span>{levels[level]}</span>
      {share !== null && <span className="visually-hidden">, {n} time entries</span>}
    </td>
  );
}

const whole = (hours: number) => figure(Math.round(hours));

function AheadCell({ week }: { week: Ahead }) {
  const { capacity_hours, due_hours, low_hours, high_hours, unknown_items, leave_hours, level } = week;
  return (
    <td className={`heat-cell ${level}`}>
      <strong>
        {whole(due_hours)}
        {capacity_hours !== null && ` of ${whole(capacity_hours)}`}&nbsp;h
      </strong>
      <span>{levels[level]}</span>
      {due_hours > 0 && (
        <span>
          {whole(low_hours)} to {whole(high_hours)}&nbsp;h
        </span>
      )}
      {leave_hours > 0 && <span>{whole(leave_hours)}&nbsp;h leave</span>}
      {unknown_items > 0 && <span>{unknown_items} unsized</span>}
    </td>
  );
}

const csvHead = [
  'Person',
  'Week of',
  'Is',
  'Hours logged, percent of contract',
  'Hours due',
  'Due, low 80 %',
  'Due, high 80 %',
  'Capacity for items, hours',
  'Leave, hours',
  'Items without hours',
  'Reading',
];

function save({ people }: TeamWorkload, name: string): void {
  const rows = people.flatMap((row) => [
    ...row.past.map((week) => [
      row.name,
      week.from,
      'behind',
      week.percent,
      null,
      null,
      null,
      null,
      null,
      null,
      levels[week.level],
    ]),
    ...row.ahead.map((week) => [
      row.name,
      week.from,
      'ahead',
      null,
      week.due_hours,
      week.low_hours,
      week.high_hours,
      week.capacity_hours,
      week.leave_hours,
      week.unknown_items,
      levels[week.level],
    ]),
  ]);
  download(`${name}-workload.csv`, csvOf(csvHead, rows));
}
