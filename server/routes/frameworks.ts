import { z } from 'zod';
import { indicatorOf } from '#analytics/indicators/definitions.ts';
import { roleFrameworks } from '#analytics/indicators/frameworks.ts';
import { indicatorDefinition, roleFramework } from '#domain/indicator.ts';
import type { App } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

const entry = roleFramework.shape.entries.element;
const described = roleFramework.extend({
  entries: z.array(
    entry.extend(indicatorDefinition.pick({ name: true, unit: true, direction: true, formula: true }).shape),
  ),
});

/** Which indicators count for which job function. Everybody may read them: they say what one is looked at by. */
export function frameworkRoutes(app: App): void {
  app.get(
    '/api/frameworks',
    {
      schema: {
        tags: ['policy'],
        summary: 'indicators, weights and healthy corridors (one person, one week) by job function',
        response: { 200: listOf(described), ...faults },
      },
    },
    async (request) => {
      await request.caller();
      const items = roleFrameworks.map((framework) => ({
        ...framework,
        entries: framework.entries.flatMap((one) => {
          const found = indicatorOf(one.indicator_id);
          return found === undefined ? [] : [{ ...found, ...one }];
        }),
      }));
      return { items, next: null };
    },
  );
}
