import { z } from 'zod';
import type { Source, StreamState } from './source.ts';

/**
 * How a source stands: `fresh` all streams were read lately; `late` not lately; `partial` a read left records out;
 * `failing` a read ended early; `reading` one that takes several syncs is under way; `never` nothing was read yet; `off` it
 * is switched off; `file` only takes files.
 */
export const sourceHealth = z.enum([
  'fresh',
  'late',
  'partial',
  'failing',
  'reading',
  'never',
  'off',
  'file',
]);
export type SourceHealth = z.infer<typeof sourceHealth>;

export const sourceState = z.object({
  health: sourceHealth,
  /** Hours since every stream was last read to its end; null where one never was. */
  lag_hours: z.number().nonnegative().nullable(),
  /** Share of records that could be taken, 0 to 1; null before anything was read. */
  taken_share: z.number().min(0).max(1).nullable(),
  /** Accounts of people at the source, bots left out, and how many are joined to one. */
  accounts: z.int().nonnegative(),
  joined: z.int().nonnegative(),
  /** What somebody should do, the most urgent first; empty where all is well. */
  advice: z.array(z.object({ what: z.string(), remedy: z.string() })),
});
export type SourceStateView = z.infer<typeof sourceState>;

/** Sources are read every hour: three hours without a complete read are two that went missing. */
export const LATE_HOURS = 3;
const HOUR_MS = 3_600_000;

/** What to do about an error of a stream, by who must act. */
const remedies: Readonly<Record<string, string>> = {
  'source-unauthorized': 'Set the source up again with good credentials.',
  'source-rate-limited': 'Nothing: the next read goes on where this one ended.',
  'source-unavailable': 'Nothing, unless it lasts: is the address right, and can it be reached from here?',
  'source-answer-invalid':
    'Read again; if it stays, the vendor may have changed its API: look for a newer Fairlead.',
  'source-refused': 'Look at what the source says: a permission or a setting may be missing.',
  'config-invalid': 'Complete the settings of the source.',
};

const isLimited = ({ last_error_code }: StreamState): boolean => last_error_code === 'source-rate-limited';

/** A long read ended early by design, and goes on by itself. */
const isPaused = (stream: StreamState): boolean =>
  stream.reading !== null && (stream.last_error_code === null || isLimited(stream));

/** One that had no turn, because a long read of another stream took all that the source, or its budget, allows. */
const isWaiting = (stream: StreamState, { streams }: Source): boolean =>
  stream.reading === null && isLimited(stream) && streams.some(isPaused);

const isFailing = (stream: StreamState, source: Source): boolean =>
  stream.last_error !== null && !isPaused(stream) && !isWaiting(stream, source);

const wordsOf = (stream: string): string => stream.replaceAll('_', ' ');

const minuteOf = (instant = ''): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

const isUnauthorized = ({ last_error_code }: StreamState): boolean =>
  last_error_code === 'source-unauthorized';

function lagOf(streams: readonly StreamState[], now: string): number | null {
  const ends = streams.map(({ last_success_at }) => last_success_at);
  if (ends.length === 0 || ends.includes(null)) return null;
  const oldest = Math.min(...ends.map((end) => Date.parse(end ?? '')));
  return Math.max(0, Math.round((10 * (Date.parse(now) - oldest)) / HOUR_MS) / 10);
}

function healthOf(source: Source, lag: number | null): SourceHealth {
  if (!source.enabled) return 'off';
  if (source.streams.some((stream) => isFailing(stream, source))) return 'failing';
  if (source.streams.length === 0) return source.base_url === null ? 'file' : 'never';
  if (source.streams.some(isPaused)) return 'reading';
  if (source.streams.some(({ partial }) => partial)) return 'partial';
  if (lag === null) return 'never';
  return lag > LATE_HOURS && source.base_url !== null ? 'late' : 'fresh';
}

/** How a source stands, and what somebody should do about it. `token_help` is the vendor's own way to credentials. */
export function sourceStateOf(
  source: Source,
  question: { now: string; accounts: number; joined: number; token_help: string },
): SourceStateView {
  const { accounts, joined } = question;
  const lag = lagOf(source.streams, question.now);
  const seen = source.streams.reduce((sum, stream) => sum + stream.records_seen, 0);
  const rejected = source.streams.reduce((sum, stream) => sum + stream.records_rejected, 0);
  const health = healthOf(source, lag);
  const failing = source.streams
    .filter((stream) => isFailing(stream, source))
    .toSorted((a, b) => Number(isUnauthorized(b)) - Number(isUnauthorized(a)));
  const advice = [
    ...failing.map((stream) => ({
      what: `The read of ${wordsOf(stream.stream)} ended early: ${stream.last_error}`,
      remedy: isUnauthorized(stream)
        ? `${remedies['source-unauthorized']} ${question.token_help}`
        : (remedies[stream.last_error_code ?? ''] ?? 'Read again; the log says more.'),
    })),
    ...source.streams.filter(isPaused).map(({ stream, reading }) => ({
      what: `Of ${wordsOf(stream)} not all is read yet: ${reading?.seen} records came since ${minuteOf(reading?.began)}.`,
      remedy: remedies['source-rate-limited'] ?? '',
    })),
    ...source.streams
      .filter((stream) => isWaiting(stream, source))
      .map(({ stream }) => ({
        what: `What there is of ${wordsOf(stream)} waits until the others are read.`,
        remedy: 'Nothing: its turn comes by itself.',
      })),
    ...(health === 'late'
      ? [{ what: `Not read to the end for ${lag} hours.`, remedy: 'Does the worker run? Read it now.' }]
      : []),
    ...(health === 'never'
      ? [{ what: 'It was never read to the end.', remedy: 'Read it now, or wait for the next full hour.' }]
      : []),
    ...(rejected > 0
      ? [
          {
            what: `${rejected} of ${seen} records could not be taken.`,
            remedy: 'See which and why below; correct them in the source, or report the fault.',
          },
        ]
      : []),
    ...(joined < accounts
      ? [
          {
            what: `${accounts - joined} of ${accounts} accounts belong to nobody.`,
            remedy: 'Join them to people, or their work counts for nobody.',
          },
        ]
      : []),
  ];
  const taken = seen === 0 ? null : Math.max(0, Math.min(1, (seen - rejected) / seen));
  return {
    health,
    lag_hours: lag,
    taken_share: taken,
    accounts,
    joined,
    advice: source.enabled ? advice : [],
  };
}
