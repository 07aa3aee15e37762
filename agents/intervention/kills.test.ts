import { describe, expect, test } from 'vitest';
import { type Board, makeBoard } from '#agents/testing/board.ts';
import { makeRandom } from '#analytics/series/random.ts';
import { type Action, type Execution, effectKey } from '#domain/action.ts';
import { SourceError } from '#domain/errors.ts';
import { type Intervention, type InterventionState, mayBecome } from '#domain/intervention.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import type { InterventionDeps } from './deps.ts';
import { makeExecuteNode } from './nodes/execute.ts';
import { makePrecheckNode } from './nodes/precheck.ts';
import type { InterventionGraphState } from './state.ts';

// Execution with a process that may die at any await, before what it asked for happened or after it, and is delivered
// again, sometimes twice at once, sometimes after its lease has run out while the first still writes.

class Killed extends Error {}

interface Tables {
  proposal: Intervention;
  rows: Execution[];
  /** Leases run by this clock. */
  seconds: number;
}

const SEEDS = 1000;
const actions = proposalOf('kill').actions;

function tablesOf(seed: number): Tables {
  const proposal = proposalOf(`kill-${seed}`, {}, { state: 'approved' });
  const rows = actions.map(
    (action): Execution => ({
      effect_key: effectKey(proposal.id, 1, action.id),
      intervention_id: proposal.id,
      version: 1,
      action,
      state: 'queued',
      attempts: 0,
      fence: 0,
      leased_until: null,
      external_ref: null,
      reason: null,
      done_at: null,
    }),
  );
  return { proposal, rows, seconds: 0 };
}

/** The ports over tables in memory, as the database keeps them: compare-and-set, leases, fences. */
function portsOf(tables: Tables): Pick<InterventionDeps, 'interventions' | 'outbox'> {
  const expired = (row: Execution) => Number(row.leased_until ?? 0) <= tables.seconds;
  return {
    interventions: {
      get: async () => structuredClone(tables.proposal),
      move: async (_id: unknown, from: readonly InterventionState[], to: InterventionState) => {
        const { state } = tables.proposal;
        if (!from.includes(state) || !mayBecome(state, to)) return false;
        tables.proposal.state = to;
        return true;
      },
    } as unknown as InterventionDeps['interventions'],
    outbox: {
      ofIntervention: async () => structuredClone(tables.rows),
      lease: async (_id, seconds) => {
        const row = tables.rows.find(({ state }) => state === 'queued' || state === 'leased');
        if (row === undefined || (row.state === 'leased' && !expired(row))) return null;
        const interrupted = row.state === 'leased';
        row.state = 'leased';
        row.attempts += 1;
        row.fence += 1;
        row.leased_until = String(tables.seconds + seconds);
        return { ...structuredClone(row), interrupted };
      },
      settle: async (key, fence, result) => {
        const row = tables.rows.find(({ effect_key }) => effect_key === key);
        if (row === undefined || row.fence !== fence || row.state !== 'leased') return false;
        row.state = result.state;
        row.leased_until = null;
        row.reason = result.state === 'done' ? null : result.reason;
        return true;
      },
    },
  };
}

type Calls = Record<string, (...input: never[]) => unknown>;

/** Every await of these ports may be the last one of the process: half of the time before it, half after. */
function killable<Port extends object>(port: Port, dies: () => 'before' | 'after' | null): Port {
  return Object.fromEntries(
    Object.entries(port).map(([name, value]) => [
      name,
      typeof value !== 'function'
        ? value
        : async (...input: never[]) => {
            const at = dies();
            if (at === 'before') throw new Killed(name);
            const answer = await (value as Calls[string])(...input);
            if (at === 'after') throw new Killed(name);
            return answer;
          },
    ]),
  ) as Port;
}

/** The second source forgets who did what: a look right after a write shows what was before, and it holds no keys. */
function forgetful(board: Board): Board {
  const { precheck } = board.connector;
  board.connector = {
    ...board.connector,
    actions: [],
    precheck: async (action, key, signal) => {
      const found = await precheck(action, key, signal);
      return found.status === 'already_done' ? { status: 'ready' } : found;
    },
  };
  return board;
}

