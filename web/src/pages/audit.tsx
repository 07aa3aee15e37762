import { useState } from 'react';
import { Link } from 'wouter';
import type { AuditList, PeopleList } from '../answers.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { moment } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

/** Where a subject can be looked at, by the beginning of its id. */
const places: Record<string, string> = { itv: '/inbox/', per: '/people/', team: '/teams/' };

export function AuditPage() {
  const [after, setAfter] = useState('0');
  const entries = useResource<AuditList>(`/api/audit?after=${after}`);
  const people = useResource<PeopleList>('/api/people?limit=1000');
  const names = new Map(
    people.state === 'ready' ? people.value.items.map(({ id, name }) => [id, name] as const) : [],
  );
  return (
    <>
      <PageHead title="Audit">
        <p className="quiet measure">
          Entries are only ever added, and each holds the hash of the one before it, so a changed or missing
          one shows. Check an export with <code>fairlead audit verify</code>.
        </p>
      </PageHead>
      {entries.state === 'loading' && <Loading what="the log" />}
      {entries.state === 'failed' && <Failure error={entries.error} retry={entries.reload} />}
      {entries.state === 'ready' && entries.value.items.length === 0 && <Empty>No further entries.</Empty>}
      {entries.state === 'ready' && entries.value.items.length > 0 && (
        <div className="card stack tight">
          <Entries entries={entries.value.items} names={names} />
          <div className="row">
            {after !== '0' && (
              <button type="button" className="button second small" onClick={() => setAfter('0')}>
                From the beginning
              </button>
            )}
            {entries.value.next !== null && (
              <button
                type="button"
                className="button second small"
                onClick={() => setAfter(entries.value.next ?? '0')}
              >
                Later entries
              </button>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Entries({ entries, names }: { entries: AuditList['items']; names: Map<string, string> }) {
  return (
    <Scroll label="Audit log">
      <table className="figures">
        <thead>
          <tr>
            <th className="number">No.</th>
            <th>When</th>
            <th>Who</th>
            <th>What</th>
            <th>Of</th>
            <th>Hash</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.seq}>
              <td className="number">{entry.seq}</td>
              <td className="nowrap">{moment(entry.at)}</td>
              <td>{names.get(entry.actor) ?? entry.actor}</td>
              <td>{entry.event.replaceAll('-', ' ')}</td>
              <td>
                <Subject id={entry.subject} name={names.get(entry.subject)} />
              </td>
              <td>
                <code>{entry.hash.slice(0, 10)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Subject({ id, name }: { id: string; name: string | undefined }) {
  const place = places[id.split('_')[0] ?? ''];
  const text = <SourceText>{name ?? id}</SourceText>;
  return place === undefined ? text : <Link href={`${place}${id}`}>{text}</Link>;
}
