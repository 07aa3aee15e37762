import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { contentHash } from './json.ts';

/**
 * Ids are text with a prefix that names the kind, so that one in a log or a citation says what it is.
 * Derived things (records, observations, evidence) have ids made from their content: making them twice is harmless.
 */
const prefixed = <const Prefix extends string, const Brand extends string>(prefix: Prefix, _brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{1,80}$`), `must be an id that starts with ${prefix}_`)
    .brand<Brand>();

export const tenantId = prefixed('org', 'TenantId');
export const personId = prefixed('per', 'PersonId');
export const teamId = prefixed('team', 'TeamId');
export const sourceId = prefixed('src', 'SourceId');
export const recordId = prefixed('rec', 'RecordId');
export const observationId = prefixed('obs', 'ObservationId');
export const assessmentId = prefixed('asm', 'AssessmentId');
export const evidenceId = prefixed('evd', 'EvidenceId');
export const draftId = prefixed('drf', 'DraftId');
export const goalId = prefixed('goal', 'GoalId');
export const kpiId = prefixed('kpi', 'KpiId');
export const checkInId = prefixed('chk', 'CheckInId');
export const cycleId = prefixed('cyc', 'CycleId');
export const findingId = prefixed('fnd', 'FindingId');
export const interventionId = prefixed('itv', 'InterventionId');
export const decisionId = prefixed('dec', 'DecisionId');
export const actionId = prefixed('act', 'ActionId');
export const conversationId = prefixed('conv', 'ConversationId');
/** A run of evaluation suites. */
export const evaluationRunId = prefixed('evr', 'EvaluationRunId');
/** A case of an evaluation suite that was made of what a person did. */
export const evaluationCaseId = prefixed('evc', 'EvaluationCaseId');

export type TenantId = z.infer<typeof tenantId>;
export type PersonId = z.infer<typeof personId>;
export type TeamId = z.infer<typeof teamId>;
export type SourceId = z.infer<typeof sourceId>;
export type RecordId = z.infer<typeof recordId>;
export type ObservationId = z.infer<typeof observationId>;
export type AssessmentId = z.infer<typeof assessmentId>;
export type EvidenceId = z.infer<typeof evidenceId>;
export type DraftId = z.infer<typeof draftId>;
export type GoalId = z.infer<typeof goalId>;
export type KpiId = z.infer<typeof kpiId>;
export type CheckInId = z.infer<typeof checkInId>;
export type CycleId = z.infer<typeof cycleId>;
export type FindingId = z.infer<typeof findingId>;
export type InterventionId = z.infer<typeof interventionId>;
export type DecisionId = z.infer<typeof decisionId>;
export type ConversationId = z.infer<typeof conversationId>;
export type EvaluationRunId = z.infer<typeof evaluationRunId>;
export type EvaluationCaseId = z.infer<typeof evaluationCaseId>;
export type ActionId = z.infer<typeof actionId>;

type IdPrefix =
  | 'org'
  | 'per'
  | 'team'
  | 'src'
  | 'rec'
  | 'obs'
  | 'asm'
  | 'evd'
  | 'drf'
  | 'goal'
  | 'kpi'
  | 'chk'
  | 'cyc'
  | 'fnd'
  | 'itv'
  | 'dec'
  | 'act'
  | 'conv'
  | 'evr'
  | 'evc';

/** A new random id, e.g. `newId('itv', interventionId)`. */
export function newId<Schema extends z.ZodType>(prefix: IdPrefix, schema: Schema): z.infer<Schema> {
  return schema.parse(`${prefix}_${randomUUID().replaceAll('-', '').slice(0, 20)}`);
}

/** The id that this content always has: 20 hex digits (80 bits) of its hash; a collision among 10⁹ items has odds under 10⁻⁶. */
export function idFrom<Schema extends z.ZodType>(
  prefix: IdPrefix,
  schema: Schema,
  content: unknown,
): z.infer<Schema> {
  return schema.parse(`${prefix}_${contentHash(content).slice(0, 20)}`);
}
