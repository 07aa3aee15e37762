import type { Assessment, Finding } from '#domain/assessment.ts';
import type { IsoDate, Period } from '#domain/date.ts';
import type { KpiAtRisk } from '#domain/goal.ts';
import type { AssessmentId, ObservationId, RecordId } from '#domain/ids.ts';
import type { Observation, RoleFramework } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type { PersonSigns } from '../signs.ts';
import type { Wait } from '../waits.ts';
import type { PersonLoad } from '../workload.ts';

/** What a finding rests on; the agents' room turns these into evidence. */
export interface FindingRefs {
  observation_ids: ObservationId[];
  record_ids: RecordId[];
  assessment_ids: AssessmentId[];
}

/** A finding before its evidence is recorded. */
export type FindingDraft = Omit<Finding, 'evidence_ids'> & { refs: FindingRefs };

/** A result of a goal that its last computed progress says is not well, with how it came there. */
export interface GoalStanding {
  risk: KpiAtRisk;
  /** Its value a week, oldest first, to the last complete week; null where none is known. */
  weekly: readonly (number | null)[];
}

/** Signs of talk with somebody: goals that are kept by hand, and conversations. */
export interface TalkStanding {
  person_id: Person['id'];
  /** Active goals of which a result is written down by hand, and when the first of them was set. */
  goals: number;
  set_on: IsoDate | null;
  last_check_in_on: IsoDate | null;
  /** Middle of the days between the check-ins so far; null for fewer than three. */
  usual_gap_days: number | null;
  last_talk_on: IsoDate | null;
  /** A conversation is planned and hasn't been held yet. */
  planned: boolean;
  /** Whether conversations of anybody in the team are on record at all. */
  talks_recorded: boolean;
}

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
  policy: Pick<Policy, 'comparisons_allowed' | 'minimum_group_size'> &
    Partial<Pick<Policy, 'weekend_hours_used'>>;
  period: Period;
  as_of: IsoDate;
  /** Left out where nothing is known of them: what rests on them is then not said. */
  signs?: readonly PersonSigns[];
  waits?: readonly Wait[];
  /** How long most blocks last, by those that ended; null where too few have. */
  usual_block_days?: number | null;
  goals?: readonly GoalStanding[];
  talks?: readonly TalkStanding[];
}

/** What a detector says; who and when is added here. */
export interface DetectorFinding {
  kind: Finding['kind'];
  /** null: the team. */
  person_id: Person['id'] | null;
  reasons: string[];
  severity: Finding['severity'];
  figures: Record<string, number>;
  refs: Partial<FindingRefs>;
  about?: Partial<NonNullable<Finding['about']>>;
}

export type Detector = (input: DetectInput) => DetectorFinding[];
