import type { WordIndex } from '#analytics/retrieval/bm25.ts';
import { type LatentSpace, versionOf } from '#analytics/retrieval/latent-space.ts';
import { spaceFromBytes, spaceToBytes } from '#analytics/retrieval/space-bytes.ts';
import { trainSpaceApart } from '#analytics/retrieval/training.ts';
import { dayOf, daysBetween, type IsoDate } from '#domain/date.ts';
import type { EmbeddingsPort, RetrievalPort, SpacesPort } from '#domain/retrieval.ts';
import type { SearchSpace } from './finder.ts';
import { documentsOf, makeLatentEmbeddings, spaceOptions, trainingTexts } from './index-of-terms.ts';
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

async function trainedOn(
  { terms, spaces }: SpaceDeps,
  titles: readonly string[],
  signal: AbortSignal,
): Promise<LatentSpace> {
  const space = await trainSpaceApart(trainingTexts(terms, titles), spaceOptions(terms), signal);
  await spaces.save({ version: space.version, trained_for: terms.version, body: spaceToBytes(space) });
  return space;
}

/** The offline space in use: the newest stored one for these terms, or one trained now. */
export async function offlineSpace(deps: SpaceDeps, signal: AbortSignal): Promise<SearchSpace> {
  const stored = await deps.spaces.newest(deps.terms.version);
  const space =
    (stored && spaceFromBytes(stored.body)) ??
    (await trainedOn(deps, await deps.spaces.titles(MOST_TITLES), signal));
  const embeddings = makeLatentEmbeddings(space);
  await ensureStored(deps, embeddings, signal);
  return { embeddings, retrieval: deps.retrieval };
}

/** A space goes stale slowly, and a new one costs seconds: after a week, or when the first titles came in. */
const STALE_DAYS = 7;

/** Trains anew on the titles of today where it is time; resolves to the version in use. For a job after a sync. */
export async function retrain(deps: SpaceDeps, today: IsoDate, signal: AbortSignal): Promise<string> {
  const stored = await deps.spaces.newest(deps.terms.version);
  const titles = await deps.spaces.titles(MOST_TITLES);
  const options = spaceOptions(deps.terms);
  const wordsAlone = stored?.version === versionOf(trainingTexts(deps.terms, []), options);
  const fresh = stored !== null && daysBetween(dayOf(stored.trained_at), today) < STALE_DAYS && !wordsAlone;
  if (stored !== null && (fresh || stored.version === versionOf(trainingTexts(deps.terms, titles), options)))
    return stored.version;
  const embeddings = makeLatentEmbeddings(await trainedOn(deps, titles, signal));
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
