import type { Clock } from '#domain/clock.ts';
import type { Goal } from '#domain/goal.ts';
import type { GoalId } from '#domain/ids.ts';
import type { LedgerPort } from '#domain/ledger.ts';
import type {
  ConversationsPort,
  GoalsAtRiskPort,
  GoalsPort,
  IdentitiesPort,
  InterventionsPort,
  ObservationsPort,
  PeoplePort,
  PolicyPort,
  RecordsPort,
} from '#domain/ports.ts';

/** What measuring an effect reads. */
export interface MeasuringDeps {
  interventions: Pick<InterventionsPort, 'get'>;
  ledger: LedgerPort;
  people: PeoplePort;
  identities: IdentitiesPort;
  records: RecordsPort;
  observations: ObservationsPort;
  goals: GoalsPort & GoalsAtRiskPort & { get(id: GoalId): Promise<Goal | null> };
  conversations: ConversationsPort;
  policy: PolicyPort;
  clock: Clock;
}
