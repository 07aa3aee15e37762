/** What `makeStore(…).as(reader)` gives: the ports of the domain, and what a server needs besides. */

import type { Execution, ExecutionState } from '#domain/action.ts';
import type { ApprovalFacts, Canary, CanaryResult } from '#domain/approval-health.ts';
import type { AuditEntry, AuditHead, ChainVerdict, NewAuditEntry } from '#domain/audit.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { Cycle, CycleEvent } from '#domain/cycle.ts';
import type { DecisionPlan } from '#domain/decide.ts';
import type { Draft } from '#domain/draft.ts';
import type { Waiting } from '#domain/escalation.ts';
import type { CapturedCase, EvaluationCaseResult, EvaluationRun } from '#domain/evaluation.ts';
import type { StoredEvidence } from '#domain/evidence.ts';
import type { CheckIn, Goal, GoalVersion, KpiProgress } from '#domain/goal.ts';
import type { HandlingPlan } from '#domain/handling.ts';
import type {
  ConversationId,
  CycleId,
  EvaluationCaseId,
  EvaluationRunId,
  EvidenceId,
  GoalId,
  InterventionId,
  KpiId,
  PersonId,
  TeamId,
} from '#domain/ids.ts';
import type {
  Decision,
  DecisionRequest,
  Intervention,
  InterventionState,
  Outcome,
  ProposalContent,
} from '#domain/intervention.ts';
import type { LedgerEntry, LedgerGroup, LedgerPort } from '#domain/ledger.ts';
import type { AccessRole, Person, Reader, Team } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type {
  AssessmentsPort,
  BacktestsPort,
  ConversationsPort,
  CyclesPort,
  DraftsPort,
  EvidencePort,
  GoalsAtRiskPort,
  GoalsPort,
  HouseActionsPort,
  IdentitiesPort,
  IngestPort,
  InterventionsPort,
  ObservationsPort,
  OutboxPort,
  PeoplePort,
  PolicyPort,
  ProposalHistoryPort,
  RecordsPort,
  SourcesPort,
} from '#domain/ports.ts';
import type { Identity, RecordKind } from '#domain/record.ts';
import type { RetrievalPort, SpacesPort } from '#domain/retrieval.ts';
import type { SettlementPlan } from '#domain/settlement.ts';
import type { SinceEvent } from '#domain/since.ts';
import type { RecordFault, Source } from '#domain/source.ts';

/** `after` is the `next` of the page before; `limit` 1 to 1000, 100 when left out. */
export interface PageRequest {
  after?: string | null;
  limit?: number;
}
export interface Page<Item> {
  items: Item[];
  /** Opaque; null on the last page. */
  next: string | null;
}

/** Which of the imported people were new, differed, were the same, or were made inactive by a full import. */
export interface ImportResult {
  created: PersonId[];
  updated: PersonId[];
  unchanged: number;
  deactivated: PersonId[];
}

export interface StorePeople extends PeoplePort {
  /**
   * One transaction, also the teams given and the reporting lines. `full` makes whoever is not among them inactive.
   * @throws UserError `conflict` when an e-mail or employee id belongs to somebody else.
   */
  upsertMany(
    people: readonly Person[],
    mode: 'full' | 'partial',
    teams?: readonly Team[],
  ): Promise<ImportResult>;
  saveTeams(teams: readonly Team[]): Promise<void>;
  page(request: PageRequest & { team_id?: TeamId; active?: boolean }): Promise<Page<Person>>;
  byEmail(email: string): Promise<Person | null>;
  /** Names of colleagues, whoever asks: to show who decided or to whom work would go. Unknown ids are left out. */
  names(ids: readonly PersonId[]): Promise<Map<PersonId, string>>;
  /** Managers of the team, nearest first: its own, then theirs. */
  managersOfTeam(team: TeamId): Promise<PersonId[]>;
}

export interface StoreGrants {
  list(): Promise<{ person_id: PersonId; role: GrantedRole }[]>;
  give(person: PersonId, role: GrantedRole): Promise<void>;
  take(person: PersonId, role: GrantedRole): Promise<void>;
}
/** Employee and manager follow from the organisation; these are given. */
export type GrantedRole = Exclude<AccessRole, 'employee' | 'manager'>;

