import { Link } from 'wouter';
import type { ConversationList, Draft, DraftList, GoalList } from '../answers.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { GoalCard } from './goal-card.tsx';
import { TalkList } from './person-talks.tsx';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { counted, sectionTitles, span } from './words.ts';

/** What is said of whoever looks: the beginning of their summary, and where to read and contest all of it. */
export function HomeOwn() {
  const { me } = useSession();
  const summaries = useResource<DraftList>(`/api/summaries?person_id=${me.person.id}&limit=1`);
  const latest = summaries.state === 'ready' ? summaries.value.items[0] : undefined;
  return (
    <section className="card stack tight" aria-labelledby="own">
      <h2 id="own">What is said of you</h2>
      {summaries.state === 'loading' && <Loading what="your summary" />}
      {summaries.state === 'failed' && <Failure error={summaries.error} retry={summaries.reload} />}
      {summaries.state === 'ready' && latest === undefined && (
        <Empty>
          No summary of you has been drafted yet. Your <Link href={`/people/${me.person.id}`}>figures</Link>{' '}
          are there already.
        </Empty>
      )}
      {latest && <Beginning draft={latest} page={`/people/${me.person.id}`} />}
    </section>
  );
}

function Beginning({ draft, page }: { draft: Draft; page: string }) {
  const first = Object.keys(sectionTitles).flatMap((section) =>
    draft.claims.filter((claim) => claim.section === section).slice(0, 1),
  );
  return (
    <>
      <p className="quiet">
        Summary, {span(draft.period.from, draft.period.to)}; of each part the first sentence
      </p>
      {first.length === 0 && <Empty>Not enough data for a summary of this period. Nothing is guessed.</Empty>}
      {first.map((claim) => (
        <div key={claim.section} className="stack close">
          <h3 className="overline">{sectionTitles[claim.section ?? '']}</h3>
          <p className="measure">
            <SourceText>{claim.text}</SourceText>
          </p>
        </div>
      ))}
      <p className="measure">
        <Link href={page}>Your summary, {counted(draft.claims.length, 'sentence')}</Link>: see what each rests
        on, and contest what is wrong.
      </p>
    </>
  );
}

/** Goals of whoever looks. */
export function HomeGoals() {
  const { me } = useSession();
  const goals = useResource<GoalList>(`/api/goals?owner_id=${me.person.id}&status=active&limit=50`);
  return (
    <section className="stack tight" aria-labelledby="my-goals">
      <h2 id="my-goals">Your goals</h2>
      {goals.state === 'loading' && <Loading what="your goals" />}
      {goals.state === 'failed' && <Failure error={goals.error} retry={goals.reload} />}
      {goals.state === 'ready' && goals.value.items.length === 0 && (
        <Empty>
          No goal of yours is under way. <Link href="/goals">Say one in plain words</Link>, and Fairlead makes
          it measurable.
        </Empty>
      )}
      {goals.state === 'ready' && goals.value.items.length > 0 && (
        <ul className="list">
          {goals.value.items.map((goal) => (
            <li key={goal.id}>
              <GoalCard goal={goal} link />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Planned one-to-ones of whoever looks, the soonest first. */
export function HomeTalks() {
  const { me } = useSession();
  const talks = useResource<ConversationList>('/api/conversations?state=planned&limit=200');
  const mine =
    talks.state === 'ready'
      ? talks.value.items.filter(
          ({ with_person_id, host_person_id }) =>
            with_person_id === me.person.id || host_person_id === me.person.id,
        )
      : [];
  return (
    <section className="card stack tight" aria-labelledby="talks">
      <h2 id="talks">Next one-to-ones</h2>
      {talks.state === 'loading' && <Loading what="one-to-ones" />}
      {talks.state === 'failed' && <Failure error={talks.error} retry={talks.reload} />}
      {talks.state === 'ready' && mine.length === 0 && (
        <Empty>None is planned through Fairlead. An approved check-in or talk appears here.</Empty>
      )}
      <TalkList talks={mine} />
    </section>
  );
}
