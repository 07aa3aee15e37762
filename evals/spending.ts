import { AsyncLocalStorage } from 'node:async_hooks';

/** What the writer spends while one case is judged, however many are judged at once. */
const within = new AsyncLocalStorage<{ tokens: number }>();

export const spend = (tokens: number): void => {
  const purse = within.getStore();
  if (purse !== undefined) purse.tokens += tokens;
};

export async function counting<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; tokens: number }> {
  const purse = { tokens: 0 };
  return { result: await within.run(purse, work), tokens: purse.tokens };
}
