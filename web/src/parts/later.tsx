import { type ComponentType, useEffect, useState } from 'react';
import { Loading } from './states.tsx';

/** A busy server refuses files too, and mostly gives them a moment later. */
const ATTEMPTS = 4;
const PAUSE_MS = 1000;

async function patiently<Value>(load: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await load();
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}

/** A page whose code is loaded when it is first drawn, or when `begin` says that it soon will be. */
export type Later<Props extends object> = ComponentType<Props> & { begin: () => Promise<void> };

/**
 * Not React's `lazy`: `Suspense` holds back what has arrived for 300 ms after a "Loading", and a page's code comes
 * sooner than that. A load that fails is thrown where the page would be drawn, and tried anew the next time.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const begin = () => {
    loading ??= patiently(load).then(
      (page) => {
        loaded = page;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  function LaterPage(props: Props) {
    const [, setState] = useState(loaded === null ? 'loading' : 'there');
    useEffect(() => {
      // Also where it has come since it was drawn: then this draws it.
      begin().then(
        () => setState('there'),
        (error: unknown) =>
          setState(() => {
            throw error;
          }),
      );
    }, []);
    const Page = loaded;
    return Page === null ? <Loading what="the page" /> : <Page {...props} />;
  }
  return Object.assign(LaterPage, { begin });
}
