import type { Clock } from '#domain/clock.ts';
import type { Goal } from '#domain/goal.ts';
import type { GoalId } from '#domain/ids.ts';
import type { LedgerPort } from '#domain/ledger.ts';
import type {
  AssessmentsPort,
  BacktestsPort,
  ConversationsPort,
  CyclesPort,
  DraftsPort,
  EvidencePort,
  GoalsAtRiskPort,
  GoalsPort,
  IdentitiesPort,
  InterventionsPort,
  ObservationsPort,
  PeoplePort,
  PolicyPort,
  ProposalHistoryPort,
  RecordsPort,
  SourcesPort,
} from '#domain/ports.ts';
import type { Writer } from '#domain/writer.ts';
import type { DeriveObservations } from './derive-observations.ts';

/** What the main job needs. */
export interface CycleDeps {
  people: PeoplePort;
  identities: IdentitiesPort;
  records: RecordsPort;
  sources: SourcesPort;
  observations: ObservationsPort;
  assessments: AssessmentsPort;
  evidence: EvidencePort;
  drafts: DraftsPort;
  goals: GoalsPort & GoalsAtRiskPort & { get(id: GoalId): Promise<Goal | null> };
  conversations: ConversationsPort;
  cycles: CyclesPort;
  interventions: InterventionsPort;
  history: ProposalHistoryPort;
  backtests: BacktestsPort;
  /** What earlier promises came to; without it promises stay as they are made. */
  ledger?: Pick<LedgerPort, 'measured'>;
  policy: PolicyPort;
  derive: DeriveObservations;
  writer: Writer;
  /** Takes over where the writer fails. */
  offline: Writer;
  clock: Clock;
}
