import { Annotation } from '@langchain/langgraph';

/** Raised when a stored thread could no longer be read; such a thread is begun anew. */
export const STATE_VERSION = 1;

const collected = () =>
  Annotation<string[]>({ reducer: (left, right) => [...new Set([...left, ...right])], default: () => [] });

/** Ids and words only (design rule 6): everything bulky stands in the tables. */
export const cycleGraphState = Annotation.Root({
  state_version: Annotation<number>,
  cycle_id: Annotation<string>,
  person_ids: Annotation<string[]>,
  observations: Annotation<number>,
  summary_ids: collected(),
  plan_ids: collected(),
  finding_ids: Annotation<string[]>,
  /** `record>person`: which work item would go to whom. */
  moves: Annotation<string[]>,
  intervention_ids: collected(),
});
export type CycleGraphState = typeof cycleGraphState.State;
export type CycleGraphUpdate = Partial<CycleGraphState>;

/** LangGraph wants the very same channels in a graph's state and in its output. */
const drafted = { summary_ids: collected(), plan_ids: collected() };

/** What one branch of the fan-out knows. */
export const personGraphState = Annotation.Root({
  cycle_id: Annotation<string>,
  person_id: Annotation<string>,
  people: Annotation<number>,
  ...drafted,
});
export type PersonGraphState = typeof personGraphState.State;
export type PersonGraphUpdate = Partial<PersonGraphState>;

/** What a branch gives back: anything more would meet the other branches' in the team's state. */
export const personGraphOutput = Annotation.Root(drafted);
