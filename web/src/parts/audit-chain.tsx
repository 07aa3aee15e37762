import type { Answers } from '../api.generated.ts';
import { ApiError } from '../api.ts';
import { useResource } from '../use-resource.ts';
import { Failure, Loading } from './states.tsx';
import { counted } from './words.ts';

const FORBIDDEN = 403;
const isForbidden = (error: unknown) => error instanceof ApiError && error.status === FORBIDDEN;

/** Whether the log's chain holds, as the server has just walked it. */
export function ChainSign() {
  const found = useResource<Answers['GET /api/audit/verify']>('/api/audit/verify');
  if (found.state === 'loading') return <Loading what="whether the chain holds" />;
  // Whoever may not read the log is told so once, by the log itself.
  if (found.state === 'failed' && isForbidden(found.error)) return null;
  if (found.state === 'failed') return <Failure error={found.error} retry={found.reload} />;
  const { ok, entries, broken_at, reason, head_hash } = found.value;
  return (
    <div className="row" role="status">
      <span className={`tag ${ok ? 'good' : 'broken'}`}>{ok ? 'chain holds' : 'chain is broken'}</span>
      {ok ? (
        <span className="quiet">
          {counted(entries, 'entry', 'entries')}, the last with hash <code>{head_hash?.slice(0, 16)}</code>
        </span>
      ) : (
        <strong>
          At entry {broken_at}: {reason}.
        </strong>
      )}
      <button type="button" className="button second small no-print" onClick={found.reload}>
        Check again
      </button>
    </div>
  );
}
