import { SystemError } from '#domain/errors.ts';

export const unknownStream = (source: string, stream: string, known: readonly string[]): SystemError =>
  new SystemError('internal', `Source ${source} has no stream ${stream}. It has: ${known.join(', ')}.`, {
    source,
    stream,
  });
