import { Link, useLocation, useSearch } from 'wouter';
import type { Answers } from '../api.generated.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { counted, day, figure, kinds, quantity } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

type Kinds = Answers['GET /api/outcomes/kinds'];
type Ledger = Answers['GET /api/outcomes'];
type Entry = Ledger['items'][number];

const verdicts: Record<Entry['verdict'], { word: string; tone: string }> = {
  helped: { word: 'helped', tone: 'good' },
  no_effect: { word: 'no effect', tone: 'plain' },
  worse: { word: 'worse', tone: 'broken' },
  too_early: { word: 'too early', tone: 'plain' },
  not_measurable: { word: 'not measurable', tone: 'plain' },
};

const bases: Record<NonNullable<Entry['comparison']>['basis'], (n: number) => string> = {
  comparable_people: (n) => `against ${counted(n, 'comparable person', 'comparable people')}`,
  comparable_items: (n) => `against ${counted(n, 'comparable item')}`,
  forecast: () => 'against the forecast of that day',
  nothing_planned: () => 'without it nothing was planned',
  before: () => 'against how it stood before',
};

/** What proposals promised, and what came of them. */
export function OutcomesPage() {
  return (
    <>
      <PageHead title="Outcomes">
        <p className="quiet measure">
          Weeks after a proposal was carried out the same figure is measured again and compared with what
          would have come without it. What shows no effect is said as plainly as what helped.
        </p>
      </PageHead>
      <div className="stack">
        <ByKind />
        <OneByOne />
      </div>
    </>
  );
}

function ByKind() {
  const found = useResource<Kinds>('/api/outcomes/kinds');
  if (found.state === 'loading') return <Loading what="the ledger" />;
  if (found.state === 'failed') return <Failure error={found.error} retry={found.reload} />;
  const rows = found.value.kinds.filter((kind) => kind.done > 0 || kind.not_done > 0);
  return (
    <section className="card stack tight">
      <h2>By kind</h2>
      {rows.length === 0 ? (
        <Empty>Nothing has been carried out yet.</Empty>
      ) : (
        <>
          <Scroll label="By kind">
            <table className="figures">
              <thead>
                <tr>
                  <th>Kind</th>
                  <th className="number">Carried out</th>
                  <th className="number">Measured</th>
                  <th className="number">Helped</th>
                  <th className="number">No effect</th>
                  <th className="number">Worse</th>
                  <th className="number">Within the promised interval</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.kind}>
                    <td>{kinds[row.kind] ?? row.kind}</td>
                    <td className="number">{row.done}</td>
                    <td className="number">{row.measured}</td>
                    <td className="number">{row.helped}</td>
                    <td className="number">{row.no_effect}</td>
                    <td className="number">{row.worse}</td>
                    <td className="number">
                      {row.within === null ? '–' : `${row.within.hits} of ${row.within.n}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {rows.map((row) => (
            <p key={row.kind} className="measure">
              <strong>{kinds[row.kind] ?? row.kind}.</strong> {row.words}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

const groups = [
  ['', 'All'],
  ['done', 'Carried out'],
  ['not_done', 'Left alone'],
] as const;

function OneByOne() {
  const [, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('group');
  const group = groups.find(([value]) => value === asked)?.[0] ?? '';
  const found = useResource<Ledger>(`/api/outcomes${group === '' ? '' : `?group=${group}`}`);
  return (
    <section className="card stack tight">
      <h2>One by one</h2>
      <fieldset className="plain row">
        <legend className="visually-hidden">Show</legend>
        {groups.map(([value, label]) => (
          <button
            key={value}
            type="button"
            className="button second small"
            aria-pressed={group === value}
            onClick={() =>
              navigate(value === '' ? '/outcomes' : `/outcomes?group=${value}`, { replace: true })
            }
          >
            {label}
          </button>
        ))}
      </fieldset>
      {found.state === 'loading' && <Loading what="outcomes" />}
      {found.state === 'failed' && <Failure error={found.error} retry={found.reload} />}
      {found.state === 'ready' &&
        (found.value.items.length === 0 ? (
          <Empty>Nothing of this yet.</Empty>
        ) : (
          <ul className="list ruled">
            {found.value.items.map((entry) => (
              <li key={entry.intervention_id}>
                <One entry={entry} />
              </li>
            ))}
          </ul>
        ))}
    </section>
  );
}

function One({ entry }: { entry: Entry }) {
  const { unit, comparison } = entry;
  const verdict = verdicts[entry.verdict];
  return (
    <div className="stack close">
      <div className="row">
        <Link href={`/inbox/${entry.intervention_id}`}>{entry.title}</Link>
        <span className={`tag ${verdict.tone}`}>{verdict.word}</span>
        <span className="quiet">
          {kinds[entry.kind] ?? entry.kind}, {entry.group === 'done' ? 'carried out' : 'left alone'}{' '}
          {day(entry.since)}
        </span>
      </div>
      {entry.metric !== null && unit !== null && entry.before !== null && entry.predicted !== null && (
        <p className="measure">
          {entry.metric}: {quantity(entry.before, unit)} before, {quantity(entry.predicted, unit)} promised
          {entry.measured === null ? '.' : `, ${quantity(entry.measured, unit)} measured`}
          {comparison !== null && (
            <span className="quiet">
              {' '}
              ({bases[comparison.basis](comparison.n)}: effect {figure(comparison.effect)}
              {comparison.lower80 !== null &&
                comparison.upper80 !== null &&
                `, four times in five between ${figure(comparison.lower80)} and ${figure(comparison.upper80)}`}
              )
            </span>
          )}
        </p>
      )}
    </div>
  );
}
