import type { CyclesPort } from '#domain/ports.ts';
import type { StoreEvaluations } from '#store/ports.ts';

/** Wakes those who wait for something to change, within this process; elsewhere they look again after a while. */
export interface News {
  tell(topic: string): void;
  /** Resolves when there is news of the topic, at the latest after so many milliseconds or when nobody waits any more. */
  next(topic: string, atMostMs: number, signal?: AbortSignal): Promise<void>;
}

export function makeNews(): News {
  const waiting = new Map<string, Set<() => void>>();
  return {
    tell(topic) {
      for (const wake of waiting.get(topic) ?? []) wake();
    },
    next(topic, atMostMs, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wakers = waiting.get(topic) ?? new Set();
        waiting.set(topic, wakers);
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          wakers.delete(wake);
          if (wakers.size === 0) waiting.delete(topic);
          resolve();
        };
        const timer = setTimeout(wake, atMostMs);
        wakers.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
      });
    },
  };
}

/** The same port, telling whoever follows a cycle that it moved. */
export function announced<Port extends CyclesPort>(port: Port, news: News): Port {
  return {
    ...port,
    async report(id, key, event) {
      await port.report(id, key, event);
      news.tell(id);
    },
    async finish(id, result) {
      await port.finish(id, result);
      news.tell(id);
    },
    async fail(id, error) {
      await port.fail(id, error);
      news.tell(id);
    },
  };
}

/** What a run of evaluations writes as it goes, telling whoever follows it that it moved. */
export function announcedRuns<Runs extends Pick<StoreEvaluations, 'progress' | 'finish'>>(
  runs: Runs,
  news: News,
): Runs {
  return {
    ...runs,
    async progress(id, line) {
      await runs.progress(id, line);
      news.tell(id);
    },
    async finish(id, end) {
      await runs.finish(id, end);
      news.tell(id);
    },
  };
}
