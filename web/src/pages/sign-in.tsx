import { useState } from 'react';
import { post } from '../api.ts';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

interface Choice {
  email: string;
  name: string;
  job_title: string | null;
  roles: string[];
}

/** On one's own machine: choose whose eyes to look through. Elsewhere: the organisation's own sign-in. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const choices = useResource<{ items: Choice[] }>('/api/dev/people');
  const [error, setError] = useState<unknown>(null);
  const [wanted, setWanted] = useState('');
  const choose = async (email: string) => {
    try {
      await post('/api/dev/sign-in', { email });
      onDone();
    } catch (failure) {
      setError(failure);
    }
  };
  if (choices.state === 'loading') return <Loading what="the people" />;
  if (choices.state === 'failed') {
    return (
      <main className="frame">
        <div className="page-head">
          <h1>Fairlead</h1>
        </div>
        <a className="button" href="/api/sign-in">
          Sign in with your organisation
        </a>
      </main>
    );
  }
  const matching = choices.value.items.filter((person) =>
    `${person.name} ${person.email} ${person.job_title ?? ''} ${person.roles.join(' ')}`
      .toLowerCase()
      .includes(wanted.toLowerCase()),
  );
  return (
    <main className="frame">
      <div className="page-head stack tight">
        <h1>Whose eyes?</h1>
        <p className="quiet measure">
          Fairlead listens on this machine alone, so anybody may be chosen. Managers, HR and employees see
          different things.
        </p>
        <label className="stack tight">
          <span className="quiet">Find by name, title or role</span>
          <input className="field" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </label>
      </div>
      {error !== null && <Failure error={error} />}
      {matching.length === 0 && (
        <Empty>Nobody fits. Without people yet: `npx fairlead import people FILE.csv`.</Empty>
      )}
      <ul className="people">
        {matching.map((person) => (
          <li key={person.email}>
            <button type="button" className="person" onClick={() => void choose(person.email)}>
              <strong>{person.name}</strong>
              <span className="quiet">{person.job_title ?? person.email}</span>
              <span className="quiet">{person.roles.filter((role) => role !== 'employee').join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
