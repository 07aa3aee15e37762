import { useCallback, useEffect, useState } from 'react';

/** Of the connection to the server: it comes back by itself when `broken`, not when `refused`. */
export type Link = 'open' | 'broken' | 'refused';

export interface Following<Progress> {
  /** What was told last; null before anything was. */
  progress: Progress | null;
  link: Link;
  /** Asks anew after a refusal. */
  again(): void;
}

/**
 * Follows the `progress` events of an address until the last one; a null address follows nothing. `onEnd` is called
 * after the last event, and when the server refuses to go on: either way asking for the thing itself says what is.
 */
export function useProgress<Progress>(
  path: string | null,
  isLast: (progress: Progress) => boolean,
  onEnd: () => void,
): Following<Progress> {
  const [turn, setTurn] = useState(0);
  const [told, setTold] = useState<{ path: string; progress: Progress } | null>(null);
  const [link, setLink] = useState<Link>('open');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks anew
  useEffect(() => {
    setLink('open');
    if (path === null) return;
    const stream = new EventSource(path);
    const show = (message: MessageEvent<string>) => {
      const progress: Progress = JSON.parse(message.data);
      setTold({ path, progress });
      if (!isLast(progress)) return;
      stream.close();
      onEnd();
    };
    const broken = () => {
      // A browser comes back by itself after a break; a refusal ends the stream.
      const refused = stream.readyState === EventSource.CLOSED;
      setLink(refused ? 'refused' : 'broken');
      if (refused) onEnd();
    };
    stream.addEventListener('open', () => setLink('open'));
    stream.addEventListener('progress', show);
    stream.addEventListener('error', broken);
    return () => stream.close();
  }, [path, turn, isLast, onEnd]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { progress: told?.path === path ? told.progress : null, link, again };
}
