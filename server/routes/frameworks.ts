import { z } from 'zod';
import { indicatorDefinitions, indicatorOf } from '#analytics/indicators/definitions.ts';
import { frameworkOf, frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { notAllowed, UserError } from '#domain/errors.ts';
import { indicatorDefinition, type RoleFramework, roleFramework } from '#domain/indicator.ts';
import { jobFunction } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type { App } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

const entry = roleFramework.shape.entries.element;
const told = indicatorDefinition.pick({ name: true, unit: true, direction: true, formula: true });
const described = roleFramework.extend({
  entries: z.array(entry.extend(told.shape)),
  /** The organisation's own; otherwise the one that comes with Fairlead. */
  own: z.boolean(),
});

/** Weights that people give; what they add up to is made 1. */
const wanted = z.object({
  entries: z
    .array(entry.extend({ weight: z.number().min(0).max(1000) }))
    .min(1)
    .max(50),
});

const describe = (framework: RoleFramework, { frameworks }: Policy): z.infer<typeof described> => ({
  ...framework,
  own: frameworks.some(({ job_function }) => job_function === framework.job_function),
  entries: framework.entries.flatMap((one) => {
    const found = indicatorOf(one.indicator_id);
    return found === undefined ? [] : [{ ...found, ...one }];
  }),
});

const EXACT = 1e9;

/** @throws UserError `invalid-input` for an indicator that isn't there or stands twice, and for weights of nothing. */
function checked(entries: z.infer<typeof wanted>['entries']): RoleFramework['entries'] {
  const invalid = (message: string, at: number) =>
    new UserError('invalid-input', message, { field: `entries.${at}` });
  const whole = entries.reduce((sum, { weight }) => sum + weight, 0);
  if (!(whole > 0)) throw invalid('The weights add up to nothing: at least one must be above 0.', 0);
  return entries.map((one, at) => {
    const { low, high } = one.corridor;
    if (indicatorOf(one.indicator_id) === undefined)
      throw invalid(
        `There is no indicator ${one.indicator_id}. Valid: ${indicatorDefinitions.map(({ id }) => id).join(', ')}.`,
        at,
      );
    if (entries.findIndex(({ indicator_id }) => indicator_id === one.indicator_id) !== at)
      throw invalid(`${one.indicator_id} stands twice.`, at);
    if (low !== null && high !== null && low > high)
      throw invalid(`${one.indicator_id}: the healthy range ends before it begins.`, at);
    return { ...one, weight: Math.round((EXACT * one.weight) / whole) / EXACT };
  });
}

/** Which indicators count for which job function. Everybody may read them: they say what one is looked at by. */
export function frameworkRoutes(app: App): void {
  app.get(
    '/api/frameworks',
    {
      schema: {
        tags: ['policy'],
        summary: 'indicators, weights and healthy corridors (one person, one week) by job function',
        response: {
          200: listOf(described).extend({ indicators: z.array(told.extend({ id: z.string() })) }),
          ...faults,
        },
      },
    },
    async (request) => {
      const policy = await (await request.caller()).store.policy.current();
      return {
        items: frameworksUnder(policy).map((framework) => describe(framework, policy)),
        next: null,
        indicators: indicatorDefinitions.map(({ id, name, unit, direction, formula }) => ({
          id,
          name,
          unit,
          direction,
          formula,
        })),
      };
    },
  );

  const params = z.object({ job: jobFunction });
  app.put(
    '/api/frameworks/:job',
    {
      schema: {
        tags: ['policy'],
        summary:
          "the organisation's own framework of a job function, for hr; weights are made to add up to 1",
        params,
        body: wanted,
        response: { 200: described, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireHr(roles);
      const own = { job_function: request.params.job, entries: checked(request.body.entries) };
      const policy = await store.policy.current();
      const others = policy.frameworks.filter(({ job_function }) => job_function !== own.job_function);
      const saved = { ...policy, frameworks: [...others, own] };
      await store.policy.save(saved);
      return describe(own, saved);
    },
  );

  app.delete(
    '/api/frameworks/:job',
    {
      schema: {
        tags: ['policy'],
        summary: 'back to the framework that comes with Fairlead, for hr',
        params,
        response: { 200: described, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      requireHr(roles);
      const policy = await store.policy.current();
      const saved = {
        ...policy,
        frameworks: policy.frameworks.filter(({ job_function }) => job_function !== request.params.job),
      };
      await store.policy.save(saved);
      const shipped = frameworkOf(request.params.job);
      if (shipped === undefined)
        throw new UserError('not-found', `There is no framework of ${request.params.job}.`);
      return describe(shipped, saved);
    },
  );
}

function requireHr(roles: readonly string[]): void {
  if (!roles.includes('hr')) throw notAllowed('Role frameworks are set by hr.', { needs: ['hr'] });
}
