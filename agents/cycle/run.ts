import type { BaseCheckpointSaver } from '@langchain/langgraph';
import type { Cycle, CycleResult } from '#domain/cycle.ts';
import { FairleadError, SystemError } from '#domain/errors.ts';
import { type CycleId, draftId, findingId, interventionId } from '#domain/ids.ts';
import type { CycleDeps } from './deps.ts';
import { makeCycleGraph } from './graph.ts';
import { type CycleGraphState, readHeldBack, STATE_VERSION } from './state.ts';

export interface CycleRunner {
  /**
   * Runs a cycle to its end, going on where a killed run left off; one that is done already answers with its result.
   * @throws FairleadError when it failed; the cycle then says why.
   */
  run(id: CycleId, signal: AbortSignal): Promise<CycleResult>;
}

/** People drafted for at once: a model answers several, the offline writer has one core to itself. */
const AT_ONCE = 4;

const threadOf = (id: string) => `cycle:${id}`;

export function makeCycleRunner(deps: CycleDeps & { checkpointer: BaseCheckpointSaver }): CycleRunner {
  const { checkpointer, cycles } = deps;
  const graph = makeCycleGraph(deps, checkpointer);
  const configOf = (id: CycleId) => ({ configurable: { thread_id: threadOf(id) } });

  /** Whether the thread has been begun; one that can't be read is thrown away and begun anew. */
  async function isBegun(id: CycleId): Promise<boolean> {
    try {
      const { values } = await graph.getState(configOf(id));
      if (values.cycle_id === undefined) return false;
      if ((values.state_version ?? STATE_VERSION) !== STATE_VERSION)
        throw new Error('a state of another version');
      return true;
    } catch {
      await checkpointer.deleteThread(threadOf(id));
      return false;
    }
  }

  async function finish(cycle: Cycle, state: CycleGraphState, seconds: number): Promise<CycleResult> {
    const result = await tally(deps, state, seconds);
    await cycles.finish(cycle.id, result);
    return await tell(cycle.id, result);
  }

  /** Told under one key, so that a run which died between its end and the telling makes up for it. */
  async function tell(id: CycleId, result: CycleResult): Promise<CycleResult> {
    await cycles.report(id, 'done', {
      step: 'done',
      person_id: null,
      done: result.people,
      total: result.people,
      message: `${result.summary_ids.length} summaries, ${result.intervention_ids.length} proposals`,
    });
    return result;
  }

  return {
    async run(id, signal) {
      const cycle = await cycles.get(id);
      if (cycle === null) throw new SystemError('internal', `There is no cycle ${id}.`);
      if (cycle.state === 'done' && cycle.result !== null) return await tell(id, cycle.result);
      const began = performance.now();
      try {
        await cycles.start(id);
        const options = { ...configOf(id), signal, durability: 'sync' as const, maxConcurrency: AT_ONCE };
        const state = await graph.invoke((await isBegun(id)) ? null : { cycle_id: id }, options);
        return await finish(cycle, state, (performance.now() - began) / 1000);
      } catch (caught) {
        // An aborted run is not over: it goes on at the next start.
        if (signal.aborted) throw caught;
        const error = firstOf(caught);
        const { code, message } =
          error instanceof FairleadError
            ? error
            : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
        await cycles.fail(id, { code, message });
        await cycles.report(id, 'failed', { step: 'failed', person_id: null, done: 0, total: 0, message });
        throw error instanceof FairleadError ? error : new SystemError('internal', message, {}, error);
      }
    },
  };
}

/** Of several branches that failed together, what the first one said. */
function firstOf(error: unknown): unknown {
  const several = error instanceof Error && 'errors' in error ? error.errors : null;
  return Array.isArray(several) && several.length > 0 ? firstOf(several[0]) : error;
}

/** Counts what came of it, from the tables. */
async function tally({ drafts }: CycleDeps, state: CycleGraphState, seconds: number): Promise<CycleResult> {
  const ids = [...state.summary_ids, ...state.plan_ids].map((id) => draftId.parse(id));
  const written = (await Promise.all(ids.map((id) => drafts.get(id)))).filter((draft) => draft !== null);
  const sum = (of: (draft: (typeof written)[number]) => number) =>
    written.reduce((total, draft) => total + of(draft), 0);
  return {
    people: state.person_ids.length,
    observations: state.observations,
    summary_ids: state.summary_ids.map((id) => draftId.parse(id)).sort(),
    plan_ids: state.plan_ids.map((id) => draftId.parse(id)).sort(),
    finding_ids: state.finding_ids.map((id) => findingId.parse(id)),
    intervention_ids: state.intervention_ids.map((id) => interventionId.parse(id)),
    // A thread that was begun by an older version knows of none.
    held_back: (state.held_back ?? []).map(readHeldBack),
    claims_kept: sum((draft) => draft.claims.length + 2 * draft.areas.length),
    claims_dropped: sum((draft) => draft.dropped.length),
    fallbacks: written.filter((draft) => draft.authorship.fallback_reason !== null).length,
    not_enough_data: written.filter((draft) => draft.kind === 'summary' && draft.status === 'not_enough_data')
      .length,
    input_tokens: sum((draft) => draft.authorship.input_tokens),
    output_tokens: sum((draft) => draft.authorship.output_tokens),
    seconds,
  };
}
