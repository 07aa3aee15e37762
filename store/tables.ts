import type { ColumnType, Generated } from 'kysely';
import type { Json, Owned } from './tables-columns.ts';
import type {
  CanaryRow,
  DecisionRow,
  DelegationRow,
  EffectRow,
  InterventionRow,
  InterventionVersionRow,
  OutboxRow,
  OutcomeRow,
  ProposalViewRow,
} from './tables-interventions.ts';

export interface OrganisationRow extends Owned {
  name: string;
  created_at: string;
}
export interface PersonRow extends Owned {
  id: string;
  employee_id: string | null;
  name: string;
  email: string | null;
  manager_id: string | null;
  team_id: string | null;
  job_title: string | null;
  job_function: string;
  department: string | null;
  location: string | null;
  start_date: string | null;
  end_date: string | null;
  employment_type: string | null;
  weekly_hours: number | null;
  skills: Json;
  active: boolean;
}
export interface TeamRow extends Owned {
  id: string;
  name: string;
  manager_id: string | null;
  parent_id: string | null;
}
export interface TeamMemberRow extends Owned {
  person_id: string;
  team_id: string;
}
export interface ReportingLineRow extends Owned {
  person_id: string;
  manager_id: string;
  distance: number;
}
export interface TeamLineRow extends Owned {
  team_id: string;
  manager_id: string;
  distance: number;
}
export interface AccessGrantRow extends Owned {
  person_id: string;
  role: string;
  granted_by: string;
  granted_at: string;
}
export interface PolicyRow extends Owned {
  version: number;
  content: Json;
  changed_by: string;
  changed_at: string;
}
export interface SourceRow extends Owned {
  id: string;
  name: string;
  vendor: string;
  base_url: string | null;
  settings: Json;
  enabled: boolean;
}
export interface StreamStateRow extends Owned {
  source_id: string;
  stream: string;
  cursor: ColumnType<unknown, string | null, string | null>;
  last_success_at: string | null;
  last_error: string | null;
  last_error_code: string | null;
  partial: Generated<boolean>;
  records_seen: Generated<number>;
  reading_since: string | null;
  reading_seen: Generated<number>;
  records_rejected: Generated<number>;
}
export interface SourceAccountRow extends Owned {
  source_id: string;
  account: string;
  display_name: string | null;
  email: string | null;
  active: boolean;
  bot: boolean;
  time_zone: string | null;
  person_id: string | null;
  method: Generated<string>;
  suggested_person_id: string | null;
}
export interface RecordFaultRow extends Owned {
  source_id: string;
  stream: string;
  external_id: string;
  reason: string;
  seen_at: string;
}
export interface RecordRow extends Owned {
  id: string;
  source_id: string;
  kind: string;
  external_id: string;
  account: string | null;
  updated_at: string;
  deleted: boolean;
  first_day: string;
  last_day: string | null;
  payload: Json;
  payload_hash: string;
  fetched_at: string;
}
export interface ObservationRow extends Owned {
  id: string;
  indicator_id: string;
  subject_kind: string;
  subject_id: string;
  period_from: string;
  period_to: string;
  value: number | null;
  unit: string;
  n: number;
  coverage: number;
  fresh_until: string | null;
  flags: string[];
}
export interface AssessmentRow extends Owned {
  id: string;
  indicator_id: string;
  subject_kind: string;
  subject_id: string;
  period_from: string;
  period_to: string;
  body: Json;
}
export interface BacktestRow extends Owned {
  as_of: string;
  body: Json;
  made_at: string;
}
export interface FindingRow extends Owned {
  cycle_id: string;
  id: string;
  kind: string;
  team_id: string;
  person_id: string | null;
  body: Json;
}
export interface EvidenceRow extends Owned {
  id: string;
  subject_id: string;
  at: string;
  kind: string;
  text: string;
  facts: Json;
  ref_id: string;
  mentions: string[];
  hash: string;
  created_at: string;
  embedding: string | null;
}
export interface EmbeddingSpaceRow extends Owned {
  version: string;
  trained_for: string;
  body: Buffer;
  trained_at: string;
}
export interface RetrievalDocumentRow extends Owned {
  version: string;
  position: number;
  kind: string;
  ref: string;
  text: string;
  length: number;
  embedding: string;
  saved_at: string;
}
export interface ContestRow extends Owned {
  evidence_id: string;
  contested_by: string;
  contested_at: string;
  reason: string;
}
export interface GoalRow extends Owned {
  id: string;
  owner_kind: string;
  owner_id: string;
  parent_id: string | null;
  objective: string;
  description: string | null;
  visibility: string;
  status: string;
  priority: number | null;
  due_on: Generated<string | null>;
  stated_completion: Generated<number | null>;
  created_by: string;
  created_at: string;
  updated_at: string;
}
export interface GoalVersionRow extends Owned {
  goal_id: string;
  version: number;
  content: Json;
  changed_by: string;
  changed_at: string;
  restored_from: number | null;
}
export interface KpiProgressRow extends Owned {
  kpi_id: string;
  body: Json;
  status: string;
  as_of: string;
}
export interface KpiRow extends Owned {
  id: string;
  goal_id: string;
  position: number;
  spec: Json;
  indicator_id: string | null;
  baseline_evidence_id: string | null;
  title: Generated<string | null>;
}
export interface CheckInRow extends Owned {
  id: string;
  kpi_id: string;
  value: number;
  comment: string | null;
  confidence: Generated<number | null>;
  author: string;
  at: string;
}
export interface CycleRow extends Owned {
  id: string;
  team_id: string;
  state: string;
  period_from: string;
  period_to: string;
  as_of: string;
  requested_by: string;
  error: ColumnType<unknown, string | null, string | null>;
  result: ColumnType<unknown, string | null, string | null>;
  created_at: string;
  updated_at: string;
}
export interface CycleEventRow extends Owned {
  cycle_id: string;
  seq: number;
  key: string;
  at: string;
  step: string;
  person_id: string | null;
  done: number;
  total: number;
  message: string;
}
export interface DraftRow extends Owned {
  id: string;
  kind: string;
  person_id: string;
  cycle_id: string | null;
  period_from: string;
  period_to: string;
  status: string;
  areas: Json;
  dropped: Json;
  authorship: Json;
  created_at: string;
}
export interface ClaimRow extends Owned {
  draft_id: string;
  position: number;
  section: string;
  text: string;
  citations: string[];
}
export interface ConversationRow extends Owned {
  id: string;
  with_person_id: string;
  host_person_id: string;
  purpose: string;
  topics: Json;
  due_on: string;
  state: string;
  note: string | null;
  intervention_id: string;
  effect_key: string;
  created_at: string;
  updated_at: string;
}
export interface KpiRevisionRow extends Owned {
  effect_key: string;
  kpi_id: string;
  before: Json;
  after: Json;
  at: string;
}
export interface AuditEntryRow extends Owned {
  seq: number;
  at: string;
  actor: string;
  event: string;
  subject: string;
  data: Json;
  previous_hash: string;
  hash: string;
}
export interface AuditHeadRow extends Owned {
  count: number;
  hash: string;
}

