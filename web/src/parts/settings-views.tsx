import { useState } from 'react';
import type { Answers } from '../api.generated.ts';
import { remove } from '../api.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { FrameworkForm } from './framework-form.tsx';
import { Failure, Loading } from './states.tsx';
import { type Column, TableView } from './table-view.tsx';
import { figure, quantity } from './words.ts';

type Frameworks = Answers['GET /api/frameworks'];
type Framework = Frameworks['items'][number];
type Entry = Framework['entries'][number];
type Settings = Answers['GET /api/settings'];

const hundred = 100;
const share = ({ weight }: Entry) => `${figure(weight * hundred)} %`;

function corridorOf({ corridor: { low, high }, unit }: Entry): string {
  if (low !== null && high !== null) return `${figure(low)} to ${quantity(high, unit)}`;
  if (low !== null) return `at least ${quantity(low, unit)}`;
  return high === null ? 'any' : `at most ${quantity(high, unit)}`;
}

const entryColumns: readonly Column<Entry>[] = [
  {
    head: 'Indicator',
    share: 'wide',
    text: ({ name }) => name,
    cell: ({ name, formula }) => (
      <details>
        <summary>{name}</summary>
        <p className="quiet measure">{formula}</p>
      </details>
    ),
  },
  { head: 'Weight', kind: 'number', text: share },
  { head: 'Healthy a week', kind: 'nowrap', text: corridorOf },
  {
    head: 'Better is',
    text: ({ direction }) =>
      direction === 'increase' ? 'more' : direction === 'decrease' ? 'less' : 'within',
  },
  { head: 'How it is reckoned', csvOnly: true, text: ({ formula }) => formula },
];

const jobWords = (job: string) => `${job.charAt(0).toUpperCase()}${job.slice(1).replaceAll('_', ' ')}`;

/** What each job function is looked at by; hr may give it a framework of the organisation's own. */
export function FrameworksView() {
  const found = useResource<Frameworks>('/api/frameworks');
  if (found.state === 'loading') return <Loading what="role frameworks" />;
  if (found.state === 'failed') return <Failure error={found.error} retry={found.reload} />;
  return (
    <div className="stack">
      <p className="quiet measure">
        Weights say what matters more for a role; the healthy range is for one person and one week. No rating
        is ever made of them. What no connected source tells of somebody is left out, and the rest weighs
        more.
      </p>
      {found.value.items.map((framework) => (
        <FrameworkCard
          key={framework.job_function}
          framework={framework}
          indicators={found.value.indicators}
          reload={found.reload}
        />
      ))}
    </div>
  );
}

interface FrameworkCardProps {
  framework: Framework;
  indicators: Frameworks['indicators'];
  reload: () => void;
}

function FrameworkCard({ framework, indicators, reload }: FrameworkCardProps) {
  const { me } = useSession();
  const [editing, setEditing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const name = jobWords(framework.job_function);
  const reset = () =>
    remove(`/api/frameworks/${framework.job_function}`).then(
      () => reload(),
      (failure: unknown) => setError(failure),
    );
  return (
    <section className="card stack tight" aria-label={name}>
      <div className="row apart">
        <h2>
          {name} {framework.own && <span className="tag plain">your own</span>}
        </h2>
        {me.roles.includes('hr') && !editing && (
          <span className="row">
            {framework.own && (
              <button type="button" className="button second small" onClick={() => void reset()}>
                Back to Fairlead’s
              </button>
            )}
            <button
              type="button"
              className="button second small"
              aria-label={`Change the framework of ${name}`}
              onClick={() => setEditing(true)}
            >
              Change
            </button>
          </span>
        )}
      </div>
      {error !== null && <Failure error={error} />}
      {editing ? (
        <FrameworkForm
          framework={framework}
          indicators={indicators}
          onCancel={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            reload();
          }}
        />
      ) : (
        <TableView
          label={`Framework of ${name}`}
          file={`framework-${framework.job_function}`}
          rows={framework.entries}
          columns={entryColumns}
          keyOf={({ indicator_id }) => indicator_id}
        />
      )}
    </section>
  );
}

type Prompt = Settings['prompts'][number];
const promptColumns: readonly Column<Prompt>[] = [
  { head: 'Prompt', text: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
  { head: 'Answers as', text: ({ output }) => output },
  {
    head: 'SHA-256',
    text: ({ hash }) => hash,
    cell: ({ hash }) => <code className="break">{hash}</code>,
  },
];

/** Who writes, by which prompts, and how this installation runs. */
export function ModelView() {
  const found = useResource<Settings>('/api/settings');
  if (found.state === 'loading') return <Loading what="the set-up" />;
  if (found.state === 'failed') return <Failure error={found.error} retry={found.reload} />;
  const { model, embeddings, model_host, prompts, version, database, sign_in, today } = found.value;
  const facts = [
    ['Writer', model === null ? 'built in, no model' : `${model.model} (${model.provider})`],
    [
      'Comparing',
      embeddings === null ? 'built in, no model' : `${embeddings.model} (${embeddings.provider})`,
    ],
    ...(model_host === null ? [] : [['Asked at', model_host]]),
    ['Version', version],
    ['Database', database === 'embedded' ? 'embedded' : 'PostgreSQL'],
    ['Sign-in', sign_in === 'dev' ? 'chosen on this machine' : 'OpenID Connect'],
    ...(today === null ? [] : [['Today', `fixed at ${today}`]]),
  ];
  return (
    <div className="stack">
      <section className="card stack tight">
        <h2>In use</h2>
        <dl className="facts">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt className="quiet">{key}</dt>
              <dd className="break">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="quiet measure">
          Set where Fairlead is started. Each draft records which writer and which prompt it came from.
        </p>
      </section>
      <section className="card stack tight">
        <h2>Prompts</h2>
        {model === null && (
          <p className="quiet measure">No model is set: the built-in writer uses none of these.</p>
        )}
        <TableView
          label="Prompts"
          file="prompts"
          rows={prompts}
          columns={promptColumns}
          keyOf={({ name }) => name}
        />
      </section>
    </div>
  );
}
