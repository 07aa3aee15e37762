import { useState } from 'react';
import type { AuditList } from '../answers.ts';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { moment } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

export function AuditPage() {
  const [after, setAfter] = useState('0');
  const entries = useResource<AuditList>(`/api/audit?after=${after}`);
  return (
    <>
      <div className="page-head stack tight">
        <h1>Audit</h1>
        <p className="quiet measure">
          Append-only; each entry holds the hash of the one before. Check it with{' '}
          <code>fairlead audit verify</code>.
        </p>
      </div>
      {entries.state === 'loading' && <Loading what="the log" />}
      {entries.state === 'failed' && <Failure error={entries.error} retry={entries.reload} />}
      {entries.state === 'ready' && entries.value.items.length === 0 && <Empty>No further entries.</Empty>}
      {entries.state === 'ready' && entries.value.items.length > 0 && (
        <div className="card stack tight">
          <div className="scroll">
            <table className="figures">
              <thead>
                <tr>
                  <th className="number">#</th>
                  <th>When</th>
                  <th>Who</th>
                  <th>What</th>
                  <th>Of</th>
                  <th>Hash</th>
                </tr>
              </thead>
              <tbody>
                {entries.value.items.map((entry) => (
                  <tr key={entry.seq}>
                    <td className="number">{entry.seq}</td>
                    <td>{moment(entry.at)}</td>
                    <td>{entry.actor}</td>
                    <td>{entry.event}</td>
                    <td>
                      <SourceText>{entry.subject}</SourceText>
                    </td>
                    <td>
                      <code>{entry.hash.slice(0, 10)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="row">
            {after !== '0' && (
              <button type="button" className="cite" onClick={() => setAfter('0')}>
                From the beginning
              </button>
            )}
            {entries.value.next !== null && (
              <button type="button" className="cite" onClick={() => setAfter(entries.value.next ?? '0')}>
                Later entries
              </button>
            )}
          </div>
        </div>
      )}
    </>
  );
}
