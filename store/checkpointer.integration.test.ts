import { Annotation, Command, END, interrupt, START, StateGraph } from '@langchain/langgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCheckpointer } from './checkpointer.ts';
import { ids, makeTestCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

const State = Annotation.Root({
  steps: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }),
});

/** Nodes that use the store themselves, between checkpoints on the same pool. */
const makeGraph = () =>
  new StateGraph(State)
    .addNode('look', async () => {
      const person = await company.system.people.get(ids.ann);
      return { steps: [`saw ${person?.name}`] };
    })
    .addNode('gate', () => ({ steps: [`told ${interrupt({ ask: 'go on?' })}`] }))
    .addNode('write', async () => {
      const entry = await company.system.audit.append({ event: 'thing-done', subject: 's', data: {} });
      return { steps: [entry.event] };
    })
    .addEdge(START, 'look')
    .addEdge('look', 'gate')
    .addEdge('gate', 'write')
    .addEdge('write', END)
    .compile({ checkpointer: makeCheckpointer(company.database) });

test('many threads at once run, wait and go on in another saver', async () => {
  const threads = Array.from({ length: 12 }, (_, index) => ({
    configurable: { thread_id: `thread-${index}` },
    durability: 'sync' as const,
  }));
  const first = makeGraph();
  await Promise.all(threads.map((config) => first.invoke({ steps: [] }, config)));
  const second = makeGraph();
  const ends = await Promise.all(
    threads.map((config) => second.invoke(new Command({ resume: 'yes' }), config)),
  );
  for (const end of ends) expect(end.steps).toEqual(['saw ann', 'told yes', 'thing-done']);
  expect((await company.system.audit.verify()).ok).toBe(true);
});
