import { Annotation } from '@langchain/langgraph';

/** Raised when a stored thread could no longer be read; such a thread is begun anew from the tables. */
export const STATE_VERSION = 1;

/** Ids and words only: what is true stands in the tables. */
export const interventionGraphState = Annotation.Root({
  state_version: Annotation<number>,
  intervention_id: Annotation<string>,
  /** As last looked up. */
  state: Annotation<string>,
  /** Whose decision is waited for; empty when nobody's. */
  role: Annotation<string>,
  /** Whether the day of measuring has come. */
  ripe: Annotation<boolean>,
});
export type InterventionGraphState = typeof interventionGraphState.State;
export type InterventionGraphUpdate = Partial<InterventionGraphState>;
