import { useState } from 'react';
import type { DevPeople } from '../answers.ts';
import { ApiError, post } from '../api.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

type Choice = DevPeople['items'][number];

/** On one's own machine: choose whose eyes to look through. Elsewhere: the organisation's own sign-in. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const choices = useResource<DevPeople>('/api/dev/people');
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
  if (choices.state === 'loading') {
    return (
      <main className="frame">
        <Loading what="the people" />
      </main>
    );
  }
  // Where people sign in elsewhere there is no such list; anything else is a failure and says so.
  if (choices.state === 'failed' && !isMissing(choices.error)) {
    return (
      <main className="frame">
        <PageHead title="Sign in" />
        <Failure error={choices.error} retry={choices.reload} />
      </main>
    );
  }
  if (choices.state === 'failed') {
    return (
      <main className="frame">
        <PageHead title="Sign in" />
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
      <PageHead title="Who are you today?">
        <p className="quiet measure">
          Fairlead listens on this machine alone, so you may be anybody. Managers, HR and employees each see
          something else.
        </p>
      </PageHead>
      <div className="stack">
        <label className="stack close">
          <span>Find by name, title or role</span>
          <input
            className="field"
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </label>
        {error !== null && <Failure error={error} />}
        {matching.length === 0 && (
          <Empty>
            Nobody fits. Without people yet: <code>npx fairlead import people FILE.csv</code>
          </Empty>
        )}
        {groups.map(({ title, has }) => (
          <Group
            key={title}
            title={title}
            people={matching.filter((person) => groups.find((group) => group.has(person))?.has === has)}
            choose={(email) => void choose(email)}
          />
        ))}
      </div>
    </main>
  );
}

const MISSING = 404;
const isMissing = (error: unknown) => error instanceof ApiError && error.status === MISSING;

/** Each person stands in the first group that fits. */
const groups: { title: string; has: (person: Choice) => boolean }[] = [
  { title: 'HR, audit, administration', has: ({ roles }) => roles.some((role) => special.includes(role)) },
  { title: 'Managers', has: ({ roles }) => roles.includes('manager') },
  { title: 'Employees', has: () => true },
];
const special: Choice['roles'] = ['hr', 'auditor', 'admin'];

function Group({
  title,
  people,
  choose,
}: {
  title: string;
  people: Choice[];
  choose: (email: string) => void;
}) {
  if (people.length === 0) return null;
  return (
    <section className="stack tight">
      <h2>{title}</h2>
      <ul className="people">
        {people.map((person) => (
          <li key={person.email}>
            <button type="button" className="person" onClick={() => choose(person.email)}>
              <strong>{person.name}</strong>
              <span className="quiet">{person.job_title ?? person.email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
