import type { Grounded } from '#agents/goals/chat/conversation.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { Subject } from '#domain/indicator.ts';
import type { ScopedStore } from '#store/ports.ts';

/** What the organisation's data say of a KPI, as its reader may see them. */
export interface GroundingForChat {
  ground(question: {
    store: ScopedStore;
    kpi: KpiSpec;
    subject: Subject;
    today: string;
  }): Promise<Grounded | null>;
  /** Names of the indicators that have values of this subject. */
  measurable(question: { store: ScopedStore; subject: Subject }): Promise<string[]>;
}
