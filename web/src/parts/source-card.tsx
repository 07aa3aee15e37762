import { useState } from 'react';
import type { SourceList } from '../answers.ts';
import { post } from '../api.ts';
import { type Resource, useResource } from '../use-resource.ts';
import { Scroll } from './scroll.tsx';
import { SourceText } from './source-text.tsx';
import { Failure } from './states.tsx';
import { counted, moment } from './words.ts';

type SourceItem = SourceList['items'][number];
interface Faults {
  items: { stream: string; external_id: string | null; reason: string; seen_at: string }[];
}

const healths: Record<SourceItem['state']['health'], { word: string; tone: string }> = {
  fresh: { word: 'up to date', tone: 'good' },
  late: { word: 'late', tone: 'attention' },
  partial: { word: 'read in part', tone: 'attention' },
  failing: { word: 'fails', tone: 'broken' },
  reading: { word: 'being read', tone: 'plain' },
  never: { word: 'not read yet', tone: 'attention' },
  off: { word: 'switched off', tone: 'plain' },
  file: { word: 'from files', tone: 'plain' },
};

const lagWords = (hours: number | null): string => {
  if (hours === null) return 'never read to the end';
  if (hours < 1) return 'read to the end within the hour';
  if (hours < 48) return `read to the end ${Math.round(hours)} h ago`;
  return `read to the end ${Math.round(hours / 24)} days ago`;
};

/** One source: how it stands, what to do, its streams, and what could not be taken. */
export function SourceCard({ source, reload }: { source: SourceItem; reload: () => void }) {
  const { state } = source;
  const { word, tone } = healths[state.health];
  const rejected = source.streams.reduce((sum, stream) => sum + stream.records_rejected, 0);
  return (
    <section className="card stack tight" id={source.name} aria-labelledby={`name-${source.id}`}>
      <div className="row apart">
        <div className="stack close">
          <h2 id={`name-${source.id}`}>
            {source.name} <span className={`tag ${tone}`}>{word}</span>
          </h2>
          <p className="quiet">
            {source.vendor_name} · {source.acts ? 'read, and approved actions carried out' : 'only read'} ·{' '}
            {lagWords(state.lag_hours)}
            {state.accounts > 0 &&
              ` · ${state.joined} of ${counted(state.accounts, 'account')} joined to people`}
          </p>
        </div>
        <ReadNow source={source} reload={reload} />
      </div>
      {state.advice.length > 0 && (
        <ul className="list">
          {state.advice.map(({ what, remedy }) => (
            <li key={what} className="stack close">
              <strong className="break">
                <SourceText>{what}</SourceText>
              </strong>
              <span className="quiet measure">{remedy}</span>
            </li>
          ))}
        </ul>
      )}
      {source.streams.length > 0 && <Streams source={source} />}
      {rejected > 0 && <NotTaken source={source} count={rejected} />}
      <p className="quiet measure">{source.limits}</p>
    </section>
  );
}

function ReadNow({ source, reload }: { source: SourceItem; reload: () => void }) {
  const [state, setState] = useState<'idle' | 'asked' | { error: unknown }>('idle');
  if (!source.enabled || source.state.health === 'file') return null;
  const ask = async () => {
    try {
      await post(`/api/sources/${source.id}/sync`, {});
      setState('asked');
    } catch (error) {
      setState({ error });
    }
  };
  if (typeof state === 'object') return <Failure error={state.error} retry={() => setState('idle')} />;
  return state === 'asked' ? (
    <div className="row" role="status">
      <span className="quiet">It will be read in a moment.</span>
      <button type="button" className="button second small" onClick={reload}>
        Look again
      </button>
    </div>
  ) : (
    <button type="button" className="button second small" onClick={() => void ask()}>
      Read now
    </button>
  );
}

function Streams({ source }: { source: SourceItem }) {
  return (
    <Scroll label={`Streams of ${source.name}`}>
      <table className="figures">
        <thead>
          <tr>
            <th>Stream</th>
            <th>Last complete read</th>
            <th className="number">Read then</th>
            <th className="number">Not taken</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {source.streams.map((stream) => (
            <tr key={stream.stream}>
              <td>{stream.stream.replaceAll('_', ' ')}</td>
              <td className="nowrap">
                {stream.last_success_at === null ? 'never' : moment(stream.last_success_at)}
              </td>
              <td className="number">{stream.records_seen}</td>
              <td className="number">{stream.records_rejected}</td>
              <td>
                <StreamTag stream={stream} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function StreamTag({ stream }: { stream: SourceItem['streams'][number] }) {
  if (stream.reading !== null)
    return <span className="tag plain">being read, {counted(stream.reading.seen, 'record')} so far</span>;
  return (
    <span className={`tag ${stream.partial ? 'attention' : 'good'}`}>
      {stream.partial ? 'partial' : 'complete'}
    </span>
  );
}

function NotTaken({ source, count }: { source: SourceItem; count: number }) {
  const [open, setOpen] = useState(false);
  const faults: Resource<Faults> = useResource<Faults>(open ? `/api/sources/${source.id}/faults` : null);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{counted(count, 'record')} that could not be taken</summary>
      {open && faults.state === 'failed' && <Failure error={faults.error} retry={faults.reload} />}
      {open && faults.state === 'ready' && (
        <ul className="list">
          {faults.value.items.map((fault) => (
            <li key={`${fault.stream} ${fault.external_id}`} className="break">
              {fault.stream.replaceAll('_', ' ')}{' '}
              <SourceText>{fault.external_id ?? 'without an id'}</SourceText>:{' '}
              <SourceText>{fault.reason}</SourceText>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