interface Fate {
  tables: Tables;
  board: Board;
  deliveries: number;
}

async function live(seed: number, forgets: boolean): Promise<Fate> {
  const random = makeRandom(seed);
  const tables = tablesOf(seed);
  const board = forgets ? forgetful(makeBoard({ '1': {}, '2': {} })) : makeBoard({ '1': {}, '2': {} });
  const chance = (share: number) => random() < share;
  // The first deliveries are the dangerous ones; in the end the process is left alone.
  let danger = 12;
  const dies = () => {
    if (danger <= 0 || !chance(0.15)) return null;
    danger -= 1;
    return chance(0.5) ? 'before' : 'after';
  };
  const faults = ['answer_lost', 'down'] as const;
  board.onCall = (what) => {
    if (what.startsWith('write ') && danger > 0 && chance(0.2)) {
      danger -= 1;
      board.faults = [faults[chance(0.5) ? 0 : 1]];
    }
  };
  const deps = {
    ...killable(portsOf(tables), () => null),
    sources: { get: async () => ({ enabled: true, name: 'board' }) },
    connectors: { of: async () => killable(board.connector, dies) },
  } as unknown as InterventionDeps;
  const ports = portsOf(tables);
  deps.interventions = killable(ports.interventions, dies);
  deps.outbox = killable(ports.outbox, dies);
  const state = { intervention_id: tables.proposal.id } as unknown as InterventionGraphState;
  const deliver = async () => {
    try {
      if (tables.proposal.state === 'approved') await makePrecheckNode(deps)(state, {});
      if (tables.proposal.state === 'executing') await makeExecuteNode(deps)(state, {});
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof SourceError)) throw error;
    }
  };
  let deliveries = 0;
  while (['approved', 'executing'].includes(tables.proposal.state) && deliveries < 60) {
    deliveries += 1;
    // Now and then the queue delivers twice, and a lease runs out while its holder still works.
    if (chance(0.3)) {
      const first = deliver();
      if (chance(0.5)) tables.seconds += 30;
      await Promise.all([first, deliver()]);
    } else await deliver();
    tables.seconds += chance(0.5) ? 30 : 5;
  }
  return { tables, board, deliveries };
}

const timesDone = (board: Board, action: Action, id: string) =>
  board.effects.filter(({ key }) => key === effectKey(id, 1, action.id)).length;

describe(`${SEEDS} executions that die at seeded moments`, () => {
  test('with a source that tells what was done: nothing is lost and nothing is done twice', async () => {
    let deliveries = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { tables, board, deliveries: came } = await live(seed, false);
      deliveries += came;
      expect(tables.proposal.state, `seed ${seed}`).toBe('executed');
      for (const action of actions)
        expect(board.cards.get('external_id' in action ? action.external_id : '')?.assignee).toBe('b1');
      // Setting an assignee is the same done twice; a write is repeated only where the first never arrived.
      for (const row of tables.rows) expect(row.state, `seed ${seed}`).toBe('done');
    }
    // They really died: an undisturbed execution takes one delivery.
    expect(deliveries).toBeGreaterThan(2 * SEEDS);
  });

  test('with a source that forgets: what nobody can know is shown to a person, and never tried blindly', async () => {
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { tables, board } = await live(seed, true);
      ends.set(tables.proposal.state, (ends.get(tables.proposal.state) ?? 0) + 1);
      expect(['executed', 'needs_person'], `seed ${seed}`).toContain(tables.proposal.state);
      for (const row of tables.rows) {
        const done = timesDone(board, row.action, tables.proposal.id);
        expect(done, `seed ${seed}: ${row.effect_key} is ${row.state}`).toBeLessThanOrEqual(1);
        if (row.state === 'done') expect(done).toBe(1);
        else expect(row.state).toBe('unknown');
      }
      const unclear = tables.rows.some(({ state }) => state === 'unknown');
      expect(tables.proposal.state).toBe(unclear ? 'needs_person' : 'executed');
    }
    expect(ends.get('needs_person') ?? 0).toBeGreaterThan(SEEDS / 20);
    expect(ends.get('executed') ?? 0).toBeGreaterThan(SEEDS / 20);
  });
});
