/**
 * The interfaces through which agents and tools reach what is stored. `store/` implements them; tests may hand in
 * others. Each call runs in a transaction of its own, under the scope that the implementation was made for.
 */

import type { Execution, HouseAction, LeasedExecution } from './action.ts';
import type { Assessment, Finding } from './assessment.ts';
import type { NewAuditEntry } from './audit.ts';
import type { Conversation } from './conversation.ts';
import type { Cycle, CycleEvent, CycleResult } from './cycle.ts';
import type { Period } from './date.ts';
import type { BacktestReport } from './detector.ts';
import type { Draft } from './draft.ts';
import type { NewEvidence, StoredEvidence } from './evidence.ts';
import type { CheckIn, Goal, KpiAtRisk } from './goal.ts';
import type { CycleId, DraftId, EvidenceId, InterventionId, PersonId, SourceId, TeamId } from './ids.ts';
import type { Observation, Subject } from './indicator.ts';
import type { Decision, Intervention, InterventionState } from './intervention.ts';
import type { JsonValue } from './json.ts';
import type { Person, Team } from './person.ts';
import type { Policy } from './policy.ts';
import type { Identity, RecordKind, StoredRecord } from './record.ts';
import type { ActionReceipt, Connector, Precheck, ReadPage, Relisted, Source } from './source.ts';

export interface PeoplePort {
  get(id: PersonId): Promise<Person | null>;
  list(): Promise<Person[]>;
  ofTeam(team: TeamId): Promise<Person[]>;
  team(id: TeamId): Promise<Team | null>;
  teams(): Promise<Team[]>;
  /** Managers above the person, nearest first. */
  lineAbove(id: PersonId): Promise<PersonId[]>;
}

export interface IdentitiesPort {
  ofPeople(ids: readonly PersonId[]): Promise<Identity[]>;
}

export interface RecordsPort {
  /** Work items and time entries of these people, by the identity table, that touch the period or are still open. */
  ofPeople(ids: readonly PersonId[], range: Period): Promise<StoredRecord[]>;
  get(id: string): Promise<StoredRecord | null>;
}

/** Where a sync puts what it reads. */
export interface IngestPort {
  cursor(source: SourceId, stream: string): Promise<JsonValue | null>;
  /**
   * Stores a page in one transaction: accounts, records (the newest `updated_at` wins; a repeat changes nothing),
   * counts of rejected ones, and the cursor where the page carries one. `listed`: the page is of a full read of all
   * records of that kind, and remembered is that these are still there.
   */
  savePage(
    source: SourceId,
    stream: string,
    page: ReadPage,
    listed?: RecordKind | null,
  ): Promise<{ stored: number; unchanged: number }>;
  /** How a stream's read ended; `error` null when it reached its end. */
  finish(
    source: SourceId,
    stream: string,
    result: { error: { code: string; message: string } | null; seen: number; rejected: number },
  ): Promise<void>;
  /**
   * Marks records of that kind, and from that day on, which the source has not shown since then as deleted there; resolves
   * to how many were not so already. Nothing where it has shown none at all since: that is rather a fault than an end of everything.
   */
  markGone(source: SourceId, relisted: Relisted, since: string): Promise<number>;
  accounts(source: SourceId): Promise<Identity[]>;
  saveIdentities(identities: readonly Identity[]): Promise<void>;
}

export interface SourcesPort {
  list(): Promise<Source[]>;
  get(id: string): Promise<Source | null>;
}

export interface ObservationsPort {
  save(observations: readonly Observation[]): Promise<void>;
  /**
   * These are all that there is of these subjects in weeks of the range: earlier ones that aren't among them go, as when
   * an account turned out to be somebody else's. Resolves to how many went.
   */
  replace(
    subjects: readonly Subject[],
    range: Period,
    observations: readonly Observation[],
  ): Promise<{ removed: number }>;
  ofSubjects(subjects: readonly Subject[], range: Period): Promise<Observation[]>;
}

export interface AssessmentsPort {
  save(assessments: readonly Assessment[]): Promise<void>;
  ofSubjects(subjects: readonly Subject[]): Promise<Assessment[]>;
  saveFindings(cycle: CycleId, findings: readonly Finding[]): Promise<void>;
  findings(cycle: CycleId): Promise<Finding[]>;
}

export interface EvidencePort {
  /** Keeps what is new and returns all of it with ids; doing it twice is harmless. */
  record(items: readonly NewEvidence[]): Promise<StoredEvidence[]>;
  get(ids: readonly EvidenceId[]): Promise<StoredEvidence[]>;
  /** Uncontested evidence about a subject, dated within the period. */
  ofSubject(subject: string, range: Period): Promise<StoredEvidence[]>;
}

