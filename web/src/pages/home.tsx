import { Link } from 'wouter';
import type { DraftList, ProposalList } from '../answers.ts';
import { ProposalCard } from '../parts/proposal-card.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { day } from '../parts/words.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

/** What needs me, and where to look. */
export function Home() {
  const { me } = useSession();
  const decides = me.roles.includes('manager') || me.roles.includes('hr');
  return (
    <>
      <div className="page-head">
        <h1>Good day, {me.person.name.split(' ')[0]}</h1>
      </div>
      <div className="stack">
        {decides && <Waiting />}
        {me.teams.length > 0 && (
          <section className="card stack tight">
            <h2>Teams</h2>
            <ul className="list">
              {me.teams.map((team) => (
                <li key={team.id}>
                  <Link href={`/teams/${team.id}`}>
                    {team.name}{' '}
                    <span className="quiet">{team.manager_id === me.person.id ? 'you manage it' : ''}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Own />
      </div>
    </>
  );
}

function Waiting() {
  const proposals = useResource<ProposalList>('/api/interventions?state=awaiting_approval');
  if (proposals.state === 'loading') return <Loading what="what waits" />;
  if (proposals.state === 'failed') return <Failure error={proposals.error} retry={proposals.reload} />;
  const mine = proposals.value.items.filter((proposal) => proposal.may_decide);
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

function Own() {
  const { me } = useSession();
  const summaries = useResource<DraftList>(`/api/summaries?person_id=${me.person.id}`);
  if (summaries.state !== 'ready') return null;
  const latest = summaries.value.items[0];
  return (
    <section className="card stack tight">
      <h2>What is said of you</h2>
      {latest === undefined ? (
        <Empty>No summary has been drafted yet.</Empty>
      ) : (
        <p>
          <Link href={`/people/${me.person.id}`}>
            Your summary for {day(latest.period.from)} to {day(latest.period.to)}
          </Link>{' '}
          <span className="quiet">Read it, open its evidence, contest what is wrong.</span>
        </p>
      )}
    </section>
  );
}
