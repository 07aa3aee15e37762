import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Answers } from '../api.generated.ts';
import { post } from '../api.ts';
import { CapturedCases } from '../parts/evaluation-cases.tsx';
import {
  eventsOf,
  hasEnded,
  isGoing,
  type Run,
  type RunList,
  runColumns,
} from '../parts/evaluation-columns.tsx';
import { LinkLost } from '../parts/link-lost.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TableView } from '../parts/table-view.tsx';
import { type Following, useProgress } from '../use-progress.ts';
import { useResource } from '../use-resource.ts';

type Suites = Answers['GET /api/evaluations/suites'];

/** May the writer be used? Runs of the evaluation suites, and the cases that people add to them. */
export function EvaluationsPage() {
  const runs = useResource<RunList>('/api/evaluations?limit=50');
  const going = runs.state === 'ready' ? runs.value.items.find(isGoing) : undefined;
  const { reload } = runs;
  const followed = useProgress<Run>(eventsOf(going), hasEnded, reload);
  const told = followed.progress;
  const names = runs.state === 'ready' ? runs.value.names : null;
  const columns = useMemo(() => runColumns(names ?? {}), [names]);
  return (
    <>
      <PageHead title="Evaluations">
        <p className="quiet measure">
          Before a writer is trusted with summaries and proposals, suites of cases judge what it writes:
          whether every figure is true, whether names change what is said, whether a ticket can give it
          orders.
        </p>
      </PageHead>
      <div className="stack">
        <Start going={going} followed={followed} started={reload} />
        <section className="card stack tight">
          <h2>Runs</h2>
          {runs.state === 'loading' && <Loading what="runs" />}
          {runs.state === 'failed' && <Failure error={runs.error} retry={reload} />}
          {runs.state === 'ready' && runs.value.items.length === 0 && (
            <Empty>Nothing was run here yet. A run of all suites takes a minute or two.</Empty>
          )}
          {runs.state === 'ready' && runs.value.items.length > 0 && (
            <TableView
              label="runs"
              file="evaluation-runs"
              rows={runs.value.items.map((run) => (run.id === told?.id ? told : run))}
              columns={columns}
              keyOf={(run) => run.id}
            />
          )}
        </section>
        <CapturedCases />
      </div>
    </>
  );
}

interface StartProps {
  going: Run | undefined;
  followed: Following<Run>;
  started: () => void;
}

function Start({ going, followed, started }: StartProps) {
  const [, navigate] = useLocation();
  const suites = useResource<Suites>('/api/evaluations/suites');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [error, setError] = useState<unknown>(null);
  if (going !== undefined)
    return (
      <section className="card row apart">
        <div className="stack tight">
          <p role="status">
            <strong>A run is going on.</strong>{' '}
            <span className="quiet">{(followed.progress ?? going).progress ?? 'It begins in a moment.'}</span>
          </p>
          <LinkLost {...followed} />
        </div>
        <button
          type="button"
          className="button second small"
          onClick={() => navigate(`/evaluations/${going.id}`)}
        >
          Watch it
        </button>
      </section>
    );
  const start = async () => {
    try {
      await post('/api/evaluations', { suites: chosen });
      setError(null);
      started();
    } catch (failure) {
      setError(failure);
    }
  };
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <section className="card stack tight">
      <h2>Run suites</h2>
      {suites.state === 'loading' && <Loading what="suites" />}
      {suites.state === 'failed' && <Failure error={suites.error} retry={suites.reload} />}
      {suites.state === 'ready' && (
        <fieldset className="plain stack close">
          <legend className="quiet">Which? None chosen means all.</legend>
          {suites.value.items.map(({ name, describes }) => (
            <label key={name} className="choice">
              <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />{' '}
              <span>
                <strong>{name}</strong> <span className="quiet">{describes}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {error !== null && <Failure error={error} />}
      <div>
        <button
          type="button"
          className="button"
          disabled={suites.state !== 'ready'}
          onClick={() => void start()}
        >
          {chosen.length === 0
            ? 'Run all suites'
            : `Run ${chosen.length === 1 ? chosen[0] : `${chosen.length} suites`}`}
        </button>
      </div>
    </section>
  );
}
