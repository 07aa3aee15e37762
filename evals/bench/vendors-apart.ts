import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SmallVendors } from '#server/testing/small-house.ts';

/** The simulated systems in a process of their own; `close` ends it, and so does the end of this one. */
export async function startVendorsApart(
  copies: number,
  weeks: number,
): Promise<Pick<SmallVendors, 'people_csv' | 'sources' | 'close'>> {
  const file = fileURLToPath(new URL('vendors-process.ts', import.meta.url));
  const child = fork(file, [String(copies), String(weeks)], {
    // Not this process's own: its profile is of ours alone.
    execArgv: ['--max-old-space-size=4096'],
  });
  const gone = once(child, 'exit');
  const [told] = await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => {
      throw new Error(`The process of the simulated systems ended with ${code} before they were up.`);
    }),
  ]);
  const { people_csv, sources } = told as Pick<SmallVendors, 'people_csv' | 'sources'>;
  return {
    people_csv,
    sources,
    close: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
