import { SourceError, SystemError } from '#domain/errors.ts';

export const unknownStream = (source: string, stream: string, known: readonly string[]): SystemError =>
  new SystemError('internal', `Source ${source} has no stream ${stream}. It has: ${known.join(', ')}.`, {
    source,
    stream,
  });

/** Between pages that cost no request, by which a read would notice that it shall end. */
export function throwIfStopped(host: string, signal: AbortSignal): void {
  if (signal.aborted)
    throw new SourceError('source-unavailable', `${host}: the read was stopped.`, { host, aborted: true });
}
