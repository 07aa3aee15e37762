import { Component, type ReactNode } from 'react';
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

/** By status; 0 is no answer at all. */
const headings: Record<string, string> = {
  0: 'Fairlead does not answer.',
  401: 'You are signed out.',
  403: 'That is not for you to see or do.',
  404: 'That is not there, or not for you to see.',
};

/** What went wrong, and a way to go on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof ApiError ? error.status : null;
  return (
    <div className="card stack tight" role="alert">
      <strong>{headings[String(status)] ?? 'That did not work.'}</strong>
      <span className="measure break">{message}</span>
      {status === 401 && (
        <div>
          <a className="button small" href="/">
            Sign in again
          </a>
        </div>
      )}
      {retry && (
        <div>
          <button type="button" className="button second small" onClick={retry}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

/** A page that fails says so, and the rest goes on. After an update its file may be gone: loading anew brings the new one. */
export class Rescue extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error === null ? (
      this.props.children
    ) : (
      <Failure error={error} retry={() => window.location.reload()} />
    );
  }
}
