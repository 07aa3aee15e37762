import { Link } from 'wouter';
import type { PersonView, Scorecard } from '../answers.ts';
import { PageHead } from '../parts/page-head.tsx';
import { PersonDrafts } from '../parts/person-drafts.tsx';
import { PersonGoals } from '../parts/person-goals.tsx';
import { PersonReaders } from '../parts/person-readers.tsx';
import { PersonTalks } from '../parts/person-talks.tsx';
import { SeriesList } from '../parts/series-list.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

/** What is known and said of somebody; the same for them as for whoever else may read it. */
export function PersonPage({ id }: { id: string }) {
  const person = useResource<PersonView>(`/api/people/${id}`);
  if (person.state === 'loading') return <Loading what="the person" />;
  if (person.state === 'failed') return <Failure error={person.error} retry={person.reload} />;
  return <Ready person={person.value} />;
}

function Ready({ person: { id, name, job_title, team_id } }: { person: PersonView }) {
  const { me } = useSession();
  const scorecard = useResource<Scorecard>(`/api/people/${id}/scorecard`);
  const team = me.teams.find((candidate) => candidate.id === team_id);
  const isMe = me.person.id === id;
  return (
    <>
      <PageHead title={name}>
        <p className="quiet">
          {job_title ?? 'no job title'}
          {team_id && (
            <>
              {' · '}
              <Link href={`/teams/${team_id}`}>{team?.name ?? 'the team'}</Link>
            </>
          )}
        </p>
        <PersonReaders person={id} name={name} isMe={isMe} />
      </PageHead>
      <div className="stack">
        <PersonDrafts person={id} />
        <section className="card stack tight no-print" aria-labelledby="indicators">
          <h2 id="indicators">Indicators</h2>
          {scorecard.state === 'loading' && <Loading what="indicators" />}
          {scorecard.state === 'failed' && <Failure error={scorecard.error} retry={scorecard.reload} />}
          {scorecard.state === 'ready' && <SeriesList scorecard={scorecard.value} of={name} />}
        </section>
        {scorecard.state === 'ready' && (
          <PersonGoals goals={scorecard.value.goals} name={isMe ? 'you' : name} />
        )}
        <PersonTalks person={id} isMe={isMe} />
      </div>
    </>
  );
}
