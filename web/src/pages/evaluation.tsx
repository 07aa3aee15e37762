import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import {
  type Comparison,
  comparisonColumns,
  eventsOf,
  hasEnded,
  isGoing,
  type Run,
  type RunDetail,
  type RunList,
  rateColumns,
  runWords,
  type Suite,
  suiteColumns,
} from '../parts/evaluation-columns.tsx';
import { LinkLost } from '../parts/link-lost.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TableView } from '../parts/table-view.tsx';
import { counted, moment } from '../parts/words.ts';
import { type Following, useProgress } from '../use-progress.ts';
import { useResource } from '../use-resource.ts';

/** Cases shown of a suite until more are asked for. */
const FEW = 20;

/** One run: the verdict, each suite with its rates, every case with its reasons, and another run beside it. */
export function EvaluationPage({ id }: { id: string }) {
  const run = useResource<RunDetail>(`/api/evaluations/${id}`);
  const { reload } = run;
  const going = run.state === 'ready' ? run.value : undefined;
  const followed = useProgress<Run>(eventsOf(going), hasEnded, reload);
  if (run.state === 'loading') return <Loading what="the run" />;
  if (run.state === 'failed') return <Failure error={run.error} retry={reload} />;
  // What was told after it was read is newer; how it ended is shown with its cases, once they are read.
  const told = followed.progress;
  const newer = told !== null && isGoing(told) ? told : null;
  return <Shown run={{ ...run.value, ...newer }} followed={followed} />;
}

function Shown({ run, followed }: { run: RunDetail; followed: Following<Run> }) {
  const { word, tone } = runWords(run);
  return (
    <>
      <PageHead title={`Evaluation of ${moment(run.requested_at)}`}>
        <p className="row">
          <span className={`tag ${tone}`}>{word}</span>
          <span className="quiet">
            {run.writer ?? ''} {run.version === null ? '' : `· Fairlead ${run.version}`}{' '}
            {run.seconds === null ? '' : `· ${Math.round(run.seconds)} s`}
          </span>
        </p>
      </PageHead>
      <div className="stack">
        {isGoing(run) && (
          <div className="card stack tight">
            <p role="status">{run.progress ?? 'It begins in a moment.'}</p>
            <LinkLost {...followed} />
          </div>
        )}
        {run.error !== null && (
          <div className="card" role="alert">
            <strong>The run ended early.</strong> <span className="break">{run.error}</span>
          </div>
        )}
        {run.state === 'done' && (
          <>
            <section className="card stack tight">
              <h2>Suites</h2>
              <TableView
                label="suites"
                file={`evaluation-${run.id}`}
                rows={run.results}
                columns={suiteColumns}
                keyOf={(suite) => suite.suite}
              />
              <p className="quiet measure">
                A gate is a floor on the share of cases that pass, and no case at all for kinds that safety
                rests on. <a href={`/api/evaluations/${run.id}/report`}>The report as one file</a>
              </p>
            </section>
            <CompareWith run={run} />
            {run.results.map((suite) => (
              <SuiteSection
                key={suite.suite}
                suite={suite}
                cases={run.cases.filter((one) => one.suite === suite.suite)}
              />
            ))}
          </>
        )}
      </div>
    </>
  );
}

