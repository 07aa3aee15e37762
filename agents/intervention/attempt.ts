import type { LeasedExecution } from '#domain/action.ts';
import { FairleadError, SourceError } from '#domain/errors.ts';
import type { OutboxPort } from '#domain/ports.ts';
import type { Precheck } from '#domain/source.ts';
import type { Hand } from './hands.ts';

/** The end of one attempt, as the outbox takes it. */
export type AttemptResult = Parameters<OutboxPort['settle']>[2];

/** Attempts before somebody must look: with the queue's growing pauses between them this is about half an hour. */
export const MAX_ATTEMPTS = 8;

/**
 * One attempt at one action under its lease: looks first, acts once, and where the answer was lost looks again. An
 * action is only ever repeated after the source itself has shown that it was not done.
 */
export async function attemptAction(
  hand: Hand,
  execution: LeasedExecution,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const { attempts } = execution;
  const blind = execution.interrupted && !hand.can_tell;
  try {
    const check = await hand.look(signal);
    if (blind && check.status !== 'already_done') return unknowable(check);
    if (check.status === 'stale') return { state: 'void', reason: check.reason };
    if (check.status === 'already_done')
      return { state: 'done', external_ref: null, by: check.by_us || attempts > 1 ? 'us' : 'someone_else' };
  } catch (error) {
    return postpone(error, attempts);
  }
  try {
    const receipt = await hand.act(signal);
    return { state: 'done', external_ref: receipt.external_ref, by: 'us' };
  } catch (error) {
    if (!(error instanceof FairleadError)) throw error;
    if (error.code === 'source-refused') return { state: 'failed', reason: error.message };
    if (!isUnknown(error)) return postpone(error, attempts);
    return await lookAgain(hand, execution, error, signal);
  }
}

/** An earlier attempt died on its way, and the source can't tell whether it got there. */
const unknowable = (check: Precheck): AttemptResult => ({
  state: 'unknown',
  reason: `An earlier attempt was cut off and may have reached the source, which cannot tell. ${check.status === 'stale' ? `Now: ${check.reason}.` : 'It looks as if nothing had been done.'}`,
});

const isUnknown = (error: FairleadError): boolean =>
  error instanceof SourceError && error.details.outcome_unknown === true;

/** The answer to a write was lost: only the source can say whether it happened. */
async function lookAgain(
  hand: Hand,
  { attempts }: LeasedExecution,
  lost: FairleadError,
  signal: AbortSignal,
): Promise<AttemptResult> {
  try {
    const check = await hand.look(signal);
    if (check.status === 'already_done') return { state: 'done', external_ref: null, by: 'us' };
    if (check.status === 'stale')
      return { state: 'unknown', reason: `${lost.message} Afterwards: ${check.reason}` };
    // Not there: it can be tried again, if the source can tell a repetition at all.
    return hand.can_tell ? postpone(lost, attempts) : { state: 'unknown', reason: lost.message };
  } catch {
    // Nobody can tell now. Where a look can, the next attempt begins with one.
    return hand.can_tell ? postpone(lost, attempts) : { state: 'unknown', reason: lost.message };
  }
}

function postpone(error: unknown, attempts: number): AttemptResult {
  if (!(error instanceof FairleadError)) throw error;
  if (attempts >= MAX_ATTEMPTS)
    return { state: 'unknown', reason: `${error.message} Given up after ${attempts} attempts.` };
  return { state: 'queued', reason: error.message };
}
