import { z } from 'zod';
import type { PersonId } from './ids.ts';
import { roleFramework } from './indicator.ts';
import type { ChainStep, InterventionKind } from './intervention.ts';

/** Long enough that a talk or a move can have shown what it does; what costs little may be said again sooner. */
const defaultCoolDowns = {
  rebalance_workload: 7,
  goal_at_risk: 21,
  check_in: 21,
  recognition: 60,
  unblock: 5,
  burnout_warning: 28,
  retention_conversation: 90,
};

export const archetype = z.enum(['accountable', 'continuous', 'gentle', 'dynamic']);
export type Archetype = z.infer<typeof archetype>;

/** What the organisation decided about itself, as data. */
export const policy = z.object({
  archetype,
  /** Side-by-side indicators of people; gentle forbids them. */
  comparisons_allowed: z.boolean(),
  /** No team figure is shown of fewer people than this: it would be about one of them. */
  minimum_group_size: z.int().min(2),
  /** Whether counts of messages and meetings are told of single people; otherwise of teams only. */
  collaboration_of_people: z.boolean().default(false),
  /** Role frameworks of the organisation's own, in place of those that come with Fairlead for these job functions. */
  frameworks: z.array(roleFramework).default([]),
  /** Fields that a connector may keep, by vendor; what isn't listed never reaches the database. */
  source_fields: z.record(z.string(), z.array(z.string())),
  /** Approval chain by kind of intervention; a kind that isn't listed goes through manager and hr. */
  chains: z.record(
    z.string(),
    z.object({
      within_team: z.array(z.enum(['manager', 'hr'])),
      cross_team: z.array(z.enum(['manager', 'hr'])),
    }),
  ),
  /** Days after a decision on a matter before the same matter is proposed again, by kind of intervention. */
  cool_down_days: z.record(z.string(), z.int().min(0).max(365)).default(defaultCoolDowns),
  /** Kinds of intervention that are never proposed. */
  kinds_off: z.array(z.string()).default([]),
  /** Whether hours written down for Saturdays and Sundays may count as a sign of too much work. */
  weekend_hours_used: z.boolean().default(false),
  /** New proposals that one manager gets in seven days; more wait for the next cycle, the most urgent first. */
  weekly_proposals: z.int().min(1).max(100).default(5),
  /** Days without a decision after which the decider is reminded. */
  reminder_days: z.int().min(1).max(90).default(3),
  /** Days without a decision after which the next one up may decide too, and then hr. */
  escalation_days: z.int().min(1).max(90).default(7),
  /** Hours that a claim holds before others may decide again. */
  claim_hours: z.int().min(1).max(168).default(24),
  /** Questions that one proposal is drafted anew for. */
  redraft_limit: z.int().min(0).max(10).default(3),
  /**
   * Whether hr and admins may put plainly wrong proposals before managers to see whether they are noticed; none is ever
   * carried out. It stands here because everybody may read the policy: that there are tests is no secret, which are is.
   */
  planted_tests: z.boolean().default(true),
  /** Month in which the fiscal year begins, 1 to 12: what "Q3" and "year-end" mean in a goal. */
  fiscal_year_start_month: z.int().min(1).max(12).default(1),
  /** A proposal nobody decided is void after this many days. */
  proposal_days: z.int().min(1).max(90),
  /** Days after execution at which the effect is measured. */
  outcome_days: z.int().min(1).max(365),
});
export type Policy = z.infer<typeof policy>;

const words = (text: string): string[] => text.trim().split(/\s+/u);

/** Titles are kept because a ticket is unreadable without one; descriptions and comments are not. */
const defaultSourceFields = {
  jira: ['title', 'labels', 'components', 'priority', 'due_on', 'estimates', 'history', 'comment_count'],
  harvest: ['project', 'task', 'work_item_key'],
  // Sizes of changes, and titles for the same reason as above; bodies, comments, reviews' texts and code never.
  github: ['title', 'labels', 'due_on', 'comment_count', 'history', 'change_size'],
  // Notes and comments never; custom fields only as priority and estimate.
  asana: ['title', 'labels', 'priority', 'due_on', 'estimates', 'history'],
  // Updates and texts of columns never.
  monday: ['title', 'due_on', 'estimates'],
  // How much and when; what was said is never read.
  slack: ['messages', 'replies', 'after_hours'],
  teams: ['messages', 'replies', 'calls', 'meetings'],
  // Subjects, descriptions, comments, tags and customers never: a ticket counts by its times alone.
  zendesk: ['group', 'channel', 'priority'],
  // A deal's title is mostly the customer's name, and its description isn't ours either; a case has its times.
  salesforce: ['deal_type', 'amount', 'probability', 'stages', 'group', 'channel', 'priority'],
  // A deal's name is mostly the customer's; what somebody wrote into a survey is theirs.
  hubspot: ['deal_type', 'amount', 'probability', 'stages'],
  // Descriptions never: of those only the key of a work item that they name.
  toggl: ['project', 'task', 'work_item_key'],
  // By the names of fields of ours; a deal's title (`deal_title`) is mostly the customer's name.
  csv: words(`
    title project type task status priority priority_rank reporter labels components due_on
    estimate_hours remaining_hours spent_hours comment_count parent_key work_item_key billable
    started_at resolved_at first_review_at merged_at closed_at additions deletions changed_files
    pipeline stage deal_type amount currency probability expected_close_on group channel
    first_response_at solved_at reopens ticket_key messages replies messages_after_hours reactions
    calls meetings meeting_hours created_at updated_at
  `),
};

type ChainRule = Policy['chains'][string];
const manager: ChainRule['within_team'] = ['manager'];
const managerThenHr: ChainRule['within_team'] = ['manager', 'hr'];

/** hr looks at what concerns retention and at what crosses teams; the rest is the manager's. */
const defaultChains: Policy['chains'] = {
  rebalance_workload: { within_team: manager, cross_team: managerThenHr },
  goal_at_risk: { within_team: manager, cross_team: managerThenHr },
  check_in: { within_team: manager, cross_team: managerThenHr },
  recognition: { within_team: manager, cross_team: manager },
  unblock: { within_team: manager, cross_team: manager },
  burnout_warning: { within_team: manager, cross_team: managerThenHr },
  retention_conversation: { within_team: managerThenHr, cross_team: managerThenHr },
  undo: { within_team: manager, cross_team: managerThenHr },
};

const everythingThroughHr: Policy['chains'] = Object.fromEntries(
  Object.keys(defaultChains).map((kind) => [kind, { within_team: managerThenHr, cross_team: managerThenHr }]),
);

/** The preset of an archetype. Accountable has HR look at every intervention; the others only across teams. */
export function policyPreset(style: Archetype): Policy {
  return {
    archetype: style,
    comparisons_allowed: style !== 'gentle',
    // 5 is the smallest group that employee surveys commonly report on.
    minimum_group_size: 5,
    // How somebody works is theirs; what comes of it is what performance is about.
    collaboration_of_people: false,
    frameworks: [],
    source_fields: defaultSourceFields,
    chains: style === 'accountable' ? everythingThroughHr : defaultChains,
    cool_down_days: defaultCoolDowns,
    // A house that measures little should not begin with signs that somebody might leave.
    kinds_off: style === 'gentle' ? ['retention_conversation'] : [],
    weekend_hours_used: style !== 'gentle',
    weekly_proposals: 5,
    reminder_days: 3,
    escalation_days: 7,
    claim_hours: 24,
    redraft_limit: 3,
    // A house that forbids comparing people doesn't begin with testing them.
    planted_tests: style !== 'gentle',
    fiscal_year_start_month: 1,
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