export interface StoreIdentities extends IdentitiesPort {
  /** Accounts of people (bots left out) whom no identity joins to a person. */
  unmatched(request?: PageRequest): Promise<Page<Identity>>;
  /** Accounts of one source, or of one person, or all; bots last. */
  page(request?: PageRequest & { source_id?: Source['id']; person_id?: PersonId }): Promise<Page<Identity>>;
  /** How many accounts of people each source has, and how many of them are joined to one. */
  counts(): Promise<{ source_id: Source['id']; accounts: number; joined: number }[]>;
  confirm(source: Source['id'], account: string, person: PersonId): Promise<Identity>;
  /** Takes an account away from the person whom it was taken for. @throws UserError `conflict` where it is nobody's. */
  release(source: Source['id'], account: string): Promise<Identity>;
}

/** How a run of evaluation suites ended. */
export type EvaluationEnd =
  | { error: string }
  | (Pick<EvaluationRun, 'results'> & {
      writer: string;
      version: string;
      passed: boolean;
      seconds: number;
      cases: readonly EvaluationCaseResult[];
    });

export interface StoreEvaluations {
  request(run: Pick<EvaluationRun, 'id' | 'suites' | 'repeat' | 'requested_by'>): Promise<EvaluationRun>;
  /** Newest first. */
  runs(request?: PageRequest): Promise<Page<EvaluationRun>>;
  run(id: EvaluationRunId): Promise<EvaluationRun | null>;
  cases(id: EvaluationRunId): Promise<EvaluationCaseResult[]>;
  progress(id: EvaluationRunId, line: string): Promise<void>;
  /** The first end stands. */
  finish(id: EvaluationRunId, end: EvaluationEnd): Promise<void>;
  /** @throws UserError `conflict` where the same was said of the sentence already. */
  capture(
    wanted: Pick<CapturedCase, 'id' | 'place' | 'verdict' | 'case' | 'captured_by'>,
  ): Promise<CapturedCase>;
  /** Newest first. */
  captured(request?: PageRequest & { state?: CapturedCase['state'] }): Promise<Page<CapturedCase>>;
  /** @throws UserError `not-allowed` for whoever made the case. */
  review(id: EvaluationCaseId, by: PersonId, state: 'accepted' | 'discarded'): Promise<CapturedCase>;
}

/** Deliveries of outside systems. */
export interface StoreWebhooks {
  /** Remembers a delivery by its id; false where it was taken already. */
  take(source: Source['id'], event: string): Promise<boolean>;
}

export interface StoreSources extends SourcesPort {
  byName(name: string): Promise<Source | null>;
  /** Creates or replaces its settings; `streams` is not written. */
  save(source: Omit<Source, 'streams'>): Promise<Source>;
  /** Newest first, at most 200. */
  faults(id: Source['id']): Promise<(RecordFault & { stream: string; seen_at: string })[]>;
}

export interface StoreRecordSources {
  /** Names of the systems that told something of these people since a day, by kind of record. */
  ofPeople(people: readonly PersonId[], since: string): Promise<Map<RecordKind, string[]>>;
}

export interface StoreEvidence extends EvidencePort {
  one(id: EvidenceId): Promise<StoredEvidence | null>;
  /** Only the person whom it is about may. @throws UserError `not-found`, `not-allowed`, `conflict`. */
  contest(id: EvidenceId, reason: string): Promise<StoredEvidence>;
}

export interface StoreDrafts extends DraftsPort {
  /** Newest first; superseded ones only when asked for. */
  list(
    request: PageRequest & {
      kind: Draft['kind'];
      person_id?: PersonId;
      team_id?: TeamId;
      superseded?: boolean;
    },
  ): Promise<Page<Draft>>;
}

export type GoalPatch = Partial<
  Pick<
    Goal,
    | 'objective'
    | 'description'
    | 'visibility'
    | 'status'
    | 'priority'
    | 'parent_id'
    | 'due_on'
    | 'stated_completion'
    | 'kpis'
  >
>;

export interface GoalFilter {
  owner_id?: string;
  /** Of the team itself and of those who are in it. */
  team_id?: TeamId;
  status?: Goal['status'];
  /** Words of the objective, the description or a metric, without regard to case. */
  q?: string;
  /** `none`: goals that serve no other. */
  parent_id?: GoalId | 'none';
}

