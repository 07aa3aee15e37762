import type { CycleDeps } from './cycle/deps.ts';
import { makeCycleGraph } from './cycle/graph.ts';
import { makeGoalChatGraph } from './goals/chat/graph.ts';
import type { InterventionDeps } from './intervention/deps.ts';
import { makeInterventionGraph } from './intervention/graph.ts';

/** Drawing a graph runs none of its nodes: whatever one of them asked for would be a fault. */
const nothing = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`drawing a graph must not need ${String(name)}`);
    },
  },
);
const undemanding = <Deps extends object>(names: (keyof Deps)[]): Deps =>
  Object.fromEntries(names.map((name) => [name, nothing])) as Deps;

/** The compiled graphs in Mermaid, for docs/graphs.md. */
export async function graphDiagrams(): Promise<{ cycle: string; intervention: string; goals: string }> {
  const cycle = makeCycleGraph(
    undemanding<CycleDeps>([
      'people',
      'identities',
      'records',
      'sources',
      'observations',
      'assessments',
      'evidence',
      'drafts',
      'goals',
      'cycles',
      'interventions',
      'policy',
      'derive',
      'writer',
      'offline',
      'clock',
    ]),
  );
  const intervention = makeInterventionGraph(
    undemanding<InterventionDeps>([
      'interventions',
      'outbox',
      'sources',
      'connectors',
      'house',
      'people',
      'identities',
      'records',
      'policy',
      'clock',
    ]),
  );
  const draw = async (graph: {
    getGraphAsync: (config: { xray: boolean }) => Promise<{ drawMermaid: () => string }>;
  }) => (await graph.getGraphAsync({ xray: true })).drawMermaid();
  const goals = makeGoalChatGraph({ writer: 'offline', reader: null });
  return { cycle: await draw(cycle), intervention: await draw(intervention), goals: await draw(goals) };
}
