import type { WordIndex } from '#analytics/retrieval/bm25.ts';
import type { LatentSpace } from '#analytics/retrieval/latent-space.ts';
import { spaceFromBytes, spaceToBytes } from '#analytics/retrieval/space-bytes.ts';
import type { EmbeddingsPort, RetrievalPort, SpacesPort } from '#domain/retrieval.ts';
import type { SearchSpace } from './finder.ts';
import { documentsOf, makeLatentEmbeddings, trainOn } from './index-of-terms.ts';
import type { Terms } from './terms.ts';

/** Newest titles that the space learns from: beyond these little changes, and training stays within seconds. */
export const MOST_TITLES = 3000;

export interface SpaceDeps {
  terms: Terms;
  index: WordIndex;
  spaces: SpacesPort;
  retrieval: RetrievalPort;
}

/** Stores the terms as these embeddings see them, unless they are stored already. */
async function ensureStored(
  { terms, index, retrieval }: SpaceDeps,
  embeddings: EmbeddingsPort,
  signal: AbortSignal,
) {
  if ((await retrieval.count(embeddings.version)) === terms.terms.length) return;
  await retrieval.save(embeddings.version, await documentsOf(terms, index, embeddings, signal));
}

async function trained(deps: SpaceDeps): Promise<LatentSpace> {
  const space = trainOn(deps.terms, await deps.spaces.titles(MOST_TITLES));
  await deps.spaces.save({
    version: space.version,
    trained_for: deps.terms.version,
    body: spaceToBytes(space),
  });
  return space;
}

/** The offline space in use: the newest stored one for these terms, or one trained now. */
export async function offlineSpace(deps: SpaceDeps, signal: AbortSignal): Promise<SearchSpace> {
  const stored = await deps.spaces.newest(deps.terms.version);
  const space = (stored && spaceFromBytes(stored.body)) ?? (await trained(deps));
  const embeddings = makeLatentEmbeddings(space);
  await ensureStored(deps, embeddings, signal);
  return { embeddings, retrieval: deps.retrieval };
}

/** Trains on the titles of today; for a job after a sync. The same titles give the same space and change nothing. */
export async function retrain(deps: SpaceDeps, signal: AbortSignal): Promise<string> {
  const embeddings = makeLatentEmbeddings(await trained(deps));
  await ensureStored(deps, embeddings, signal);
  return embeddings.version;
}

/** The space of an outside server. @throws SourceError where it fails. */
export async function outsideSpace(
  deps: SpaceDeps,
  embeddings: EmbeddingsPort,
  signal: AbortSignal,
): Promise<SearchSpace> {
  const versioned: EmbeddingsPort = {
    version: `${embeddings.version}:${deps.terms.version}`,
    embed: (texts, stop) => embeddings.embed(texts, stop),
  };
  await ensureStored(deps, versioned, signal);
  return { embeddings: versioned, retrieval: deps.retrieval };
}
