import type { Assessment, Finding } from '#domain/assessment.ts';
import type { IsoDate, Period } from '#domain/date.ts';
import type { AssessmentId, ObservationId, RecordId } from '#domain/ids.ts';
import type { Observation, RoleFramework } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type { PersonLoad } from '../workload.ts';

/** What a finding rests on; the agents' room turns these into evidence. */
export interface FindingRefs {
  observation_ids: ObservationId[];
  record_ids: RecordId[];
  assessment_ids: AssessmentId[];
}

/** A finding before its evidence is recorded. */
export type FindingDraft = Omit<Finding, 'evidence_ids'> & { refs: FindingRefs };

export interface DetectInput {
  team_id: Finding['team_id'];
  /** Of the team. */
  people: readonly Person[];
  /** Of those people over the period, in any order. */
  observations: readonly Observation[];
  /** Of those people. */
  assessments: readonly Assessment[];
  loads: readonly PersonLoad[];
  frameworks: readonly RoleFramework[];
  policy: Pick<Policy, 'comparisons_allowed' | 'minimum_group_size'>;
  period: Period;
  as_of: IsoDate;
}

/** What a detector says; who and when is added here. */
export interface DetectorFinding {
  kind: Finding['kind'];
  person_id: Person['id'];
  reasons: string[];
  severity: Finding['severity'];
  figures: Record<string, number>;
  refs: Partial<FindingRefs>;
}

export type Detector = (input: DetectInput) => DetectorFinding[];
