import { z } from 'zod';
import { isoDate } from './date.ts';
import { personId, teamId } from './ids.ts';

/** Job functions that Fairlead knows a role framework for; `other` is measured by the general one. */
export const jobFunction = z.enum([
  'engineering',
  'sales',
  'customer_success',
  'support',
  'marketing',
  'other',
]);
export type JobFunction = z.infer<typeof jobFunction>;

/** What an account may do. Everybody is an employee; whoever has reports is a manager; the rest is granted. */
export const accessRole = z.enum(['employee', 'manager', 'hr', 'auditor', 'admin']);
export type AccessRole = z.infer<typeof accessRole>;

/** `level` 1 (learning) to 5 (teaches it); null when only the skill is known. */
export const skill = z.object({ name: z.string().min(1), level: z.int().min(1).max(5).nullable() });
export type Skill = z.infer<typeof skill>;

export const person = z.object({
  id: personId,
  /** The employer's own number for the person; unique when present. */
  employee_id: z.string().nullable(),
  name: z.string().min(1),
  email: z.string().nullable(),
  manager_id: personId.nullable(),
  team_id: teamId.nullable(),
  job_title: z.string().nullable(),
  job_function: jobFunction,
  department: z.string().nullable(),
  location: z.string().nullable(),
  start_date: isoDate.nullable(),
  end_date: isoDate.nullable(),
  employment_type: z.string().nullable(),
  /** Contracted hours a week; null when unknown (then capacity is unknown too, never 40). */
  weekly_hours: z.number().positive().max(168).nullable(),
  skills: z.array(skill),
  active: z.boolean(),
});
export type Person = z.infer<typeof person>;

export const team = z.object({
  id: teamId,
  name: z.string().min(1),
  manager_id: personId.nullable(),
  parent_id: teamId.nullable(),
});
export type Team = z.infer<typeof team>;

/** Who is asking: set on every transaction, so that the database itself refuses what they may not see. */
export type Reader =
  | { kind: 'person'; person_id: z.infer<typeof personId>; roles: AccessRole[] }
  /** Fairlead's own jobs (sync, cycle). Never used for a request. */
  | { kind: 'system' };

const functionWords: [JobFunction, RegExp][] = [
  ['customer_success', /customer success|account manag|onboarding|csm\b/i],
  ['support', /support|help ?desk|service desk|customer service/i],
  ['sales', /sales|account executive|business development|\bsdr\b|\bbdr\b/i],
  ['marketing', /marketing|content|brand|growth|\bseo\b|communications/i],
  [
    'engineering',
    /engineer|developer|software|devops|\bsre\b|architect|\bqa\b|test|platform|data scien|programmer/i,
  ],
];

/**
 * The job function that a title or, failing that, a department names. First match wins in the order above,
 * because "support engineer" is measured as support and "sales engineer" as sales.
 */
export function jobFunctionOf(jobTitle: string | null, department: string | null): JobFunction {
  for (const text of [jobTitle, department]) {
    if (text === null) continue;
    const found = functionWords.find(([, words]) => words.test(text));
    if (found) return found[0];
  }
  return 'other';
}