export interface StoreGoals extends GoalsPort, GoalsAtRiskPort {
  /** @throws UserError `conflict` when the parent would make a circle, `not-found` when it can't be seen. */
  create(goal: Goal): Promise<Goal>;
  /** All of them or none, in one transaction. */
  writeAll(plan: {
    create: readonly Goal[];
    patch: readonly { id: GoalId; patch: GoalPatch }[];
  }): Promise<void>;
  get(id: GoalId): Promise<Goal | null>;
  /** Newest first: all that the reader may see. */
  list(request: PageRequest & GoalFilter): Promise<Page<Goal>>;
  /** KPIs given replace all; one left out goes, unless it has check-ins (then `conflict`). */
  patch(id: GoalId, patch: GoalPatch): Promise<Goal>;
  /** Oldest first; for those who may change the goal. */
  versions(id: GoalId): Promise<GoalVersion[]>;
  /** Brings the state before the last change back; again, the one before that. @throws UserError `conflict` at the first. */
  undo(id: GoalId): Promise<Goal>;
  /** Also counts the KPI's progress anew. */
  checkIn(input: {
    kpi_id: KpiId;
    value: number;
    comment: string | null;
    confidence?: number | null;
    at?: string;
  }): Promise<CheckIn>;
  saveProgress(entries: readonly { kpi_id: KpiId; progress: KpiProgress }[]): Promise<void>;
}

export interface StoreCycles extends CyclesPort {
  /** Queued. */
  create(input: Pick<Cycle, 'id' | 'team_id' | 'period' | 'as_of' | 'requested_by'>): Promise<Cycle>;
  /** Newest first. */
  list(request: PageRequest & { team_id?: TeamId; state?: Cycle['state'] }): Promise<Page<Cycle>>;
  /** Progress after `seq`, in order, at most 1000. */
  events(id: CycleId, after: number): Promise<CycleEvent[]>;
}

export interface InterventionVersion {
  version: number;
  hash: string;
  content: ProposalContent;
  proposed_by: Intervention['proposed_by'];
  created_at: string;
}

export interface DecisionCommit {
  plan: DecisionPlan;
  /** What the plan was made from. */
  expected: Pick<Intervention, 'version' | 'hash' | 'state' | 'step'>;
  request: DecisionRequest;
  idempotency_key: string;
}

export interface HandlingCommit {
  id: InterventionId;
  plan: HandlingPlan;
  /** What the plan was made from. */
  expected: Pick<Intervention, 'version' | 'state' | 'step' | 'claim'>;
}

export interface StoreOutbox extends OutboxPort {
  find(effectKey: string): Promise<Execution | null>;
  list(request: { state: ExecutionState; limit: number }): Promise<Execution[]>;
  /**
   * Writes what a person says of an action whose answer was lost, and where its proposal stands then.
   * @throws UserError `already-decided` when somebody else was faster.
   */
  resolve(plan: SettlementPlan, by: PersonId): Promise<InterventionState>;
}

export interface StoreInterventions extends InterventionsPort {
  /**
   * Claim, release, delegation or withdrawal, with its audit entry, in one transaction.
   * @throws UserError `already-decided`, `claimed`, `stale-proposal`, `not-allowed`, `not-found`.
   */
  handle(commit: HandlingCommit): Promise<Intervention>;
  /** Newest first. */
  list(request: PageRequest & { state?: InterventionState; team_id?: TeamId }): Promise<Page<Intervention>>;
  versions(id: InterventionId): Promise<InterventionVersion[]>;
  outcome(id: InterventionId): Promise<Outcome | null>;
  /** The newest proposal that takes this one back; null for none. */
  undoOf(id: InterventionId): Promise<Intervention | null>;
  /** Those that wait for a decision, with since when they do. */
  waiting(): Promise<Waiting[]>;
  /** Open ones whose day has passed (for the sweep), and approved or executing ones (to be advanced). */
  due(
    today: string,
  ): Promise<{ expired: InterventionId[]; unfinished: InterventionId[]; unmeasured: Executed[] }>;
  /**
   * The decision that this decider took under this key, so that a repeated request is answered alike.
   * @throws UserError `conflict` when the key belongs to another request.
   */
  priorDecision(input: {
    intervention_id: InterventionId;
    decided_by: PersonId;
    idempotency_key: string;
    request: DecisionRequest;
  }): Promise<Decision | null>;
  /**
   * One transaction: compare-and-set on version, hash, state and step; the decision; on an edit the new version;
   * where the plan executes, the outbox rows of the stored version's actions; the audit entry.
   * @throws UserError `already-decided`, `stale-proposal` (both name the deciding entry), `conflict`.
   */
  commitDecision(
    commit: DecisionCommit,
  ): Promise<{ decision: Decision; intervention: Intervention; repeated: boolean }>;
}
export interface Executed {
  intervention_id: InterventionId;
  executed_at: string;
}

