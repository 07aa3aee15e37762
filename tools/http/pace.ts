/** So many requests in so many milliseconds, as the source's terms have it. */
export interface Pace {
  requests: number;
  per_ms: number;
}

/** Keeps to a pace by a sliding window: how long to wait before the next request, which counts as sent after it. */
export function makePacer({ requests, per_ms }: Pace): (now: number) => number {
  const sent: number[] = [];
  return (now) => {
    while (sent[0] !== undefined && sent[0] <= now - per_ms) sent.shift();
    const first = sent.length >= requests ? sent[sent.length - requests] : undefined;
    const wait = first === undefined ? 0 : Math.max(0, first + per_ms - now);
    sent.push(now + wait);
    return wait;
  };
}
