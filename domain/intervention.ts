import { z } from 'zod';
import { action } from './action.ts';
import { isoDate, isoInstant } from './date.ts';
import { claim } from './draft.ts';
import { cycleId, decisionId, interventionId, personId, teamId } from './ids.ts';
import { contentHash } from './json.ts';

/** What Fairlead may propose; `undo` takes back what an executed proposal did. */
export const interventionKind = z.enum([
  'rebalance_workload',
  'goal_at_risk',
  'check_in',
  'recognition',
  'unblock',
  'burnout_warning',
  'retention_conversation',
  'undo',
]);
export type InterventionKind = z.infer<typeof interventionKind>;

/**
 * `awaiting_approval` → `approved` → `executing` → `executed` → `measured`, or one of the ends. `needs_person`:
 * the source's answer was lost and cannot be looked up, so somebody must look; never a blind retry.
 */
export const interventionState = z.enum([
  'awaiting_approval',
  'approved',
  'executing',
  'executed',
  'measured',
  'rejected',
  'expired',
  'void',
  'superseded',
  'withdrawn',
  'failed',
  'needs_person',
]);
export type InterventionState = z.infer<typeof interventionState>;

const transitions: Record<InterventionState, readonly InterventionState[]> = {
  awaiting_approval: [
    'awaiting_approval',
    'approved',
    'rejected',
    'expired',
    'void',
    'superseded',
    'withdrawn',
  ],
  approved: ['executing', 'void', 'withdrawn'],
  executing: ['executing', 'executed', 'void', 'failed', 'needs_person'],
  executed: ['measured'],
  measured: [],
  rejected: [],
  expired: [],
  void: [],
  superseded: [],
  withdrawn: [],
  failed: [],
  needs_person: ['executing', 'executed', 'failed', 'void'],
};

/** Whether the state machine has this step. */
export const mayBecome = (from: InterventionState, to: InterventionState): boolean =>
  transitions[from].includes(to);

/** States in which nothing more will happen by itself. */
export const isFinal = (state: InterventionState): boolean => transitions[state].length === 0;

/** Who must say yes, one after another. */
export const chainStep = z.object({
  role: z.enum(['manager', 'hr']),
  /** Who may decide this step; never the subject and never the proposer. Empty for hr: whoever holds the role. */
  person_ids: z.array(personId),
});
export type ChainStep = z.infer<typeof chainStep>;

/** A person's load over the horizon, in hours, against capacity. */
export const loadPicture = z.object({
  person_id: personId,
  capacity_hours: z.number().nonnegative(),
  before_hours: z.number().nonnegative(),
  after_hours: z.number().nonnegative(),
});

/** What the proposal promises, to be measured after `horizon_days`. */
export const predictedEffect = z.object({
  metric: z.string(),
  unit: z.string(),
  before: z.number(),
  after: z.number(),
  lower80: z.number(),
  upper80: z.number(),
  horizon_days: z.int().positive(),
  /** Where the ledger changed it: what `after` was by construction, and how many measured proposals it learned from. */
  learned: z.object({ from: z.number(), n: z.int().positive() }).optional(),
});

/** What the decider sees, and exactly what the hash covers. */
export const proposalContent = z.object({
  kind: interventionKind,
  team_id: teamId,
  title: z.string().min(1).max(200),
  rationale: z.array(claim).min(1),
  actions: z.array(action).min(1),
  load: z.array(loadPicture),
  predicted_effect: predictedEffect.nullable(),
  chain: z.array(chainStep).min(1),
  /** The executed proposal that an `undo` takes back. */
  undoes: interventionId.optional(),
});
export type ProposalContent = z.infer<typeof proposalContent>;

/** Who has taken the decision on, so that two don't work on it at once; ends by itself. */
export const claimSchema = z.object({ by: personId, until: isoInstant });
export type Claim = z.infer<typeof claimSchema>;

