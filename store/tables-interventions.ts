import type { ColumnType, Generated } from 'kysely';
import type { Json, Owned } from './tables-columns.ts';

export interface InterventionRow extends Owned {
  id: string;
  kind: string;
  team_id: string;
  cycle_id: string | null;
  version: number;
  hash: string;
  state: string;
  step: number;
  proposed_by: string;
  subject_ids: string[];
  decider_ids: string[];
  dedupe_key: string;
  expires_on: string;
  claimed_by: ColumnType<string | null, string | null | undefined, string | null>;
  claimed_until: ColumnType<string | null, string | null | undefined, string | null>;
  reminded_at: ColumnType<string | null, string | null | undefined, string | null>;
  planted: Generated<boolean>;
  created_at: string;
  updated_at: string;
}
export interface DelegationRow extends Owned {
  intervention_id: string;
  version: number;
  step: number;
  to_person_id: string;
  from_person_id: string;
  reason: string;
  at: string;
}
export interface InterventionVersionRow extends Owned {
  intervention_id: string;
  version: number;
  hash: string;
  content: Json;
  proposed_by: string;
  created_at: string;
}
export interface DecisionRow extends Owned {
  id: string;
  intervention_id: string;
  version: number;
  hash: string;
  step: number;
  type: string;
  decided_by: string;
  comment: string | null;
  at: string;
  seq: Generated<number>;
  idempotency_key: string;
  request_hash: string;
}
export interface OutboxRow extends Owned {
  effect_key: string;
  intervention_id: string;
  version: number;
  position: number;
  action: Json;
  state: string;
  attempts: Generated<number>;
  fence: Generated<number>;
  leased_until: string | null;
  external_ref: string | null;
  reason: string | null;
  done_at: string | null;
}
export interface EffectRow extends Owned {
  effect_key: string;
  intervention_id: string;
  done_by: string;
  external_ref: string | null;
  fence: number;
  at: string;
}
export interface OutcomeRow extends Owned {
  intervention_id: string;
  metric: string;
  unit: string;
  predicted: number;
  measured: number | null;
  verdict: string;
  measured_at: string;
  case_group: Generated<string>;
  comparison: ColumnType<unknown, string | null | undefined, string | null>;
}
export interface CanaryRow extends Owned {
  intervention_id: string;
  flaw: string;
  person_id: string;
  planted_by: string;
  planted_at: string;
}
export interface ProposalViewRow extends Owned {
  intervention_id: string;
  version: number;
  person_id: string;
  shown_at: string;
}
