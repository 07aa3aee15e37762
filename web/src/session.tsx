import { createContext, type ReactNode, useContext } from 'react';
import type { Me } from './answers.ts';
import { ApiError } from './api.ts';
import { SignIn } from './pages/sign-in.tsx';
import { Failure, Loading } from './parts/states.tsx';
import { useResource } from './use-resource.ts';

const session = createContext<{ me: Me; renew: () => void } | null>(null);

export function useSession() {
  const value = useContext(session);
  if (value === null) throw new Error('useSession outside <Session>');
  return value;
}

/** Knows who is looking, or asks. */
export function Session({ children }: { children: ReactNode }) {
  const me = useResource<Me>('/api/me');
  if (me.state === 'loading') {
    return (
      <main className="frame">
        <Loading what="your session" />
      </main>
    );
  }
  if (me.state === 'ready')
    return <session.Provider value={{ me: me.value, renew: me.reload }}>{children}</session.Provider>;
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn onDone={me.reload} />;
  return (
    <main className="frame">
      <Failure error={me.error} retry={me.reload} />
    </main>
  );
}
