import { useState } from 'react';
import { Link } from 'wouter';
import type { Since, SinceEvent } from '../answers.ts';
import { post, remove } from '../api.ts';
import { useResource } from '../use-resource.ts';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { counted, day, decisionWords, kinds, moment, purposes } from './words.ts';

/** So many stand on the page; the rest unfolds. */
const FIRST = 6;

/** What changed since the reader last said that they had looked; saying so can be taken back. */
export function HomeSince() {
  const since = useResource<Since>('/api/since');
  const [said, setSaid] = useState<Since | null>(null);
  const [error, setError] = useState<unknown>(null);
  const say = async (answer: Promise<Since>) => {
    setError(null);
    try {
      setSaid(await answer);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <section className="card stack tight" aria-labelledby="since">
      <h2 id="since">What changed</h2>
      {since.state === 'loading' && <Loading what="what changed" />}
      {since.state === 'failed' && <Failure error={since.error} retry={since.reload} />}
      {since.state === 'ready' && (
        <Changes
          since={said ?? since.value}
          onSeen={(until) => void say(post<Since>('/api/since', { until }))}
          onUndo={() => void say(remove<Since>('/api/since'))}
        />
      )}
      {error !== null && <Failure error={error} />}
    </section>
  );
}

interface ChangesProps {
  since: Since;
  onSeen: (until: string) => void;
  onUndo: () => void;
}

function Changes({ since: { seen_at, can_undo, until, items }, onSeen, onUndo }: ChangesProps) {
  const from = seen_at === null ? 'In the last week' : `Since ${moment(seen_at)}`;
  return (
    <>
      <p className="quiet">{from}</p>
      {items.length === 0 && <Empty>Nothing has changed.</Empty>}
      <EventList events={items.slice(0, FIRST)} />
      {items.length > FIRST && (
        <details>
          <summary>{counted(items.length - FIRST, 'more change')}</summary>
          <EventList events={items.slice(FIRST)} />
        </details>
      )}
      <div className="row" role="status">
        {items.length > 0 && (
          <button type="button" className="button second small" onClick={() => onSeen(until)}>
            I have seen this
          </button>
        )}
        {can_undo && items.length === 0 && (
          <button type="button" className="button second small" onClick={onUndo}>
            Show it again
          </button>
        )}
      </div>
    </>
  );
}

const EventList = ({ events }: { events: SinceEvent[] }) =>
  events.length === 0 ? null : (
    <ul className="list ruled">
      {events.map((event) => (
        <li key={`${event.kind}${event.at}${event.place.id}${event.text}`} className="stack close">
          <span>
            <Happened event={event} />
          </span>
          <span className="quiet">{event.kind === 'fell_behind' ? day(event.at) : moment(event.at)}</span>
        </li>
      ))}
    </ul>
  );

const addresses: Record<SinceEvent['place']['kind'], string> = {
  person: '/people',
  proposal: '/inbox',
  goal: '/goals',
  team: '/teams',
  evidence: '/evidence',
};
const addressOf = ({ place }: SinceEvent) => `${addresses[place.kind]}/${place.id}`;

const about = ({ people }: SinceEvent) =>
  people.length === 0 ? '' : `, about ${people.map(({ name }) => name).join(' and ')}`;

const drafts: Record<string, string> = { summary: 'A new summary', plan: 'A new development plan' };

/** One event in a sentence, with the place where one can look. */
function Happened({ event }: { event: SinceEvent }) {
  const { kind, by, people, proposal, decision, text, count } = event;
  const matter = kinds[proposal ?? ''] ?? 'Proposal';
  switch (kind) {
    case 'drafted':
      return (
        <>
          <Link href={addressOf(event)}>{drafts[text ?? ''] ?? 'A draft'}</Link> of you
        </>
      );
    case 'team_drafted':
      return (
        <>
          {counted(count, 'summary or plan', 'summaries and plans')} drafted for{' '}
          <Link href={addressOf(event)}>{text}</Link>
        </>
      );
    case 'decided':
      return (
        <>
          {by?.name ?? 'Fairlead'} {decisionWords[decision ?? ''] ?? 'decided on'}{' '}
          <Link href={addressOf(event)}>{matter}</Link>
          {about(event)}
        </>
      );
    case 'carried_out':
      return (
        <>
          <Link href={addressOf(event)}>{matter}</Link>
          {about(event)} was carried out ({counted(count, 'action')})
        </>
      );
    case 'fell_behind':
      return (
        <>
          Behind:{' '}
          <Link href={addressOf(event)}>
            <SourceText>{text ?? 'a goal'}</SourceText>
          </Link>
          {people.length > 0 && ` (${people.map(({ name }) => name).join(', ')})`}
        </>
      );
    case 'contested':
      return (
        <>
          {by?.name ?? 'Somebody'} contests an item of evidence on{' '}
          <Link href={addressOf(event)}>their page</Link>: <SourceText>{text ?? ''}</SourceText>
        </>
      );
    case 'talk_planned':
      return (
        <>
          {purposes[text ?? ''] ?? 'A one-to-one'} with {people[0]?.name ?? 'somebody'} is planned
        </>
      );
  }
}