/** The tables of schema `fairlead`, as migrations/ makes them. */
export interface Tables {
  organisations: OrganisationRow;
  people: PersonRow;
  teams: TeamRow;
  team_members: TeamMemberRow;
  reporting_lines: ReportingLineRow;
  team_lines: TeamLineRow;
  access_grants: AccessGrantRow;
  policies: PolicyRow;
  sources: SourceRow;
  stream_states: StreamStateRow;
  source_accounts: SourceAccountRow;
  record_faults: RecordFaultRow;
  records: RecordRow;
  observations: ObservationRow;
  assessments: AssessmentRow;
  backtests: BacktestRow;
  findings: FindingRow;
  evidence: EvidenceRow;
  embedding_spaces: EmbeddingSpaceRow;
  retrieval_documents: RetrievalDocumentRow;
  contests: ContestRow;
  goals: GoalRow;
  kpis: KpiRow;
  check_ins: CheckInRow;
  goal_versions: GoalVersionRow;
  kpi_progress: KpiProgressRow;
  cycles: CycleRow;
  cycle_events: CycleEventRow;
  drafts: DraftRow;
  claims: ClaimRow;
  interventions: InterventionRow;
  intervention_versions: InterventionVersionRow;
  decisions: DecisionRow;
  delegations: DelegationRow;
  outbox: OutboxRow;
  effects: EffectRow;
  outcomes: OutcomeRow;
  canaries: CanaryRow;
  proposal_views: ProposalViewRow;
  conversations: ConversationRow;
  kpi_revisions: KpiRevisionRow;
  audit_entries: AuditEntryRow;
  audit_heads: AuditHeadRow;
}
