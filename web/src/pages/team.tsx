import { useState } from 'react';
import { Link } from 'wouter';
import type { Cycle, CycleList, Me, PeopleList, StartedCycle, TeamScorecard } from '../answers.ts';
import { post } from '../api.ts';
import { TeamComparisonCard } from '../parts/comparison-list.tsx';
import { CycleProgress } from '../parts/cycle-progress.tsx';
import { Findings } from '../parts/findings.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SeriesList } from '../parts/series-list.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TeamHeat } from '../parts/team-heat.tsx';
import { TeamProposals } from '../parts/team-proposals.tsx';
import { counted, day, span } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

export function TeamPage({ id }: { id: string }) {
  const { me } = useSession();
  const people = useResource<PeopleList>(`/api/people?team_id=${id}&limit=200`);
  const scorecard = useResource<TeamScorecard>(`/api/teams/${id}/scorecard`);
  const team = me.teams.find((candidate) => candidate.id === id);
  return (
    <>
      <PageHead title={team?.name ?? 'Team'} />
      <div className="stack">
        {(isLedBy(me, id) || me.roles.includes('hr') || me.roles.includes('admin')) && <MainJob team={id} />}
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
        <TeamHeat team={id} name={team?.name ?? 'team'} />
        <TeamComparisonCard team={id} name={team?.name ?? 'team'} />
        <section className="card stack tight">
          <h2>Indicators of the team</h2>
          {scorecard.state === 'loading' && <Loading what="indicators" />}
          {scorecard.state === 'failed' && <Failure error={scorecard.error} retry={scorecard.reload} />}
          {scorecard.state === 'ready' && (
            <SeriesList scorecard={scorecard.value} of={team?.name ?? 'team'} />
          )}
        </section>
      </div>
    </>
  );
}

/** Whether the team, or one that it belongs to, is theirs. The server has the last word. */
function isLedBy(me: Me, id: string): boolean {
  const seen = new Set<string>();
  let team = me.teams.find((candidate) => candidate.id === id);
  while (team !== undefined && !seen.has(team.id)) {
    if (team.manager_id === me.person.id) return true;
    seen.add(team.id);
    const parent: string | null = team.parent_id;
    team = me.teams.find((candidate) => candidate.id === parent);
  }
  return false;
}

/** The team's last cycle: progress while it runs, what came of it afterwards. */
function MainJob({ team }: { team: string }) {
  const cycles = useResource<CycleList>(`/api/cycles?team_id=${team}&limit=1`);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setError(null);
    try {
      await post<StartedCycle>('/api/cycles', { team_id: team });
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
    <section className="card stack">
      <div className="row apart">
        <h2>What needs attention</h2>
        <button
          type="button"
          className="button second small no-print"
          disabled={running}
          onClick={() => void run()}
        >
          {running ? 'Running' : 'Run the cycle now'}
        </button>
      </div>
      {last === undefined && (
        <Empty>
          No cycle has run for this team. It drafts summaries and plans, looks for overload, and proposes.
        </Empty>
      )}
      {last && running && <CycleProgress key={last.id} id={last.id} onEnd={cycles.reload} />}
      {last && !running && <Came cycle={last} />}
      {error !== null && <Failure error={error} />}
    </section>
  );
}

function Came({ cycle }: { cycle: Cycle }) {
  if (cycle.result === null) {
    return (
      <p className="break">
        <span className="tag broken">failed</span> {cycle.error?.message}
      </p>
    );
  }
  const { summary_ids, intervention_ids, claims_kept, claims_dropped, fallbacks, not_enough_data } =
    cycle.result;
  return (
    <>
      {cycle.findings.length === 0 ? (
        <Empty>Nothing that needs attention.</Empty>
      ) : (
        <Findings cycle={cycle} />
      )}
      <TeamProposals ids={intervention_ids} />
      <p className="quiet measure">
        As of {day(cycle.as_of)}, for {span(cycle.period.from, cycle.period.to)}:{' '}
        {counted(summary_ids.length, 'summary', 'summaries')}
        {not_enough_data > 0 && ` (${not_enough_data} without enough data)`};{' '}
        {counted(claims_kept, 'sentence')} kept and {claims_dropped} left out by the check
        {fallbacks > 0 && `; ${fallbacks} written offline because the model failed`}.
      </p>
    </>
  );
}
