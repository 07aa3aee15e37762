import type { Answers, Bodies } from './api.generated.ts';

/** The names that the pages use for what the API answers. */
type ItemOf<List extends { items: readonly unknown[] }> = List['items'][number];

export type Me = Answers['GET /api/me'];
export type DevPeople = Answers['GET /api/dev/people'];
export type PeopleList = Answers['GET /api/people'];
export type PersonView = Answers['GET /api/people/{id}'];
export type Scorecard = Answers['GET /api/people/{id}/scorecard'];
export type TeamScorecard = Answers['GET /api/teams/{id}/scorecard'];
export type Indicator = Scorecard['indicators'][number];

export type CycleList = Answers['GET /api/cycles'];
/** A run of the main job with what it found. */
export type Cycle = ItemOf<CycleList>;
export type StartedCycle = Answers['POST /api/cycles'];

export type DraftList = Answers['GET /api/summaries'];
export type Draft = ItemOf<DraftList>;
export type PlanArea = Draft['areas'][number];
/** One sentence and the ids that it rests on. */
export type Claim = PlanArea['reason'];
export type Evidence = Answers['GET /api/evidence/{id}'];

export type ProposalList = Answers['GET /api/interventions'];
export type Proposal = ItemOf<ProposalList>;
export type ProposalDetail = Answers['GET /api/interventions/{id}'];
export type Action = Proposal['actions'][number];
/** Our own shape of it; other tools may post theirs. */
export type DecisionRequest = Extract<
  Bodies['POST /api/interventions/{id}/decisions'],
  { version: number; type: unknown }
>;

export type GoalList = Answers['GET /api/goals'];
export type Goal = ItemOf<GoalList>;
export type GoalTree = Answers['GET /api/goals/tree'];
export type GoalNode = ItemOf<GoalTree>;
export type CheckInList = Answers['GET /api/goals/{id}/check-ins'];
/** What the chat understood, contract 4.1; the API document types no streams. */
export interface DraftGoal {
  objective: string;
  measurable: boolean;
  kpis: DraftKpi[];
}
/** What the data say of a KPI that is being formed, and what its checks say. */
export interface KpiView {
  not_said: string[];
  baseline_from: 'person' | 'data' | null;
  indicator: { id: string; name: string } | null;
  nearest: { id: string; name: string }[];
  baseline: { value: number; n: number; window: string; as_of: string; evidence_ids: string[] } | null;
  forecast: { chance: number | null; lower80: number; upper80: number; at: string } | null;
  findings: CheckFinding[];
}
export type CheckFinding = Pick<
  Answers['POST /api/goals/preview']['findings'][number],
  'id' | 'severity' | 'sentence' | 'fix'
>;
export type GoalPreview = Answers['POST /api/goals/preview'];
export type DraftKpi = Pick<
  Goal['kpis'][number],
  | 'metric'
  | 'direction'
  | 'comparator'
  | 'baseline'
  | 'target'
  | 'target_range'
  | 'relative'
  | 'unit'
  | 'window'
  | 'due_iso'
>;

export type AuditList = Answers['GET /api/audit'];
export type SourceList = Answers['GET /api/sources'];
export type IdentityList = Answers['GET /api/identities/unmatched'];

/** An event `progress` of `GET /api/cycles/{id}/events`; the API document types no streams. */
export interface CycleEvent {
  seq: number;
  at: string;
  step: 'load' | 'assess' | 'summarise' | 'plan' | 'detect' | 'rebalance' | 'propose' | 'done' | 'failed';
  person_id: string | null;
  done: number;
  total: number;
  message: string;
}

export type ReaderList = Answers['GET /api/people/{id}/readers'];
export type ConversationList = Answers['GET /api/conversations'];
export type TeamComparison = Answers['GET /api/teams/{id}/comparison'];
export type ComparedGroup = TeamComparison['groups'][number];
export type ComparedIndicator = ComparedGroup['indicators'][number];
export type TeamWorkload = Answers['GET /api/teams/{id}/workload'];
export type Since = Answers['GET /api/since'];
export type SinceEvent = Since['items'][number];
export type ApprovalHealth = Answers['GET /api/approval-health'];