/** Somebody who may decide one step of one version beside those of the chain; `fairlead` where it waited too long. */
export const delegation = z.object({
  version: z.int().positive(),
  step: z.int().nonnegative(),
  to: personId,
  from: z.union([personId, z.literal('fairlead')]),
});
export type Delegation = z.infer<typeof delegation>;

export const intervention = proposalContent.extend({
  id: interventionId,
  cycle_id: cycleId.nullable(),
  version: z.int().positive(),
  /** `proposalHash` of this version. */
  hash: z.string(),
  state: interventionState,
  /** Index into `chain` of the step that is waited for. */
  step: z.int().nonnegative(),
  /** `fairlead`, or whoever edited this version. */
  proposed_by: z.union([personId, z.literal('fairlead')]),
  /** People whom it is about; none of them decides it. */
  subject_ids: z.array(personId),
  /** The same matter proposed twice has the same key: at most one open proposal each. */
  dedupe_key: z.string(),
  expires_on: isoDate,
  claim: claimSchema.nullable().optional(),
  delegations: z.array(delegation).optional(),
  created_at: isoInstant,
  updated_at: isoInstant,
});
export type Intervention = z.infer<typeof intervention>;

/** The hash that a decision must name: over the content alone, so that it can be recomputed from what was shown. */
export function proposalHash(content: ProposalContent, version: number): string {
  const shown = proposalContent.parse(content);
  return contentHash({ ...shown, version });
}

export const decisionType = z.enum(['approve', 'edit', 'reject', 'respond']);
export type DecisionType = z.infer<typeof decisionType>;

/** A number, or one as a form sends it. */
const number = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z.number(),
);

/** What an editor may change: which actions stay, and what the kind of each allows. Everything else is the proposal's own. */
export const proposalEdits = z.object({
  actions: z
    .array(
      z.strictObject({
        id: z.string(),
        /** Of a reassignment. */
        to_person_id: personId.optional(),
        /** Of a conversation. */
        by: isoDate.optional(),
        topics: z.array(z.string().trim().min(1).max(300)).min(1).max(8).optional(),
        /** Of a goal's revision. */
        target: number.nullable().optional(),
        due_iso: isoDate.nullable().optional(),
      }),
    )
    .min(1, 'keep at least one action, or reject'),
});
export type ProposalEdits = z.infer<typeof proposalEdits>;

export const decisionRequest = z.object({
  version: z.int().positive(),
  hash: z.string().min(1),
  type: decisionType,
  edits: proposalEdits.optional(),
  comment: z.string().max(4000).optional(),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

export const decision = z.object({
  id: decisionId,
  intervention_id: interventionId,
  version: z.int().positive(),
  hash: z.string(),
  step: z.int().nonnegative(),
  type: decisionType,
  decided_by: personId,
  comment: z.string().nullable(),
  at: isoInstant,
});
export type Decision = z.infer<typeof decision>;

/** Measured against predicted, `horizon_days` after execution. */
export const outcome = z.object({
  intervention_id: interventionId,
  metric: z.string(),
  unit: z.string(),
  predicted: z.number(),
  measured: z.number().nullable(),
  verdict: z.enum(['helped', 'no_effect', 'worse', 'not_enough_data']),
  measured_at: isoInstant,
});
export type Outcome = z.infer<typeof outcome>;

/** Half of what was promised counts as help: less can't be told from the usual ups and downs of a few weeks. */
const HELP_SHARE = 0.5;

/** What became of a prediction that something would go from `before` to `after`. */
export function judgeOutcome(
  predicted: { before: number; after: number },
  measured: number | null,
): Outcome['verdict'] {
  if (measured === null) return 'not_enough_data';
  const promised = predicted.after - predicted.before;
  const came = measured - predicted.before;
  if (promised === 0) return came === 0 ? 'helped' : 'no_effect';
  const share = came / promised;
  if (share >= HELP_SHARE) return 'helped';
  return share <= -HELP_SHARE ? 'worse' : 'no_effect';
}
