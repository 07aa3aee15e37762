import { type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import type { InterventionDeps } from './deps.ts';
import { makeExecuteNode } from './nodes/execute.ts';
import { awaitOutcome, makeReviewGate } from './nodes/gates.ts';
import { makeLookNode } from './nodes/look.ts';
import { makeMeasureNode } from './nodes/measure.ts';
import { makePrecheckNode } from './nodes/precheck.ts';
import { routeAfterPrecheck, routeFromTables } from './routing.ts';
import { interventionGraphState } from './state.ts';

/** Propose → approve → execute → measure, one thread a proposal. */
export const makeInterventionGraph = (deps: InterventionDeps, checkpointer?: BaseCheckpointSaver) =>
  new StateGraph(interventionGraphState)
    .addNode('look', makeLookNode(deps))
    .addNode('manager_review', makeReviewGate(deps, 'manager'))
    .addNode('hr_review', makeReviewGate(deps, 'hr'))
    .addNode('precheck', makePrecheckNode(deps))
    .addNode('execute', makeExecuteNode(deps))
    .addNode('await_outcome', awaitOutcome)
    .addNode('measure', makeMeasureNode(deps))
    .addEdge(START, 'look')
    .addConditionalEdges('look', routeFromTables, [
      'manager_review',
      'hr_review',
      'precheck',
      'execute',
      'await_outcome',
      'measure',
      END,
    ])
    .addEdge('manager_review', 'look')
    .addEdge('hr_review', 'look')
    .addConditionalEdges('precheck', routeAfterPrecheck, ['execute', END])
    .addEdge('execute', 'look')
    .addEdge('await_outcome', 'look')
    .addEdge('measure', END)
    .compile(checkpointer === undefined ? {} : { checkpointer });
