import { parentPort, workerData } from 'node:worker_threads';
import { type SpaceOptions, type TrainingText, trainSpace } from './latent-space.ts';
import { spaceToBytes } from './space-bytes.ts';

// Bytes instead of the space itself: they are handed over, not copied.
const { texts, options }: { texts: TrainingText[]; options: SpaceOptions } = workerData;
const bytes = spaceToBytes(trainSpace(texts, options));
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
