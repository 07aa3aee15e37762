import { z } from 'zod';
import type { Assessment } from './assessment.ts';
import { personId } from './ids.ts';
import {
  type IndicatorDefinition,
  indicatorDefinition,
  type Observation,
  type RoleFramework,
} from './indicator.ts';
import { jobFunction, type Person } from './person.ts';
import type { Policy } from './policy.ts';

const comparedValue = z.object({
  person_id: personId,
  name: z.string(),
  /** Mean of the last four weeks that are known; null where too few are. */
  value: z.number().nullable(),
  standing: z.enum(['within', 'below', 'above', 'not_enough_data']),
  /** Items of the last four weeks that it rests on. */
  n: z.int().nonnegative(),
  /** The smallest share (0–1) of any of those weeks. */
  coverage: z.number().min(0).max(1),
  partial: z.boolean(),
});

const comparedIndicator = z.object({
  definition: indicatorDefinition,
  corridor: z.object({ low: z.number().nullable(), high: z.number().nullable() }),
  /** Why it isn't compared; then there are no values. */
  refused: z.string().nullable(),
  median: z.number().nullable(),
  /** By name, never by value: this is no ranking. */
  values: z.array(comparedValue),
});

/** People of one job function side by side, by their role framework. */
const comparedGroup = z.object({
  job_function: jobFunction,
  people: z.int().nonnegative(),
  refused: z.string().nullable(),
  indicators: z.array(comparedIndicator),
});

export const comparison = z.object({
  /** Why nothing at all is compared. */
  refused: z.string().nullable(),
  groups: z.array(comparedGroup),
});
export type Comparison = z.infer<typeof comparison>;
type ComparedGroup = z.infer<typeof comparedGroup>;
type ComparedIndicator = z.infer<typeof comparedIndicator>;
type ComparedValue = z.infer<typeof comparedValue>;

export interface ComparisonInput {
  policy: Pick<Policy, 'archetype' | 'comparisons_allowed' | 'minimum_group_size'>;
  /** Whether the reader is a manager of the team or hr. */
  leads: boolean;
  /** Active people of the team. */
  people: readonly Person[];
  frameworkOf(job: Person['job_function']): RoleFramework | undefined;
  definitions: readonly IndicatorDefinition[];
  assessments: readonly Assessment[];
  /** Of the last four weeks. */
  observations: readonly Observation[];
}

const refusal = ({ policy, leads }: ComparisonInput): string | null => {
  if (!policy.comparisons_allowed)
    return `The organisation's policy (${policy.archetype}) compares nobody with anybody: indicators are read on each person's own page.`;
  if (!leads) return 'Indicators of colleagues side by side are for the managers of the team and for HR.';
  return null;
};

/**
 * Indicators of a team's people side by side. Only among people of one job function, as a role framework says what
 * counts for one; never where policy forbids it; never of fewer people than its minimum group size, counting those whose
 * value is known: of two people each would know who the other is.
 */
export function compare(input: ComparisonInput): Comparison {
  const refused = refusal(input);
  if (refused !== null) return { refused, groups: [] };
  const functions = Map.groupBy(input.people, (person) => person.job_function);
  return {
    refused: null,
    groups: [...functions]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([job, people]) => groupOf(input, job, people)),
  };
}

function groupOf(
  input: ComparisonInput,
  job: Person['job_function'],
  people: readonly Person[],
): ComparedGroup {
  const least = input.policy.minimum_group_size;
  const head = { job_function: job, people: people.length };
  if (people.length < least) {
    const refused = `${people.length === 1 ? 'One person works' : `${people.length} people work`} in this job function here; fewer than ${least} are never compared.`;
    return { ...head, refused, indicators: [] };
  }
  const byName = [...people].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const entries = [...(input.frameworkOf(job)?.entries ?? [])].sort(
    (one, other) => other.weight - one.weight,
  );
  const indicators = entries.flatMap(({ indicator_id, corridor }): ComparedIndicator[] => {
    const definition = input.definitions.find(({ id }) => id === indicator_id);
    if (definition === undefined || definition.team_only) return [];
    const values = byName.map((person) => comparedOf(input, person, indicator_id));
    const known = values.flatMap(({ value }) => (value === null ? [] : [value]));
    // What no source measures is no refusal: it is simply not there.
    if (known.length === 0) return [];
    if (known.length < least) {
      const refused = `It is known of ${known.length} of ${people.length} people only; fewer than ${least} are never compared.`;
      return [{ definition, corridor, refused, median: null, values: [] }];
    }
    return [{ definition, corridor, refused: null, median: medianOf(known), values }];
  });
  return { ...head, refused: null, indicators };
}

function comparedOf(input: ComparisonInput, person: Person, indicator: string): ComparedValue {
  const isTheirs = (item: Assessment | Observation) =>
    item.indicator_id === indicator && item.subject.kind === 'person' && item.subject.id === person.id;
  const found = input.assessments.find(isTheirs);
  const weeks = input.observations.filter(isTheirs);
  return {
    person_id: person.id,
    name: person.name,
    value: found?.recent ?? null,
    standing: found?.standing ?? 'not_enough_data',
    n: weeks.reduce((sum, { n }) => sum + n, 0),
    coverage: weeks.length === 0 ? 0 : Math.min(...weeks.map(({ coverage }) => coverage)),
    partial: found?.partial ?? false,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}
