import { notAllowed } from '#domain/errors.ts';
import { policy } from '#domain/policy.ts';
import type { App } from '../app-parts.ts';
import { faults } from './list.ts';

/** What the organisation decided about itself. Everybody may read it: it says how they are treated. */
export function policyRoutes(app: App): void {
  app.get(
    '/api/policy',
    {
      schema: {
        tags: ['policy'],
        summary: 'archetype, approval chains, kept fields',
        response: { 200: policy, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.policy.current();
    },
  );

  app.put(
    '/api/policy',
    {
      schema: {
        tags: ['policy'],
        summary: 'replaces it, for hr',
        body: policy,
        response: { 200: policy, ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      if (!roles.includes('hr')) throw notAllowed('The policy is set by hr.', { needs: ['hr'] });
      await store.policy.save(request.body);
      return await store.policy.current();
    },
  );
}
