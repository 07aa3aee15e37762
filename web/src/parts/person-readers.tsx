import { Link } from 'wouter';
import type { ReaderList } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { counted } from './words.ts';

type Reader = ReaderList['items'][number];

const ways: Record<Reader['because'], string> = {
  self: 'it is about them',
  manager: 'in the reporting line',
  hr: 'HR',
};

/** Who may read this page, as the server answers; folded away until somebody asks. */
export function PersonReaders({ person, name, isMe }: { person: string; name: string; isMe: boolean }) {
  const readers = useResource<ReaderList>(`/api/people/${person}/readers`);
  if (readers.state === 'loading') return <p className="quiet">Asking who may see this page …</p>;
  if (readers.state === 'failed')
    return (
      <p className="quiet">
        Who may see this page could not be read.{' '}
        <button type="button" className="button second small" onClick={readers.reload}>
          Ask again
        </button>
      </p>
    );
  const others = readers.value.items.filter(({ because }) => because !== 'self');
  return (
    <details className="quiet no-print">
      <summary>
        Seen by {isMe ? 'you' : name} and {counted(others.length, 'other person', 'other people')}
      </summary>
      <ul className="readers">
        {others.map((reader) => (
          <li key={reader.person_id}>
            {reader.name} <span className="quiet">({ways[reader.because]})</span>
          </li>
        ))}
      </ul>
      <p className="measure">
        Nobody else can open the figures, summaries and plans here; the database itself refuses. Goals may be
        shared more widely: each says with whom on <Link href="/goals">its page</Link>.
      </p>
    </details>
  );
}