export interface DraftsPort {
  /** Saves, and marks the person's earlier ready draft of the same kind superseded. Doing it twice is harmless. */
  save(draft: Draft): Promise<void>;
  get(id: DraftId): Promise<Draft | null>;
  latest(person: PersonId, kind: Draft['kind']): Promise<Draft | null>;
}

export interface GoalsPort {
  ofPerson(person: PersonId): Promise<Goal[]>;
  checkIns(goal: string): Promise<CheckIn[]>;
}

/** What a detector "goal at risk" reads. */
export interface GoalsAtRiskPort {
  /** KPIs of active goals of these people and teams that are at risk or off track by their last computed progress. */
  goalsAtRisk(owners: readonly Subject[], today: string): Promise<KpiAtRisk[]>;
}

/** What was planned to be talked about. */
export interface ConversationsPort {
  /** Due or held from this day on, with any of these people; cancelled ones too. */
  withPeople(people: readonly PersonId[], since: string): Promise<Conversation[]>;
}

/** The newest proposal of one matter, or one that a decider was given: what cool-downs and budgets look at. */
export interface ProposalTrace {
  id: InterventionId;
  kind: Intervention['kind'];
  dedupe_key: string;
  state: InterventionState;
  created_on: string;
  /** The day of the decision, of the last effect, or of its end; for open ones the day it was proposed. */
  settled_on: string;
  decider_ids: PersonId[];
  subject_ids: PersonId[];
}

export interface ProposalHistoryPort {
  /** Of each of these matters the newest proposal. */
  newestOf(dedupeKeys: readonly string[]): Promise<ProposalTrace[]>;
  /** Proposals that any of these people was given to decide since that day, those that replaced an older one left out. */
  givenTo(deciders: readonly PersonId[], since: string): Promise<ProposalTrace[]>;
  /**
   * Hours of work that each of these people received by executed proposals since that day, as the proposals said; what
   * was taken back again doesn't count. People who received nothing are left out.
   */
  receivedHours(
    people: readonly PersonId[],
    since: string,
  ): Promise<{ person_id: PersonId; hours: number }[]>;
  /** Proposals about any of these people that wait for a decision or are being carried out. */
  openAbout(people: readonly PersonId[]): Promise<ProposalTrace[]>;
}

/** The last back-test of the detectors. */
export interface BacktestsPort {
  newest(): Promise<BacktestReport | null>;
  save(report: BacktestReport): Promise<void>;
}

export interface CyclesPort {
  get(id: CycleId): Promise<Cycle | null>;
  start(id: CycleId): Promise<void>;
  finish(id: CycleId, result: CycleResult): Promise<void>;
  fail(id: CycleId, error: { code: string; message: string }): Promise<void>;
  /** Appends a progress event; `key` makes a repeated node run harmless. */
  report(id: CycleId, key: string, event: Omit<CycleEvent, 'seq' | 'at'>): Promise<void>;
}

export interface InterventionsPort {
  /** Stores a proposal, or returns the open one with the same dedupe key and the same content. A differing open one is superseded. */
  propose(proposal: Intervention): Promise<Intervention>;
  get(id: InterventionId): Promise<Intervention | null>;
  decisions(id: InterventionId): Promise<Decision[]>;
  /** Compare-and-set on the state; false when it was not in `from`. */
  move(
    id: InterventionId,
    from: readonly InterventionState[],
    to: InterventionState,
    audit: Omit<NewAuditEntry, 'at'>,
  ): Promise<boolean>;
}

/** The outbox of approved actions. A row is written in the same transaction as the approval. */
export interface OutboxPort {
  ofIntervention(id: InterventionId): Promise<Execution[]>;
  /** Takes the next queued or expired-lease row of this intervention; null when none is left. */
  lease(id: InterventionId, seconds: number): Promise<LeasedExecution | null>;
  /** Writes the end of an attempt and its audit entry; false when the fence is no longer ours. */
  settle(
    effectKey: string,
    fence: number,
    result:
      | { state: 'done'; external_ref: string | null; by: 'us' | 'someone_else' }
      | { state: 'void' | 'failed' | 'unknown'; reason: string }
      | { state: 'queued'; reason: string },
  ): Promise<boolean>;
}

/**
 * Carries out what changes nothing but our own tables. The effect and its key are written in one transaction, so an
 * effect key acts at most once, whoever repeats it.
 */
export interface HouseActionsPort {
  /** Re-reads what the action is about. Never writes. */
  precheck(action: HouseAction, effectKey: string): Promise<Precheck>;
  execute(action: HouseAction, effectKey: string): Promise<ActionReceipt>;
}

export interface PolicyPort {
  current(): Promise<Policy>;
}

/** Finds the connector of a source that is set up. */
export interface ConnectorsPort {
  of(source: Source): Promise<Connector>;
}
