import type { IdentityList, SourceList } from '../answers.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { moment } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

export function SourcesPage() {
  const sources = useResource<SourceList>('/api/sources');
  const unmatched = useResource<IdentityList>('/api/identities/unmatched');
  return (
    <>
      <PageHead title="Sources" />
      <div className="stack">
        {sources.state === 'loading' && <Loading what="sources" />}
        {sources.state === 'failed' && <Failure error={sources.error} retry={sources.reload} />}
        {sources.state === 'ready' && sources.value.items.length === 0 && (
          <Empty>
            No source is set up. Try <code>npx fairlead sources add --help</code>.
          </Empty>
        )}
        {sources.state === 'ready' &&
          sources.value.items.map((source) => (
            <section key={source.id} className="card stack tight">
              <div className="stack close">
                <h2>{source.name}</h2>
                <p className="quiet">
                  {source.vendor} · {source.base_url ?? 'imported files'}
                  {!source.enabled && ' · switched off'}
                </p>
              </div>
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
                        <td>{stream.stream}</td>
                        <td className="nowrap">
                          {stream.last_success_at === null ? 'never' : moment(stream.last_success_at)}
                        </td>
                        <td className="number">{stream.records_seen}</td>
                        <td className="number">{stream.records_rejected}</td>
                        <td>
                          <span className={`tag ${stream.partial ? 'attention' : 'good'}`}>
                            {stream.partial ? 'partial' : 'complete'}
                          </span>{' '}
                          <SourceText>{stream.last_error ?? ''}</SourceText>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            </section>
          ))}
        <section className="card stack tight">
          <h2>Accounts that belong to nobody yet</h2>
          {unmatched.state === 'loading' && <Loading what="accounts" />}
          {unmatched.state === 'failed' && <Failure error={unmatched.error} retry={unmatched.reload} />}
          {unmatched.state === 'ready' && unmatched.value.items.length === 0 && (
            <Empty>Every account is joined to a person.</Empty>
          )}
          {unmatched.state === 'ready' && unmatched.value.items.length > 0 && (
            <p className="quiet measure">
              What they did counts for nobody until they are joined: <code>fairlead people confirm</code>
            </p>
          )}
          {unmatched.state === 'ready' && (
            <ul className="list">
              {unmatched.value.items.map((identity) => (
                <li key={`${identity.source_id}${identity.account}`}>
                  <SourceText>{identity.display_name ?? identity.account}</SourceText>{' '}
                  <span className="quiet">
                    {identity.email ?? 'no e-mail'}
                    {identity.suggested_person_id !== null &&
                      ` · perhaps ${unmatched.value.names[identity.suggested_person_id] ?? 'somebody you know'}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}
