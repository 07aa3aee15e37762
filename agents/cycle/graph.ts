import { type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import type { CycleDeps } from './deps.ts';
import { makeAssessNode } from './nodes/assess.ts';
import { makeDetectNode } from './nodes/detect.ts';
import { makeLoadNode } from './nodes/load.ts';
import { makePlanNode } from './nodes/plan.ts';
import { makeProposeNode } from './nodes/propose.ts';
import { makeRebalanceNode } from './nodes/rebalance.ts';
import { makeSummariseNode } from './nodes/summarise.ts';
import { fanOut } from './routing.ts';
import { cycleGraphState, personGraphOutput, personGraphState } from './state.ts';

/**
 * One person: a summary, then a plan; each is written, verified and kept in one step. A branch keeps no checkpoints of
 * its own: they cost more than the rest of the graph, and a killed branch begins again with the same drafts' ids.
 */
export const makePersonGraph = (deps: CycleDeps) =>
  new StateGraph({ state: personGraphState, output: personGraphOutput })
    .addNode('summarise', makeSummariseNode(deps))
    .addNode('plan', makePlanNode(deps))
    .addEdge(START, 'summarise')
    .addEdge('summarise', 'plan')
    .addEdge('plan', END)
    .compile({ checkpointer: false });

/** The main job for a team. */
export const makeCycleGraph = (deps: CycleDeps, checkpointer?: BaseCheckpointSaver) =>
  new StateGraph(cycleGraphState)
    .addNode('load', makeLoadNode(deps))
    .addNode('assess', makeAssessNode(deps))
    .addNode('detect', makeDetectNode(deps))
    .addNode('person', makePersonGraph(deps))
    .addNode('rebalance', makeRebalanceNode(deps))
    .addNode('propose', makeProposeNode(deps))
    .addEdge(START, 'load')
    .addEdge('load', 'assess')
    .addEdge('assess', 'detect')
    .addConditionalEdges('detect', fanOut, ['person', 'rebalance'])
    .addEdge('person', 'rebalance')
    .addEdge('rebalance', 'propose')
    .addEdge('propose', END)
    .compile(checkpointer === undefined ? {} : { checkpointer });
