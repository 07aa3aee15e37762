import { Annotation } from '@langchain/langgraph';
import { type HeldBack, heldBack } from '#domain/cycle.ts';

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
  /** How good the plan of these moves is known to be. */
  plan_proven: Annotation<boolean>,
  plan_gap: Annotation<number>,
  intervention_ids: collected(),
  /** What was found and not proposed now, as `heldBackEntry` writes it. */
  held_back: collected(),
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

/** Ids and a sentence of ours; of other fields nothing is kept. */
export const heldBackEntry = (entry: HeldBack): string => JSON.stringify(heldBack.parse(entry));
export const readHeldBack = (entry: string): HeldBack => heldBack.parse(JSON.parse(entry));
