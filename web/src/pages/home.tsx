import { Link } from 'wouter';
import type { CycleList, GoalList, Me, ProposalList } from '../answers.ts';
import { Findings } from '../parts/findings.tsx';
import { GoalCard } from '../parts/goal-card.tsx';
import { HomeDecided, HomeFair } from '../parts/home-hr.tsx';
import { HomeGoals, HomeOwn, HomeTalks } from '../parts/home-own.tsx';
import { HomeSince } from '../parts/home-since.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { byUrgency, day } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

/** What needs me, and where to look: what waits and who needs me first, what is said of me and what changed beside it. */
export function Home() {
  const { me } = useSession();
  const isHr = me.roles.includes('hr');
  const decides = isHr || me.roles.includes('manager');
  const led = me.teams.filter((team) => team.manager_id === me.person.id);
  const others = me.teams.filter((team) => team.manager_id !== me.person.id);
  return (
    <>
      <PageHead title={`Good day, ${me.person.name.split(' ')[0]}`} />
      <div className="home">
        <div className="stack">
          {decides && <Waiting />}
          {led.map((team) => (
            <LedTeam key={team.id} team={team} />
          ))}
          {isHr && <HomeDecided />}
          {!decides && <HomeOwn />}
          {!decides && <HomeGoals />}
          {decides && <OffTrack />}
        </div>
        <div className="stack">
          <HomeSince />
          <HomeTalks />
          {isHr && <HomeFair />}
          {decides && <HomeOwn />}
          {others.length > 0 && (
            <OtherTeams teams={others} title={led.length > 0 ? 'Other teams' : 'Teams'} />
          )}
        </div>
      </div>
    </>
  );
}

function OtherTeams({ teams, title }: { teams: Me['teams']; title: string }) {
  return (
    <section className="card stack tight">
      <h2>{title}</h2>
      <ul className="list">
        {teams.map((team) => (
          <li key={team.id}>
            <Link href={`/teams/${team.id}`}>{team.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting() {
  const proposals = useResource<ProposalList>('/api/interventions?state=awaiting_approval');
  if (proposals.state === 'loading') return <Loading what="what waits" />;
  if (proposals.state === 'failed') return <Failure error={proposals.error} retry={proposals.reload} />;
  const mine = proposals.value.items.filter((proposal) => proposal.may_decide).toSorted(byUrgency);
  return (
    <section className="stack tight">
      <h2>Waits for your decision</h2>
      {mine.length === 0 ? (
        <Empty>Nothing waits for you.</Empty>
      ) : (
        <ul className="list">
          {mine.map((proposal) => (
            <li key={proposal.id}>
              <ProposalCard proposal={proposal} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A team that I lead: what its last cycle noticed. */
function LedTeam({ team }: { team: Me['teams'][number] }) {
  const cycles = useResource<CycleList>(`/api/cycles?team_id=${team.id}&limit=1`);
  const last = cycles.state === 'ready' ? cycles.value.items[0] : undefined;
  return (
    <section className="card stack tight">
      <div className="row apart">
        <h2>
          Who needs you in <Link href={`/teams/${team.id}`}>{team.name}</Link>
        </h2>
        {last && <span className="quiet">as of {day(last.as_of)}</span>}
      </div>
      {cycles.state === 'loading' && <Loading what="what was noticed" />}
      {cycles.state === 'failed' && <Failure error={cycles.error} retry={cycles.reload} />}
      {cycles.state === 'ready' && last === undefined && (
        <Empty>No cycle has run for this team yet. Open it to run one.</Empty>
      )}
      {last && last.findings.length === 0 && <Empty>Nothing that needs attention.</Empty>}
      {last && <Findings cycle={last} />}
    </section>
  );
}

/** Goals whose KPIs fall behind, mine and those that I may see. */
function OffTrack() {
  const goals = useResource<GoalList>('/api/goals?status=active&limit=200');
  if (goals.state === 'loading') return <Loading what="goals" />;
  if (goals.state === 'failed') return <Failure error={goals.error} retry={goals.reload} />;
  const behind = goals.value.items.filter(({ kpis }) =>
    kpis.some(({ progress }) => progress?.status === 'off_track' || progress?.status === 'at_risk'),
  );
  if (behind.length === 0) return null;
  return (
    <section className="stack tight">
      <h2>Goals that fall behind</h2>
      <ul className="list">
        {behind.map((goal) => (
          <li key={goal.id}>
            <GoalCard goal={goal} link />
          </li>
        ))}
      </ul>
    </section>
  );
}