function CompareWith({ run }: { run: Run }) {
  const [location, navigate] = useLocation();
  const before = new URLSearchParams(useSearch()).get('before') ?? '';
  const runs = useResource<RunList>('/api/evaluations?limit=50');
  const compared = useResource<Comparison>(
    before === '' ? null : `/api/evaluations/compare?before=${before}&after=${run.id}`,
  );
  const others =
    runs.state === 'ready' ? runs.value.items.filter((one) => one.state === 'done' && one.id !== run.id) : [];
  if (others.length === 0) return null;
  const changed = compared.state === 'ready' ? compared.value.items : [];
  return (
    <section className="card stack tight" id="compare">
      <h2>Beside another run</h2>
      <label className="row">
        <span>Before:</span>
        <select
          value={before}
          onChange={(event) =>
            navigate(event.target.value === '' ? location : `${location}?before=${event.target.value}`, {
              replace: true,
            })
          }
        >
          <option value="">none</option>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {moment(other.requested_at)} · {other.writer}
            </option>
          ))}
        </select>
      </label>
      {before !== '' && compared.state === 'loading' && <Loading what="the comparison" />}
      {compared.state === 'failed' && <Failure error={compared.error} retry={compared.reload} />}
      {compared.state === 'ready' && before !== '' && (
        <>
          <TableView
            label="the comparison"
            file={`evaluation-${run.id}-compared`}
            rows={changed}
            columns={comparisonColumns}
            keyOf={(change) => change.suite}
          />
          {changed.map(({ suite, worse, better }) => (
            <CaseNames key={suite} suite={suite} worse={worse} better={better} />
          ))}
        </>
      )}
    </section>
  );
}

function CaseNames({ suite, worse, better }: { suite: string; worse: string[]; better: string[] }) {
  if (worse.length + better.length === 0) return null;
  return (
    <details>
      <summary>
        {suite}: {worse.length} worse, {better.length} better
      </summary>
      <ul className="list">
        {worse.map((id) => (
          <li key={`worse ${id}`} className="break">
            <span className="tag broken">worse</span> {id}
          </li>
        ))}
        {better.map((id) => (
          <li key={`better ${id}`} className="break">
            <span className="tag good">better</span> {id}
          </li>
        ))}
      </ul>
    </details>
  );
}

function SuiteSection({ suite, cases }: { suite: Suite; cases: RunDetail['cases'] }) {
  const failed = cases.filter((one) => !one.passed);
  const [all, setAll] = useState(false);
  const [many, setMany] = useState(false);
  const listed = all ? cases : failed;
  const shown = many ? listed : listed.slice(0, FEW);
  return (
    <section className="card stack tight" id={suite.suite}>
      <div className="row apart">
        <h2>{suite.suite}</h2>
        <span className={`tag ${suite.met ? 'good' : 'broken'}`}>{suite.met ? 'met' : 'not met'}</span>
      </div>
      <TableView
        label={`rates of ${suite.suite}`}
        file={`evaluation-${suite.suite}`}
        rows={suite.rates}
        columns={rateColumns}
        keyOf={(rate) => rate.kind}
      />
      <label className="choice">
        <input type="checkbox" checked={all} onChange={() => setAll(!all)} />{' '}
        <span>also cases that passed</span>
      </label>
      {listed.length === 0 && <Empty>No case failed.</Empty>}
      {shown.map((one) => (
        <details key={one.id} className="stack close">
          <summary>
            <span className={`tag ${one.passed ? 'good' : 'broken'}`}>
              {one.passed ? 'passed' : 'failed'}
            </span>{' '}
            {one.kind.replaceAll('_', ' ')}: <SourceText>{shortened(one.input)}</SourceText>
          </summary>
          <dl className="stack close">
            <Term name="Case">{`${one.id}\n${one.description}`}</Term>
            {one.reasons.length > 0 && <Term name="Why it failed">{one.reasons.join('\n')}</Term>}
            <Term name="Input">{one.input}</Term>
            {one.evidence !== '' && <Term name="Evidence">{one.evidence}</Term>}
            <Term name="Output">{one.output}</Term>
          </dl>
        </details>
      ))}
      {listed.length > shown.length && (
        <div>
          <button type="button" className="button second small" onClick={() => setMany(true)}>
            Show all {counted(listed.length, 'case')}
          </button>
        </div>
      )}
    </section>
  );
}

const LINE = 140;
/** The beginning of what was judged, on one line. */
const shortened = (input: string): string => {
  const [first = ''] = input.split('\n');
  return first.length > LINE ? `${first.slice(0, LINE)}…` : first;
};

function Term({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd className="break lines">
        <SourceText>{children}</SourceText>
      </dd>
    </div>
  );
}
