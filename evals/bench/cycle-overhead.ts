import { Annotation, type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import { makeAssessNode } from '#agents/cycle/nodes/assess.ts';
import { makeDetectNode } from '#agents/cycle/nodes/detect.ts';
import { makeLoadNode } from '#agents/cycle/nodes/load.ts';
import { makePlanNode } from '#agents/cycle/nodes/plan.ts';
import { makeProposeNode } from '#agents/cycle/nodes/propose.ts';
import { makeRebalanceNode } from '#agents/cycle/nodes/rebalance.ts';
import { makeSummariseNode } from '#agents/cycle/nodes/summarise.ts';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import type { CycleGraphState } from '#agents/cycle/state.ts';
import { CYCLE, cycleDeps, makeBusyTeam } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import { makePerson } from '#analytics/testing/records.ts';
import { cycleId } from '#domain/ids.ts';
import { CHECKPOINT_SCHEMA, makeCheckpointer } from '#store/checkpointer.ts';
import type { Database } from '#store/database.ts';
import { type Bench, type BenchLine, median, millisecondsOf, turnAbout } from './bench.ts';
import { places, withDatabase } from './database.ts';
import { makeEmptyCycle } from './empty-cycle.ts';

/** A team of the usual size. */
const PEOPLE = 8;
const TURNS = 15;
/** What the cycle runs: load, assess, detect, rebalance, propose; for each person a branch, its summary and its plan. */
const NODES = 5 + 3 * PEOPLE;

/** A team of whom nothing is recorded: every step runs, and has next to nothing to do. */
function quietTeam(turn: string): Tables {
  const tables = makeBusyTeam();
  const cycle = tables.cycles.get(CYCLE);
  const id = cycleId.parse(`cyc_bench${turn}`);
  if (cycle !== undefined) tables.cycles = new Map([[id, { ...cycle, id }]]);
  tables.people = Array.from({ length: PEOPLE }, (_, index) => makePerson(`quiet${index}`));
  tables.records = [];
  return tables;
}

const never = () => new AbortController().signal;
const idOf = (turn: string) => cycleId.parse(`cyc_bench${turn}`);

/** The same work in the same order, without a graph: what isn't LangGraph's or the checkpointer's. */
async function runPlainly(turn: string): Promise<void> {
  const deps = cycleDeps(quietTeam(turn));
  const config = { signal: never() };
  const cycle_id: string = idOf(turn);
  const { person_ids = [] } = await makeLoadNode(deps)({ cycle_id } as CycleGraphState);
  const state = { cycle_id, person_ids, moves: [] as string[] } as CycleGraphState;
  await deps.cycles.start(idOf(turn));
  await makeAssessNode(deps)(state);
  await makeDetectNode(deps)(state);
  for (const person_id of person_ids) {
    const person = { cycle_id, person_id, people: PEOPLE, summary_ids: [], plan_ids: [] };
    await makeSummariseNode(deps)(person, config);
    await makePlanNode(deps)(person, config);
  }
  await makeRebalanceNode(deps)(state);
  await makeProposeNode(deps)(state);
}

/** A chain of empty nodes with the cycle's first channels, one step a node. */
function bareChain(checkpointer: BaseCheckpointSaver) {
  const state = Annotation.Root({ cycle_id: Annotation<string>, step: Annotation<number> });
  const names = Array.from({ length: NODES }, (_, index) => `n${index}`);
  const graph = new StateGraph(state);
  // The builder's type grows with each name; of names that are made there are none to grow by.
  const wired = graph as unknown as {
    addNode(name: string, node: () => { step: number }): void;
    addEdge(from: string, to: string): void;
  };
  names.forEach((name, index) => {
    wired.addNode(name, () => ({ step: index }));
    wired.addEdge(index === 0 ? START : `n${index - 1}`, name);
  });
  wired.addEdge(`n${NODES - 1}`, END);
  return graph.compile({ checkpointer });
}

/** What one run leaves with the checkpointer: where the difference comes from. */
async function rowsOf(database: Database, kind: 'cycle' | 'bare'): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of ['checkpoints', 'checkpoint_writes']) {
    const { rows: found } = await database.pool.query<{ count: string }>(
      `select count(*) / count(distinct thread_id) as count from ${CHECKPOINT_SCHEMA}.${table} where thread_id like $1`,
      [`${kind}:%`],
    );
    rows[`${kind}_${table}`] = Number(found[0]?.count ?? 0);
  }
  return rows;
}

async function measure(place: string, url: string | null): Promise<BenchLine> {
  return await withDatabase(url, async (database) => {
    const checkpointer = makeCheckpointer(database);
    const chain = bareChain(checkpointer);
    const shapes = {
      same_shape_ms: { graph: makeEmptyCycle(checkpointer, PEOPLE, true), times: [] as number[] },
      same_shape_unsaved_branches_ms: {
        graph: makeEmptyCycle(checkpointer, PEOPLE, false),
        times: [] as number[],
      },
    };
    const plain: number[] = [];
    const { measured, reference } = await turnAbout(
      TURNS,
      async (turn) => {
        for (const [name, { graph, times }] of Object.entries(shapes)) {
          const configurable = { thread_id: `${name}:${turn}` };
          const options = { configurable, durability: 'sync' as const, maxConcurrency: 4 };
          times.push(await millisecondsOf(() => graph.invoke({ step: 0 }, options)));
        }
        plain.push(await millisecondsOf(() => runPlainly(`${turn}p`)));
        const deps = cycleDeps(quietTeam(`${turn}`));
        const runner = makeCycleRunner({ ...deps, checkpointer });
        return await millisecondsOf(() => runner.run(idOf(`${turn}`), never()));
      },
      (turn) => {
        const configurable = { thread_id: `bare:${turn}` };
        return millisecondsOf(() =>
          chain.invoke(
            { cycle_id: `${turn}` },
            { configurable, durability: 'sync', recursionLimit: NODES + 5 },
          ),
        );
      },
    );
    const [cycle, work, bare] = [median(measured), median(plain.slice(1)), median(reference)];
    return {
      name: `cycle graph, ${place}`,
      ratio: (cycle - work) / bare,
      aim: { most: 1.3 },
      reference: `a bare LangGraph chain of ${NODES} empty nodes with the same checkpointer; the nodes' own work taken off`,
      figures: {
        nodes: NODES,
        turns: TURNS,
        cycle_ms: cycle,
        own_work_ms: work,
        bare_ms: bare,
        with_own_work_ratio: cycle / bare,
        same_shape_ms: median(shapes.same_shape_ms.times.slice(1)),
        same_shape_unsaved_branches_ms: median(shapes.same_shape_unsaved_branches_ms.times.slice(1)),
        ...(await rowsOf(database, 'cycle')),
        ...(await rowsOf(database, 'bare')),
      },
    };
  });
}

export const cycleOverhead: Bench = {
  name: 'cycle-overhead',
  async *run({ postgres_url, tell }) {
    for (const { place, url } of places(postgres_url)) {
      tell(`cycle-overhead: ${TURNS} cycles of ${PEOPLE} people, ${place}`);
      yield await measure(place, url);
    }
  },
};