export interface StoreConversations extends ConversationsPort {
  /** Those that the reader hosts or takes part in (hr: all), soonest first. */
  list(request: PageRequest & { state?: Conversation['state'] }): Promise<Page<Conversation>>;
  /** @throws UserError `not-found`; `not-allowed` for anybody but the host; `conflict` when it has ended already. */
  close(id: ConversationId, to: 'held' | 'cancelled', note: string | null): Promise<Conversation>;
}

export interface StoreSince {
  /** What happened since the reader last looked, as far as they may see it. */
  read(): Promise<{ seen_at: string | null; can_undo: boolean; until: string; items: SinceEvent[] }>;
  /** The reader has looked at what happened up to then; never earlier than they had, never in the future. */
  mark(until: string): Promise<void>;
  /** Takes the last look back. @throws UserError `conflict` where there is none. */
  unmark(): Promise<void>;
}

export interface StorePolicy extends PolicyPort {
  save(policy: Policy): Promise<void>;
}

export interface StoreAudit {
  /** `at` is the store's clock. */
  append(entry: Omit<NewAuditEntry, 'at' | 'actor'> & { actor?: string }): Promise<AuditEntry>;
  /** Oldest first, after that `seq`. */
  list(request: { after?: number; limit?: number }): Promise<Page<AuditEntry>>;
  head(): Promise<AuditHead>;
  /** JSON Lines, header first; one consistent view, read in pieces. */
  export(): AsyncIterable<string>;
  /** The database's own chain against its own head. */
  verify(): Promise<ChainVerdict>;
}

export interface StoreLedger extends LedgerPort {
  /** Newest first: carried out or measured ones, those that are too early to tell of too. */
  list(
    request: PageRequest & { team_id?: TeamId; kind?: Intervention['kind']; group?: LedgerGroup },
  ): Promise<Page<LedgerEntry>>;
}

/** How the planted proposal ended, for whoever decided on it. */
export interface CanaryEnd {
  canary: Canary;
  result: CanaryResult;
}

export interface StoreApprovalHealth {
  /** Keeps when the reader first opened this version of a proposal that is theirs to decide. */
  shown(id: InterventionId, version: number): Promise<void>;
  /** Decisions since that day, what waits, and what was planted, as far as the reader may see them. */
  facts(since: string): Promise<ApprovalFacts>;
  /**
   * Puts a planted proposal before its deciders, marked in the audit as planted by that person. Only for Fairlead
   * itself. @throws UserError `conflict` where an ordinary one of the same matter waits.
   */
  plant(
    proposal: Intervention,
    canary: Pick<Canary, 'flaw' | 'person_id' | 'planted_by'>,
  ): Promise<Intervention>;
  /** What is to be told of a planted proposal; null for an ordinary one, and for its deciders while it waits. */
  canaryOf(id: InterventionId): Promise<CanaryEnd | null>;
}

/** Everything stored, as one reader may see and change it. */
export interface ScopedStore {
  readonly reader: Reader;
  people: StorePeople;
  grants: StoreGrants;
  identities: StoreIdentities;
  records: RecordsPort;
  recordSources: StoreRecordSources;
  sources: StoreSources;
  ingest: IngestPort;
  observations: ObservationsPort;
  assessments: AssessmentsPort;
  evidence: StoreEvidence;
  retrieval: RetrievalPort;
  spaces: SpacesPort;
  drafts: StoreDrafts;
  goals: StoreGoals;
  cycles: StoreCycles;
  interventions: StoreInterventions;
  history: ProposalHistoryPort;
  backtests: BacktestsPort;
  ledger: StoreLedger;
  approvalHealth: StoreApprovalHealth;
  evaluations: StoreEvaluations;
  webhooks: StoreWebhooks;
  outbox: StoreOutbox;
  house: HouseActionsPort;
  conversations: StoreConversations;
  since: StoreSince;
  policy: StorePolicy;
  audit: StoreAudit;
}

export interface Store {
  /** `actor` is what the audit log says; the person, or `fairlead`, when left out. */
  as(reader: Reader, actor?: string): ScopedStore;
  /** The reader that a signed-in person is: their granted roles, and manager when somebody reports to them. Null: unknown or inactive. */
  readerOf(person: PersonId): Promise<Extract<Reader, { kind: 'person' }> | null>;
  /** Makes the organisation's own row and first policy, when they are not there. */
  found(name: string, policy: Policy): Promise<void>;
}
