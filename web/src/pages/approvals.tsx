import { Link, useLocation, useSearch } from 'wouter';
import type { Answers } from '../api.generated.ts';
import { deciderColumns, openColumns, testColumns } from '../parts/approval-columns.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { PlantTest } from '../parts/plant-test.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TableView } from '../parts/table-view.tsx';
import { counted, day, duration, figure, shareWords } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

type Health = Answers['GET /api/approval-health'];

const spans = [
  [28, 'four weeks'],
  [91, 'a quarter'],
  [365, 'a year'],
] as const;
const QUARTER = 91;

/** How proposals are decided: how fast, how carefully, what waits. */
export function ApprovalsPage() {
  const { me } = useSession();
  const [, navigate] = useLocation();
  const asked = Number(new URLSearchParams(useSearch()).get('days'));
  const days = spans.some(([one]) => one === asked) ? asked : QUARTER;
  const health = useResource<Health>(`/api/approval-health?days=${days}`);
  const oversees = me.roles.some((role) => role === 'hr' || role === 'admin');
  return (
    <>
      <PageHead title="Approvals">
        <p className="quiet measure">
          An approval that is always given protects nobody. {oversees ? 'These are' : 'You see'} figures of
          {oversees ? ' everybody who decides' : ' your own decisions'}; they say where a page or a habit
          needs care, and rate nobody.
        </p>
        <div className="row">
          {spans.map(([one, name]) => (
            <button
              key={one}
              type="button"
              className="button second small"
              aria-pressed={one === days}
              onClick={() =>
                navigate(one === QUARTER ? '/approvals' : `/approvals?days=${one}`, { replace: true })
              }
            >
              {name}
            </button>
          ))}
        </div>
      </PageHead>
      {health.state === 'loading' && <Loading what="decisions" />}
      {health.state === 'failed' && <Failure error={health.error} retry={health.reload} />}
      {health.state === 'ready' && <Shown health={health.value} reload={health.reload} oversees={oversees} />}
    </>
  );
}

interface ShownProps {
  health: Health;
  reload: () => void;
  oversees: boolean;
}

function Shown({ health, reload, oversees }: ShownProps) {
  return (
    <div className="stack">
      <Figures health={health} />
      <section className="card stack tight">
        <h2>What waits</h2>
        {health.open.length === 0 ? (
          <Empty>Nothing waits for a decision.</Empty>
        ) : (
          <TableView
            label="What waits"
            file="waiting-proposals"
            noun="proposal"
            rows={health.open}
            columns={openColumns(health.names)}
            keyOf={({ intervention_id }) => intervention_id}
          />
        )}
      </section>
      <section className="card stack tight">
        <h2>Who decides how</h2>
        {health.deciders.length === 0 ? (
          <Empty>Nobody has decided on anything since {day(health.since)}.</Empty>
        ) : (
          <TableView
            label="Who decides how"
            file="deciders"
            rows={health.deciders}
            columns={deciderColumns(health.names, health.canaries !== null)}
            keyOf={({ person_id }) => person_id}
          />
        )}
      </section>
      {oversees && health.canaries !== null && (
        <Tests tests={health.canaries} names={health.names} reload={reload} />
      )}
    </div>
  );
}

function Figures({ health }: { health: Health }) {
  const { decisions, median_hours, p90_hours, quick, quick_seconds, unseen, since } = health;
  const hours = (value: number | null) => (value === null ? 'not enough data' : duration(value));
  const facts = [
    ['Decisions', String(decisions), `since ${day(since)}`],
    ['Half took at most', hours(median_hours), 'from when it was theirs to decide'],
    ['Nine in ten took at most', hours(p90_hours), 'the same'],
    ['At a glance', String(quick), `less than ${figure(quick_seconds)} s after opening it`],
    ['Not opened', String(unseen), 'decided without the page, or by a tool'],
  ] as const;
  return (
    <section className="card">
      <h2 className="visually-hidden">Figures</h2>
      <dl className="tiles">
        {facts.map(([name, value, hint]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <span className="quiet">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface TestsProps {
  tests: NonNullable<Health['canaries']>;
  names: Record<string, string>;
  reload: () => void;
}

function Tests({ tests, names, reload }: TestsProps) {
  const { planted, decided, caught, catch_rate, list } = tests;
  return (
    <section className="card stack tight">
      <h2>Planted tests</h2>
      <p className="quiet measure">
        Plainly wrong proposals, never carried out. Say that there are tests before you plant the first, plant
        few, and take a miss as a fault of the page first. <Link href="/settings/policy">The policy</Link>{' '}
        switches them off.
      </p>
      <p>
        {counted(planted, 'test')} planted, {decided} decided, {caught} noticed
        {catch_rate !== null && ` (${shareWords(catch_rate)})`}.
      </p>
      {list.length > 0 && (
        <TableView
          label="Planted tests"
          file="planted-tests"
          rows={list}
          columns={testColumns(names)}
          keyOf={({ intervention_id }) => intervention_id}
        />
      )}
      <PlantTest onPlanted={reload} />
    </section>
  );
}
