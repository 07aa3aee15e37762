import type { Connector, ReadPage } from '#domain/source.ts';

const { signal } = new AbortController();

/** A whole read of a stream. */
export async function readStream(
  connector: Connector,
  stream: string,
  cursor: ReadPage['cursor'] = null,
): Promise<ReadPage & { ids: Set<string> }> {
  const pages: ReadPage[] = [];
  for await (const page of connector.read(stream, cursor, signal)) pages.push(page);
  const records = pages.flatMap((page) => page.records);
  return {
    records,
    accounts: pages.flatMap((page) => page.accounts),
    faults: pages.flatMap((page) => page.faults),
    cursor: pages.at(-1)?.cursor ?? null,
    ids: new Set(records.map(({ external_id }) => external_id)),
  };
}

/** Everything that a connector gives, as text: what is forbidden may not be in it. */
export async function readEverything(connector: Connector): Promise<string> {
  const all = [];
  for (const stream of connector.streams) all.push(await readStream(connector, stream));
  return JSON.stringify(all.map(({ ids, ...read }) => ({ ...read, ids: [...ids] })));
}
