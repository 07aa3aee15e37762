/** One line of a terminal for many suites at once. */
export interface Status {
  judged(suite: string, count: number): void;
  ended(suite: string): void;
  clear(): void;
}

/** Often enough to be seen to move; each case would be thousands of lines. */
const EVERY_MS = 100;

export function makeStatus(show: (text: string | null) => void, suites: number): Status {
  const running = new Map<string, number>();
  let [ended, shown] = [0, Number.NEGATIVE_INFINITY];
  const draw = () => {
    shown = performance.now();
    const each = [...running].map(([suite, count]) => `${suite} ${count}`).join(', ');
    show(`${ended} of ${suites} suites${each === '' ? '' : `; cases judged: ${each}`}`);
  };
  return {
    judged(suite, count) {
      running.set(suite, count);
      if (performance.now() - shown >= EVERY_MS) draw();
    },
    ended(suite) {
      running.delete(suite);
      ended += 1;
      // What is told of a suite has a line of its own.
      show(null);
      shown = Number.NEGATIVE_INFINITY;
    },
    clear: () => show(null),
  };
}
