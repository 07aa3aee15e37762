import { Link } from 'wouter';
import type { CycleList, DraftList, GoalList, Me, ProposalList } from '../answers.ts';
import { Findings } from '../parts/findings.tsx';
import { GoalCard } from '../parts/goal-card.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { byUrgency, day, span } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

/** What needs me, and where to look. */
export function Home() {
  const { me } = useSession();
  const decides = me.roles.includes('manager') || me.roles.includes('hr');
  const led = me.teams.filter((team) => team.manager_id === me.person.id);
  const others = me.teams.filter((team) => team.manager_id !== me.person.id);
  return (
    <>
      <PageHead title={`Good day, ${me.person.name.split(' ')[0]}`} />
      <div className="stack">
        {decides && <Waiting />}
        {led.map((team) => (
          <LedTeam key={team.id} team={team} />
        ))}
        <OffTrack />
        <Own />
        {others.length > 0 && (
          <section className="card stack tight">
            <h2>{led.length > 0 ? 'Other teams' : 'Teams'}</h2>
            <ul className="people">
              {others.map((team) => (
                <li key={team.id}>
                  <Link href={`/teams/${team.id}`} className="person">
                    {team.name}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
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
          <Link href={`/teams/${team.id}`}>{team.name}</Link>
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
  if (goals.state !== 'ready') return null;
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

function Own() {
  const { me } = useSession();
  const summaries = useResource<DraftList>(`/api/summaries?person_id=${me.person.id}&limit=1`);
  const latest = summaries.state === 'ready' ? summaries.value.items[0] : undefined;
  return (
    <section className="card stack tight">
      <h2>What is said of you</h2>
      {summaries.state === 'loading' && <Loading what="your summary" />}
      {summaries.state === 'failed' && <Failure error={summaries.error} retry={summaries.reload} />}
      {summaries.state === 'ready' && latest === undefined && (
        <Empty>No summary of you has been drafted yet.</Empty>
      )}
      {latest && (
        <p className="measure">
          <Link href={`/people/${me.person.id}`}>
            Your summary, {span(latest.period.from, latest.period.to)}
          </Link>
          . Open its evidence, and contest what is wrong.
        </p>
      )}
    </section>
  );
}
