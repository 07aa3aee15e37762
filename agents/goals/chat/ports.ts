import type { Goal, KpiSpec, ParsedGoal } from '#domain/goal.ts';
import type { GoalId } from '#domain/ids.ts';
import type { Grounding } from '../grounding/grounding.ts';
import type { Language } from '../vocabulary.ts';
import type { Grounded } from './conversation.ts';

/** What one person's conversation may ask the house. */
export interface GoalChatPorts {
  /** The name of the team that the person leads; null where they lead none or several. */
  team: string | null;
  /** What the data say of a KPI; null where they can't be asked. Reads only what the person may see. */
  ground(question: {
    kpi: KpiSpec;
    goal_text: string;
    owner: 'me' | 'team';
    indicator_id: string | null;
  }): Promise<Grounding | null>;
  /** Names of what the person's sources measure. */
  measurable(owner: 'me' | 'team'): Promise<string[]>;
  /** Keeps a goal, or changes the one of this id. Doing it twice is harmless. */
  save(wanted: KeptGoal): Promise<void>;
}

export interface KeptGoal {
  id: GoalId;
  objective: string;
  description: string;
  visibility: Goal['visibility'];
  owner: 'me' | 'team';
  kpis: (KpiSpec & Pick<Goal['kpis'][number], 'id' | 'indicator_id' | 'baseline_evidence_id'>)[];
}

/** Reads a first statement; the offline grammar, or a model whose spans the grammar then computes from. */
export interface GoalReader {
  read(
    text: string,
    context: { today: string; fiscal_year_start_month: number; language: Language },
    signal: AbortSignal,
  ): Promise<{ goal: ParsedGoal; fell_back: string | null }>;
}

/** What a conversation says: contract 6, besides `done`. */
export type ChatEvent =
  | { event: 'token'; data: { text: string } }
  | { event: 'draft'; data: { goal: ParsedGoal; cards: CardView[]; state: string } }
  | { event: 'question'; data: { field: string; ask: string; kpi: number | null } }
  | { event: 'saved'; data: { goal_id: string } };

/** What the pages show of a KPI beside contract 4.1. */
export interface CardView {
  id: string;
  /** What the person didn't say, whether or not the data know it. */
  not_said: string[];
  baseline_from: 'person' | 'data' | null;
  indicator: { id: string; name: string } | null;
  nearest: Grounded['nearest'];
  baseline: Grounded['baseline'];
  forecast: Grounded['forecast'];
  findings: { id: string; severity: string; sentence: string; fix: string }[];
}
