import { useId, useState } from 'react';
import type { IdentityList, PeopleList, SourceList } from '../answers.ts';
import { post } from '../api.ts';
import { useResource } from '../use-resource.ts';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';

type Account = IdentityList['items'][number];

/** What was just done, so that it can be taken back. */
interface Done {
  account: Account;
  words: string;
}

/** Accounts that belong to nobody yet, each with whom it may be; and those that are joined, should one be wrong. */
export function SourceAccounts({ sources, changed }: { sources: SourceList['items']; changed: () => void }) {
  const unmatched = useResource<IdentityList>('/api/identities/unmatched?limit=200');
  const people = useResource<PeopleList>('/api/people?limit=1000');
  const [done, setDone] = useState<Done | null>(null);
  const [error, setError] = useState<unknown>(null);
  const nameOf = (id: string) => sources.find((source) => source.id === id)?.name ?? id;
  const act = async (work: () => Promise<unknown>, next: Done | null) => {
    try {
      await work();
      setError(null);
      setDone(next);
      unmatched.reload();
      changed();
    } catch (failure) {
      setError(failure);
    }
  };
  const join = (account: Account, person: { id: string; name: string }) =>
    act(
      () =>
        post('/api/identities', {
          source_id: account.source_id,
          account: account.account,
          person_id: person.id,
        }),
      { account, words: `${account.display_name ?? account.account} is ${person.name} now.` },
    );
  const release = ({ source_id, account }: Account) =>
    post('/api/identities/release', { source_id, account });
  const everybody = people.state === 'ready' ? people.value.items : [];
  return (
    <section className="card stack tight" id="accounts">
      <h2>Accounts that belong to nobody yet</h2>
      {done !== null && (
        <div className="row" role="status">
          <span>{done.words} The indicators are being worked out anew.</span>
          <button
            type="button"
            className="button second small"
            onClick={() => void act(() => release(done.account), null)}
          >
            Take back
          </button>
        </div>
      )}
      {error !== null && <Failure error={error} />}
      {unmatched.state === 'loading' && <Loading what="accounts" />}
      {unmatched.state === 'failed' && <Failure error={unmatched.error} retry={unmatched.reload} />}
      {unmatched.state === 'ready' && unmatched.value.items.length === 0 && (
        <Empty>Every account is joined to a person.</Empty>
      )}
      {unmatched.state === 'ready' && unmatched.value.items.length > 0 && (
        <>
          <p className="quiet measure">
            What they did counts for nobody until they are joined. Joining takes their whole history along.
          </p>
          <ul className="list">
            {unmatched.value.items.map((account) => (
              <li key={`${account.source_id}${account.account}`} className="row apart">
                <span>
                  <SourceText>{account.display_name ?? account.account}</SourceText>{' '}
                  <span className="quiet">
                    {nameOf(account.source_id)} · {account.email ?? 'no e-mail'}
                  </span>
                </span>
                <Choice
                  account={account}
                  people={everybody}
                  suggested={
                    account.suggested_person_id === null
                      ? null
                      : {
                          id: account.suggested_person_id,
                          name: unmatched.value.names[account.suggested_person_id] ?? 'somebody you know',
                        }
                  }
                  choose={(person) => void join(account, person)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface ChoiceProps {
  account: Account;
  people: readonly { id: string; name: string; email: string | null }[];
  suggested: { id: string; name: string } | null;
  choose(person: { id: string; name: string }): void;
}

function Choice({ account, people, suggested, choose }: ChoiceProps) {
  const [text, setText] = useState('');
  const list = useId();
  const mark = (person: { name: string; email: string | null }) =>
    person.email === null ? person.name : `${person.name} (${person.email})`;
  const chosen = people.find((person) => mark(person) === text) ?? null;
  return (
    <span className="row">
      {suggested !== null && (
        <button type="button" className="button second small" onClick={() => choose(suggested)}>
          It is {suggested.name}
        </button>
      )}
      <input
        type="text"
        className="field slim"
        list={list}
        value={text}
        placeholder="Somebody else …"
        aria-label={`Person of ${account.display_name ?? account.account}`}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <datalist id={list}>
        {people.map((person) => (
          <option key={person.id} value={mark(person)} />
        ))}
      </datalist>
      <button
        type="button"
        className="button second small"
        disabled={chosen === null}
        onClick={() => chosen !== null && choose(chosen)}
      >
        Join
      </button>
    </span>
  );
}
