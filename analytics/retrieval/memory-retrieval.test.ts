import { describe } from 'vitest';
import { retrievalConformance } from '#domain/testing/retrieval-conformance.ts';
import { makeMemoryRetrieval } from './memory-retrieval.ts';

describe('retrieval in memory', () => {
  retrievalConformance(async () => makeMemoryRetrieval());
});
