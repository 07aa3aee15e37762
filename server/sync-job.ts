import { canBeRead } from '#tools/connectors/registry.ts';
import { type FullRead, type SyncResult, syncSources } from '#tools/sync.ts';
import type { Installation } from './compose.ts';

/** Figures are derived when the last source is read: a dozen slow ones, four at once, are done before the next hour. */
const MINUTES = 15;

/** Reads the sources that can be read, then derives the indicators of everybody. */
export async function syncAndDerive(
  { system, connectors, clock, derive }: Pick<Installation, 'system' | 'connectors' | 'clock' | 'derive'>,
  only: string | null,
  signal: AbortSignal,
  full: FullRead = false,
): Promise<SyncResult[]> {
  const sources = (await system.sources.list()).filter(
    (source) => source.enabled && canBeRead(source) && (only === null || source.id === only),
  );
  const results = await syncSources({
    sources,
    connectorOf: (source) => connectors.of(source),
    signal,
    full,
    minutes: MINUTES,
    ingest: system.ingest,
    people: system.people,
    clock,
  });
  if (!signal.aborted) await derive.all(clock.today());
  return results;
}
