import { Worker } from 'node:worker_threads';
import { SystemError } from '#domain/errors.ts';
import type { LatentSpace, SpaceOptions, TrainingText } from './latent-space.ts';
import { spaceFromBytes } from './space-bytes.ts';

/** Trains in a thread of its own: seconds of computing during which requests would wait. The same as `trainSpace`. */
export async function trainSpaceApart(
  texts: readonly TrainingText[],
  options: SpaceOptions,
  signal: AbortSignal,
): Promise<LatentSpace> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./training-thread.ts', import.meta.url), {
    workerData: { texts, options },
  });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const bytes = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new SystemError('internal', 'Training the embeddings was stopped.')));
    });
    const space = bytes instanceof Uint8Array ? spaceFromBytes(bytes) : null;
    if (space === null) throw new SystemError('internal', 'Training the embeddings gave no space.');
    return space;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
