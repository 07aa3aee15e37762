import type { Answers } from '../api.generated.ts';
import { counted, kinds } from './words.ts';

export type Policy = Answers['GET /api/policy'];
export type PolicyChange = Answers['POST /api/policy/preview']['changes'][number];

export const archetypes: Record<Policy['archetype'], { name: string; words: string }> = {
  accountable: { name: 'Accountable', words: 'HR looks at every proposal as well.' },
  continuous: { name: 'Continuous', words: 'Often, little at a time, managers decide.' },
  gentle: { name: 'Gentle', words: 'No comparison of people, fewer signs, no tests.' },
  dynamic: { name: 'Dynamic', words: 'Managers decide, HR where it crosses teams.' },
};

export type NumberField = {
  [Key in keyof Policy]: Policy[Key] extends number ? Key : never;
}[keyof Policy];
export type FlagField = {
  [Key in keyof Policy]: Policy[Key] extends boolean ? Key : never;
}[keyof Policy];

interface NumberWords {
  label: string;
  hint: string;
  unit: string;
  min: number;
  max: number;
}

export const numberFields: readonly (readonly [NumberField, NumberWords])[] = [
  [
    'minimum_group_size',
    {
      label: 'Smallest group',
      hint: 'No figure of a team is shown of fewer people: it would be about one of them.',
      unit: 'person',
      min: 2,
      max: 1000,
    },
  ],
  [
    'weekly_proposals',
    {
      label: 'New proposals a week',
      hint: 'For one manager; more wait, the most urgent first.',
      unit: 'proposal',
      min: 1,
      max: 100,
    },
  ],
  [
    'reminder_days',
    { label: 'Reminder after', hint: 'Days without a decision.', unit: 'day', min: 1, max: 90 },
  ],
  [
    'escalation_days',
    {
      label: 'Next one up after',
      hint: 'Days without a decision, after which the next one up may decide too, and then HR.',
      unit: 'day',
      min: 1,
      max: 90,
    },
  ],
  [
    'claim_hours',
    { label: 'Taken on for', hint: 'Hours before others may decide again.', unit: 'hour', min: 1, max: 168 },
  ],
  [
    'redraft_limit',
    {
      label: 'Drafts anew',
      hint: 'Questions that one proposal is redrafted for.',
      unit: 'draft',
      min: 0,
      max: 10,
    },
  ],
  [
    'proposal_days',
    {
      label: 'Open for',
      hint: 'Days; then a proposal nobody decided is void.',
      unit: 'day',
      min: 1,
      max: 90,
    },
  ],
  [
    'outcome_days',
    { label: 'Measured after', hint: 'Days after it was carried out.', unit: 'day', min: 1, max: 365 },
  ],
];

export const flagFields: readonly (readonly [FlagField, string, string])[] = [
  ['comparisons_allowed', 'People may be compared', 'Indicators of colleagues side by side.'],
  ['weekend_hours_used', 'Weekend hours count', 'As a sign of too much work.'],
  [
    'planted_tests',
    'Planted tests',
    'HR and admins may put plainly wrong proposals before managers to see whether they are noticed. None is ever carried out.',
  ],
];

export const monthNames = Array.from({ length: 12 }, (_, index) =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, index, 1)),
);

/** Chains as one chooses them; others, made elsewhere, are kept as they are. */
export const chains = ['manager', 'manager then hr', 'hr'];
export const chainWords = (steps: readonly string[]) => (steps.length === 0 ? 'hr' : steps.join(' then '));
export const chainOf = (words: string) => words.split(' then ') as ('manager' | 'hr')[];

/** A field's place in words: `Approval of “Blocked work” within the team`. */
export function fieldWords(field: string): string {
  const [first = '', second = '', third] = field.split('.');
  const kind = `“${kinds[second] ?? second}”`;
  if (first === 'chains')
    return `Approval of ${kind} ${third === 'within_team' ? 'within the team' : 'across teams'}`;
  if (first === 'cool_down_days') return `Days before ${kind} is proposed again`;
  if (first === 'source_fields') return `Fields kept from ${second}`;
  if (field === 'kinds_off') return 'Never proposed';
  if (field === 'archetype') return 'Archetype';
  if (field === 'fiscal_year_start_month') return 'Fiscal year begins in';
  const named = numberFields.find(([name]) => name === field)?.[1].label;
  return named ?? flagFields.find(([name]) => name === field)?.[1] ?? field.replaceAll('_', ' ');
}

/** A value as the field means it. */
export function valueWords(field: string, value: PolicyChange['before']): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field.startsWith('chains.')) return chainWords((value as string[]).map(String));
  if (Array.isArray(value))
    return value.length === 0 ? 'nothing' : value.map((one) => kinds[String(one)] ?? String(one)).join(', ');
  if (field === 'fiscal_year_start_month') return monthNames[Number(value) - 1] ?? String(value);
  const unit = numberFields.find(([name]) => name === field)?.[1].unit;
  if (unit === 'person') return counted(Number(value), 'person', 'people');
  return unit === undefined ? String(value) : counted(Number(value), unit);
}
