import { useCallback, useEffect, useState } from 'react';
import { get } from './api.ts';

export type Resource<Value> = { reload: () => void } & (
  | { state: 'loading' }
  | { state: 'ready'; value: Value }
  | { state: 'failed'; error: unknown }
);

/** What an address answers; asked again on `reload`, and once more when the address changes. */
export function useResource<Value>(path: string | null): Resource<Value> {
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ path: string; value?: Value; error?: unknown } | null>(null);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again
  useEffect(() => {
    if (path === null) return;
    let wanted = true;
    get<Value>(path).then(
      (value) => wanted && setAnswer({ path, value }),
      (error: unknown) => wanted && setAnswer({ path, error }),
    );
    return () => {
      wanted = false;
    };
  }, [path, turn]);
  if (answer === null || answer.path !== path) return { state: 'loading', reload };
  if ('error' in answer) return { state: 'failed', error: answer.error, reload };
  return { state: 'ready', value: answer.value as Value, reload };
}
