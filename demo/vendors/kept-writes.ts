import type { JsonValue } from '#domain/json.ts';
import type { VendorHandler, VendorReply, VendorRequest } from './http-server.ts';

/** A write that a simulated vendor took. */
export interface KeptWrite {
  vendor: string;
  method: string;
  path: string;
  body: JsonValue;
  at: string;
}

export interface WriteKeeping {
  vendor: string;
  now?: () => Date;
  /** Writes of earlier runs, in order. */
  kept?: readonly KeptWrite[];
  onTaken?(write: KeptWrite): void;
  /** Whether a request changes something; by its method where this is left out. */
  isWrite?(request: VendorRequest): boolean;
}

/** A request as far as a change depends on it: done again, it changes the same. */
export interface TimedRequest extends VendorRequest {
  at: string;
}

const again = ({ method, path, body, at }: KeptWrite): TimedRequest => ({
  method,
  path,
  body,
  at,
  query: new URLSearchParams(),
  headers: {},
  page_fault: null,
});

/**
 * A handler whose writes outlive a restart: earlier ones are done again at once, and each new one that succeeds is
 * handed over before it is answered. `allowed` is asked of living requests only.
 */
export function keepWrites(
  keeping: WriteKeeping,
  allowed: (request: VendorRequest) => VendorReply | null,
  answer: (request: TimedRequest) => VendorReply,
): VendorHandler {
  const { vendor, now = () => new Date(), kept = [], onTaken } = keeping;
  const isWrite = keeping.isWrite ?? (({ method }: VendorRequest) => method !== 'GET');
  for (const write of kept) answer(again(write));
  return (request) => {
    const refusal = allowed(request);
    if (refusal !== null) return refusal;
    const at = now().toISOString();
    const reply = answer({ ...request, at });
    if (isWrite(request) && reply.status < 300)
      onTaken?.({
        vendor,
        method: request.method,
        path: request.path,
        body: JSON.parse(JSON.stringify(request.body ?? null)),
        at,
      });
    return reply;
  };
}
