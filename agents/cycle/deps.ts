import type { Clock } from '#domain/clock.ts';
import type {
  AssessmentsPort,
  CyclesPort,
  DraftsPort,
  EvidencePort,
  GoalsPort,
  IdentitiesPort,
  InterventionsPort,
  ObservationsPort,
  PeoplePort,
  PolicyPort,
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
  goals: GoalsPort;
  cycles: CyclesPort;
  interventions: InterventionsPort;
  policy: PolicyPort;
  derive: DeriveObservations;
  writer: Writer;
  /** Takes over where the writer fails. */
  offline: Writer;
  clock: Clock;
}
