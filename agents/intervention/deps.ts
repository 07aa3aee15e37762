import type { Clock } from '#domain/clock.ts';
import type {
  ConnectorsPort,
  HouseActionsPort,
  IdentitiesPort,
  InterventionsPort,
  OutboxPort,
  PeoplePort,
  PolicyPort,
  RecordsPort,
  SourcesPort,
} from '#domain/ports.ts';
import type { MeasuringDeps } from './measuring/deps.ts';

/** What carrying out and measuring a proposal needs. */
export interface InterventionDeps
  extends Pick<MeasuringDeps, 'ledger' | 'observations' | 'goals' | 'conversations'> {
  interventions: InterventionsPort;
  outbox: OutboxPort;
  sources: SourcesPort;
  connectors: ConnectorsPort;
  house: HouseActionsPort;
  people: PeoplePort;
  identities: IdentitiesPort;
  records: RecordsPort;
  policy: PolicyPort;
  clock: Clock;
}
