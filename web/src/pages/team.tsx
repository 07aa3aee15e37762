import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Cycle, CycleEvent, CycleList, PeopleList, TeamScorecard } from '../answers.ts';
import { post } from '../api.ts';
import { ScorecardTable } from '../parts/scorecard-table.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { day } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

export function TeamPage({ id }: { id: string }) {
  const { me } = useSession();
  const people = useResource<PeopleList>(`/api/people?team_id=${id}&limit=200`);
  const scorecard = useResource<TeamScorecard>(`/api/teams/${id}/scorecard`);
  const team = me.teams.find((candidate) => candidate.id === id);
  const mayRun = me.roles.includes('manager') || me.roles.includes('hr') || me.roles.includes('admin');
  return (
    <>
      <div className="page-head">
        <h1>{team?.name ?? 'Team'}</h1>
      </div>
      <div className="stack">
        {mayRun && <MainJob team={id} />}
        <section className="card stack tight">
          <h2>People</h2>
          {people.state === 'loading' && <Loading what="the people" />}
          {people.state === 'failed' && <Failure error={people.error} retry={people.reload} />}
          {people.state === 'ready' && people.value.items.length === 0 && (
            <Empty>Nobody whom you may see.</Empty>
          )}
          {people.state === 'ready' && (
            <ul className="people">
              {people.value.items.map((person) => (
                <li key={person.id}>
                  <Link href={`/people/${person.id}`} className="person">
                    <strong>{person.name}</strong>
                    <span className="quiet">{person.job_title}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section className="card stack tight">
          <h2>Indicators of the team</h2>
          {scorecard.state === 'loading' && <Loading what="indicators" />}
          {scorecard.state === 'failed' && <Failure error={scorecard.error} retry={scorecard.reload} />}
          {scorecard.state === 'ready' && <ScorecardTable scorecard={scorecard.value} />}
        </section>
      </div>
    </>
  );
}

/** The team's last cycle: progress while it runs, what came of it afterwards. */
function MainJob({ team }: { team: string }) {
  const cycles = useResource<CycleList>(`/api/cycles?team_id=${team}&limit=1`);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setError(null);
    try {
      await post<Cycle>('/api/cycles', { team_id: team });
      cycles.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if (cycles.state === 'loading') return <Loading what="the last cycle" />;
  if (cycles.state === 'failed') return <Failure error={cycles.error} retry={cycles.reload} />;
  const last = cycles.value.items[0];
  const running = last?.state === 'queued' || last?.state === 'running';
  return (
    <section className="card stack tight">
      <h2>Summaries, plans, proposals</h2>
      {last === undefined && <Empty>No cycle has run for this team.</Empty>}
      {last && running && <Progress id={last.id} onEnd={cycles.reload} />}
      {last && !running && <Came cycle={last} />}
      <div>
        <button type="button" className="button second" disabled={running} onClick={() => void run()}>
          {running ? 'Running' : 'Run it now'}
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </section>
  );
}

function Came({ cycle }: { cycle: Cycle }) {
  if (cycle.result === null) {
    return (
      <p>
        <span className="tag broken">failed</span> {cycle.error?.message}
      </p>
    );
  }
  const { summary_ids, intervention_ids, claims_kept, claims_dropped, fallbacks, not_enough_data } =
    cycle.result;
  return (
    <div className="stack tight">
      <p>
        Run on {day(cycle.created_at)} for {day(cycle.period.from)} to {day(cycle.period.to)}:{' '}
        {summary_ids.length} summaries
        {not_enough_data > 0 && ` (${not_enough_data} without enough data)`}, {claims_kept} sentences kept and{' '}
        {claims_dropped} dropped by the check
        {fallbacks > 0 && `, ${fallbacks} written offline because the model failed`},{' '}
        {intervention_ids.length} {intervention_ids.length === 1 ? 'proposal' : 'proposals'}.
      </p>
      {cycle.findings.length > 0 && (
        <ul className="list">
          {cycle.findings.map((finding) => (
            <li key={finding.id}>
              <span
                className={`tag ${finding.severity === 'note' ? 'plain' : finding.severity === 'attention' ? 'attention' : 'broken'}`}
              >
                {finding.severity}
              </span>{' '}
              {finding.person_id && (
                <Link href={`/people/${finding.person_id}`}>
                  {cycle.names[finding.person_id] ?? 'somebody'}
                </Link>
              )}{' '}
              <SourceText>{finding.reasons.join(' ')}</SourceText>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Progress({ id, onEnd }: { id: string; onEnd: () => void }) {
  const [event, setEvent] = useState<CycleEvent | null>(null);
  useEffect(() => {
    const stream = new EventSource(`/api/cycles/${id}/events`);
    const show = (message: MessageEvent<string>) => {
      const progress: CycleEvent = JSON.parse(message.data);
      setEvent(progress);
      if (progress.step === 'done' || progress.step === 'failed') {
        stream.close();
        onEnd();
      }
    };
    stream.addEventListener('progress', show);
    return () => stream.close();
  }, [id, onEnd]);
  return (
    <p role="status">
      {event === null ? 'Waiting to begin …' : `${event.message} (${event.done} of ${event.total})`}{' '}
      {event !== null && event.total > 0 && (
        <progress value={event.done} max={event.total} aria-label={event.message} />
      )}
    </p>
  );
}
