import { z } from 'zod';
import type { PersonId } from './ids.ts';
import type { ChainStep, InterventionKind } from './intervention.ts';

export const archetype = z.enum(['accountable', 'continuous', 'gentle', 'dynamic']);
export type Archetype = z.infer<typeof archetype>;

/** What the organisation decided about itself, as data. */
export const policy = z.object({
  archetype,
  /** Side-by-side indicators of people; gentle forbids them. */
  comparisons_allowed: z.boolean(),
  /** No team figure is shown of fewer people than this: it would be about one of them. */
  minimum_group_size: z.int().min(2),
  /** Fields that a connector may keep, by vendor; what isn't listed never reaches the database. */
  source_fields: z.record(z.string(), z.array(z.string())),
  /** Approval chain by kind of intervention. */
  chains: z.record(
    z.string(),
    z.object({
      within_team: z.array(z.enum(['manager', 'hr'])),
      cross_team: z.array(z.enum(['manager', 'hr'])),
    }),
  ),
  /** A proposal nobody decided is void after this many days. */
  proposal_days: z.int().min(1).max(90),
  /** Days after execution at which the effect is measured. */
  outcome_days: z.int().min(1).max(365),
});
export type Policy = z.infer<typeof policy>;

/** Titles are kept because a ticket is unreadable without one; descriptions and comments are not. */
const defaultSourceFields = {
  jira: ['title', 'labels', 'components', 'priority', 'due_on', 'estimates', 'history', 'comment_count'],
  harvest: ['project', 'task', 'work_item_key'],
};

const defaultChains = {
  rebalance_workload: { within_team: ['manager' as const], cross_team: ['manager' as const, 'hr' as const] },
};

/** The preset of an archetype. Accountable has HR look at every intervention; the others only across teams. */
export function policyPreset(style: Archetype): Policy {
  const everythingThroughHr = {
    rebalance_workload: {
      within_team: ['manager' as const, 'hr' as const],
      cross_team: ['manager' as const, 'hr' as const],
    },
  };
  return {
    archetype: style,
    comparisons_allowed: style !== 'gentle',
    // 5 is the smallest group that employee surveys commonly report on.
    minimum_group_size: 5,
    source_fields: defaultSourceFields,
    chains: style === 'accountable' ? everythingThroughHr : defaultChains,
    proposal_days: 14,
    outcome_days: 28,
  };
}

export interface ChainQuestion {
  kind: InterventionKind;
  cross_team: boolean;
  /** Managers of the team, nearest first: the first who isn't a subject decides. */
  managers: readonly PersonId[];
  subject_ids: readonly PersonId[];
}

/**
 * Who must approve. Nobody decides on a matter about themselves: a manager who is a subject is passed over for
 * the next one up, and where nobody is left hr decides alone.
 */
export function approvalChain(rules: Policy, question: ChainQuestion): ChainStep[] {
  const rule = rules.chains[question.kind];
  const roles = (question.cross_team ? rule?.cross_team : rule?.within_team) ?? ['manager', 'hr'];
  const decider = question.managers.find((manager) => !question.subject_ids.includes(manager));
  const steps = roles.flatMap((role): ChainStep[] => {
    if (role === 'hr') return [{ role, person_ids: [] }];
    return decider === undefined ? [] : [{ role, person_ids: [decider] }];
  });
  return steps.length > 0 ? steps : [{ role: 'hr', person_ids: [] }];
}
