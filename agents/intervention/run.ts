import { type BaseCheckpointSaver, Command } from '@langchain/langgraph';
import { SystemError } from '#domain/errors.ts';
import type { InterventionId } from '#domain/ids.ts';
import type { InterventionState } from '#domain/intervention.ts';
import type { InterventionDeps } from './deps.ts';
import { makeInterventionGraph } from './graph.ts';
import { STATE_VERSION } from './state.ts';

export interface InterventionRunner {
  /**
   * Brings a proposal's thread to where the tables say, carrying out what was approved. Safe to call at any time, any
   * number of times, by several processes at once, and after a kill at any moment.
   * @throws SourceError when a source can't be reached now: call again later.
   */
  advance(id: InterventionId, signal: AbortSignal): Promise<InterventionState>;
}

/** A thread takes one turn a decision and one a crash; more means that something runs in a circle. */
const MAX_TURNS = 50;

const threadOf = (id: string) => `intervention:${id}`;

export function makeInterventionRunner(
  deps: InterventionDeps & { checkpointer: BaseCheckpointSaver },
): InterventionRunner {
  const { checkpointer, interventions } = deps;
  const graph = makeInterventionGraph(deps, checkpointer);

  /** What the thread waits for, or how it stands; a thread that can't be read is thrown away: the tables have it all. */
  async function standing(id: InterventionId): Promise<'none' | 'ended' | 'crashed' | { waits_for: string }> {
    try {
      const snapshot = await graph.getState({ configurable: { thread_id: threadOf(id) } });
      if (snapshot.values.intervention_id === undefined) return 'none';
      if ((snapshot.values.state_version ?? STATE_VERSION) !== STATE_VERSION)
        throw new Error('a state of another version');
      const waiting = snapshot.tasks.flatMap((task) => task.interrupts).at(0);
      if (waiting !== undefined) return { waits_for: (waiting.value as { waits_for: string }).waits_for };
      return snapshot.next.length === 0 ? 'ended' : 'crashed';
    } catch {
      await checkpointer.deleteThread(threadOf(id));
      return 'none';
    }
  }

  /** What the tables say that the thread should be waiting for; null when it should move. */
  async function wanted(id: InterventionId): Promise<string | null> {
    const found = await interventions.get(id);
    if (found?.state !== 'awaiting_approval') return null;
    return found.chain[found.step]?.role ?? 'manager';
  }

  return {
    async advance(id, signal) {
      const config = { configurable: { thread_id: threadOf(id) }, signal, durability: 'sync' as const };
      for (let turn = 0; turn < MAX_TURNS; turn += 1) {
        const found = await interventions.get(id);
        if (found === null) throw new SystemError('internal', `There is no proposal ${id}.`);
        const at = await standing(id);
        if (at === 'ended') {
          if (!['approved', 'executing', 'executed', 'awaiting_approval'].includes(found.state))
            return found.state;
          await checkpointer.deleteThread(threadOf(id));
          continue;
        }
        if (at === 'none') await graph.invoke({ intervention_id: id }, config);
        else if (at === 'crashed') await graph.invoke(null, config);
        else if (at.waits_for === 'outcome') {
          if (turn > 0 || found.state !== 'executed') return found.state;
          await graph.invoke(new Command({ resume: 'look' }), config);
        } else if ((await wanted(id)) === at.waits_for) return found.state;
        else await graph.invoke(new Command({ resume: 'decided' }), config);
      }
      throw new SystemError('internal', `The thread of proposal ${id} does not settle.`);
    },
  };
}
