import type { GoalReader } from './ports.ts';

export interface ListenDeps {
  /** The name that a goal read by the grammar carries. */
  writer: string;
  /** A model's reading of statements; null: the grammar alone. */
  reader: GoalReader | null;
}
