import { Annotation, type BaseCheckpointSaver, END, Send, START, StateGraph } from '@langchain/langgraph';

const collected = () =>
  Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] });
const output = { done: collected() };
const branchState = Annotation.Root({ person: Annotation<string>, ...output });
const state = Annotation.Root({ people: Annotation<string[]>, step: Annotation<number>, ...output });

/**
 * A graph of the cycle's shape with empty nodes: what LangGraph itself takes for a fan-out of branches.
 * @param saved whether the steps within a branch are checkpointed, as the cycle's are
 */
export function makeEmptyCycle(checkpointer: BaseCheckpointSaver, people: number, saved: boolean) {
  const branch = new StateGraph({ state: branchState, output: Annotation.Root(output) })
    .addNode('summarise', ({ person }) => ({ done: [`summary ${person}`] }))
    .addNode('plan', ({ person }) => ({ done: [`plan ${person}`] }))
    .addEdge(START, 'summarise')
    .addEdge('summarise', 'plan')
    .addEdge('plan', END)
    .compile(saved ? {} : { checkpointer: false });
  const everybody = Array.from({ length: people }, (_, index) => `p${index}`);
  return new StateGraph(state)
    .addNode('load', () => ({ people: everybody }))
    .addNode('assess', () => ({ step: 1 }))
    .addNode('detect', () => ({ step: 2 }))
    .addNode('person', branch)
    .addNode('rebalance', () => ({ step: 3 }))
    .addNode('propose', () => ({ step: 4 }))
    .addEdge(START, 'load')
    .addEdge('load', 'assess')
    .addEdge('assess', 'detect')
    .addConditionalEdges('detect', (now) => now.people.map((person) => new Send('person', { person })), [
      'person',
    ])
    .addEdge('person', 'rebalance')
    .addEdge('rebalance', 'propose')
    .addEdge('propose', END)
    .compile({ checkpointer });
}
