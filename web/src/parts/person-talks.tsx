import { Link } from 'wouter';
import type { ConversationList } from '../answers.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { day, purposes } from './words.ts';

type Conversation = ConversationList['items'][number];

/** One-to-ones that are planned with somebody, and what came of earlier ones; the two who talk read the same. */
export function PersonTalks({ person, isMe }: { person: string; isMe: boolean }) {
  const talks = useResource<ConversationList>('/api/conversations?limit=200');
  return (
    <section className="card stack tight no-print" aria-labelledby="talks">
      <h2 id="talks">One-to-ones</h2>
      {talks.state === 'loading' && <Loading what="one-to-ones" />}
      {talks.state === 'failed' && <Failure error={talks.error} retry={talks.reload} />}
      {talks.state === 'ready' && (
        <Talks
          talks={talks.value.items.filter((talk) => involves(talk, person))}
          none={
            isMe
              ? 'None is planned with you through Fairlead.'
              : 'None is planned through Fairlead, or it is between other people.'
          }
        />
      )}
    </section>
  );
}

const involves = ({ with_person_id, host_person_id }: Conversation, person: string) =>
  with_person_id === person || host_person_id === person;

function Talks({ talks, none }: { talks: Conversation[]; none: string }) {
  const planned = talks.filter(({ state }) => state === 'planned');
  const held = talks.filter(({ state }) => state === 'held');
  return (
    <>
      {planned.length === 0 && <Empty>{none}</Empty>}
      <TalkList talks={planned} />
      {held.length > 0 && (
        <details>
          <summary>Held already ({held.length})</summary>
          <TalkList talks={held} />
        </details>
      )}
    </>
  );
}

/** Planned or held one-to-ones, the soonest first. */
export function TalkList({ talks }: { talks: Conversation[] }) {
  const { me } = useSession();
  if (talks.length === 0) return null;
  return (
    <ul className="list ruled">
      {talks.map((talk) => {
        const isHost = talk.host_person_id === me.person.id;
        const other = isHost ? talk.with_person_id : talk.host_person_id;
        // hr reads the talks of others too.
        const isOfOthers = !isHost && talk.with_person_id !== me.person.id;
        return (
          <li key={talk.id} className="stack close">
            <span>
              {purposes[talk.purpose] ?? talk.purpose} {talk.state === 'planned' ? 'by' : 'was due'}{' '}
              {day(talk.due_on)} with{' '}
              {isHost ? (
                <Link href={`/people/${other}`}>{talk.names[other] ?? 'somebody'}</Link>
              ) : (
                (talk.names[other] ?? 'somebody')
              )}
              {isOfOthers && ` and ${talk.names[talk.with_person_id] ?? 'somebody'}`}
            </span>
            {talk.topics.length > 0 && (
              <span className="quiet measure">
                To talk about: <SourceText>{talk.topics.join('; ')}</SourceText>
              </span>
            )}
            {talk.note !== null && (
              <span className="quiet measure">
                Noted: <SourceText>{talk.note}</SourceText>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
