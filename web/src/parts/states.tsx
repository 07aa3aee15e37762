import type { ReactNode } from 'react';
import { ApiError } from '../api.ts';

export function Loading({ what }: { what: string }) {
  return (
    <p className="quiet" role="status">
      Loading {what} …
    </p>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="quiet measure">{children}</p>;
}

/** What went wrong, and a way to go on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  const offline = error instanceof ApiError && error.code === 'offline';
  return (
    <div className="card stack tight" role="alert">
      <strong>{offline ? 'Fairlead does not answer.' : 'That did not work.'}</strong>
      <span className="measure">{message}</span>
      {retry && (
        <div>
          <button type="button" className="cite" onClick={retry}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}
