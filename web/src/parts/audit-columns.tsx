import { Link } from 'wouter';
import type { AuditList } from '../answers.ts';
import { SourceText } from './source-text.tsx';
import type { Column } from './table-view.tsx';
import { moment } from './words.ts';

type Entry = AuditList['items'][number];

/** Where a subject can be looked at, by the beginning of its id. */
const places: Record<string, string> = {
  itv: '/inbox/',
  per: '/people/',
  team: '/teams/',
  goal: '/goals/',
};

const asked = (key: string, value: string) => `/audit?${key}=${encodeURIComponent(value)}`;

/** The log's columns; the same object for the same names, so that a long log is not drawn anew. */
const made = new WeakMap<Record<string, string>, readonly Column<Entry>[]>();

export function auditColumns(names: Record<string, string>): readonly Column<Entry>[] {
  const known = made.get(names);
  if (known !== undefined) return known;
  const name = (id: string) => names[id] ?? id;
  const columns: readonly Column<Entry>[] = [
    { head: 'No.', kind: 'number', share: 'narrow', text: ({ seq }) => seq },
    {
      head: 'When',
      kind: 'nowrap',
      text: ({ at }) => at,
      cell: ({ at }) => <time dateTime={at}>{moment(at)}</time>,
    },
    { head: 'Who', text: ({ actor }) => name(actor) },
    { head: 'What', text: ({ event }) => event, cell: ({ event }) => event.replaceAll('-', ' ') },
    {
      head: 'Of',
      text: ({ subject }) => name(subject),
      cell: ({ subject }) => <Subject id={subject} name={name(subject)} />,
    },
    {
      head: 'Details',
      share: 'wide',
      text: ({ data }) => JSON.stringify(data),
      cell: (entry) => <Details entry={entry} name={name(entry.actor)} />,
    },
    { head: 'Hash', csvOnly: true, text: ({ hash }) => hash },
  ];
  made.set(names, columns);
  return columns;
}

const SHORT = 14;
/** An id that nobody reads to the end; the details have all of it. */
const shortened = (id: string) => (id.length > SHORT ? `${id.slice(0, SHORT)}…` : id);

function Subject({ id, name }: { id: string; name: string }) {
  const place = places[id.split('_')[0] ?? ''];
  const text = <SourceText>{name === id ? shortened(id) : name}</SourceText>;
  return place === undefined ? text : <Link href={`${place}${id}`}>{text}</Link>;
}

/** All that an entry says, and the ways to more of its kind. */
function Details({ entry, name }: { entry: Entry; name: string }) {
  return (
    <details>
      <summary>
        <SourceText>{briefOf(entry.data)}</SourceText>
        <span className="visually-hidden"> of entry {entry.seq}</span>
      </summary>
      <dl className="facts">
        {Object.entries(entry.data).map(([key, value]) => (
          <div key={key}>
            <dt className="quiet">{key.replaceAll('_', ' ')}</dt>
            <dd className="break">
              <SourceText>{typeof value === 'string' ? value : JSON.stringify(value)}</SourceText>
            </dd>
          </div>
        ))}
        <div>
          <dt className="quiet">of</dt>
          <dd className="break">
            <code>{entry.subject}</code>
          </dd>
        </div>
        <div>
          <dt className="quiet">hash</dt>
          <dd className="break">
            <code>{entry.hash}</code>
          </dd>
        </div>
        <div>
          <dt className="quiet">follows</dt>
          <dd className="break">
            <code>{entry.previous_hash}</code>
          </dd>
        </div>
        <div>
          <dt className="quiet">more</dt>
          <dd>
            <Link href={asked('who', entry.actor)}>by {name}</Link>,{' '}
            <Link href={asked('what', entry.event)}>of this kind</Link>,{' '}
            <Link href={asked('about', entry.subject)}>about the same</Link>
          </dd>
        </div>
      </dl>
    </details>
  );
}

const BRIEF = 60;
/** The first of what it says, on a line. */
function briefOf(data: Entry['data']): string {
  const [first] = Object.entries(data);
  if (first === undefined) return 'nothing further';
  const value = typeof first[1] === 'string' ? first[1] : JSON.stringify(first[1]);
  const text = `${first[0].replaceAll('_', ' ')}: ${value}`;
  return text.length > BRIEF ? `${text.slice(0, BRIEF)} …` : text;
}
