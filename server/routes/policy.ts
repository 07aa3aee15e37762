import { z } from 'zod';
import { notAllowed, UserError } from '#domain/errors.ts';
import { contentHash, jsonValue } from '#domain/json.ts';
import { archetype, policy, policyPreset } from '#domain/policy.ts';
import type { App } from '../app-parts.ts';
import { errorBody } from '../plugins/errors.ts';
import { policyChanges } from '../policy-changes.ts';
import { faults, listOf } from './list.ts';

const change = z.object({
  field: z.string().describe('its place: `chains.unblock.within_team`'),
  before: jsonValue,
  after: jsonValue,
});
const preview = z.object({
  /** Of the policy as it stands: what a `PUT` may name in `if-match`. */
  current_hash: z.string(),
  changes: z.array(change),
});

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

  app.get(
    '/api/policy/presets',
    {
      schema: {
        tags: ['policy'],
        summary: 'what each archetype begins with',
        response: { 200: listOf(policy), ...faults },
      },
    },
    async (request) => {
      await request.caller();
      return { items: archetype.options.map(policyPreset), next: null };
    },
  );

  app.post(
    '/api/policy/preview',
    {
      schema: {
        tags: ['policy'],
        summary: 'what a policy would change; nothing is saved',
        body: policy,
        response: { 200: preview, ...faults },
      },
    },
    async (request) => {
      const current = await (await request.caller()).store.policy.current();
      return { current_hash: contentHash(current), changes: policyChanges(current, request.body) };
    },
  );

  app.put(
    '/api/policy',
    {
      schema: {
        tags: ['policy'],
        summary: 'replaces it, for hr',
        headers: z.object({
          'if-match': z
            .string()
            .optional()
            .describe('hash of the policy that this was made from: refused where it has changed since'),
        }),
        body: policy,
        response: { 200: policy, ...faults, 409: errorBody },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      if (!roles.includes('hr')) throw notAllowed('The policy is set by hr.', { needs: ['hr'] });
      const wanted = request.headers['if-match'];
      if (wanted !== undefined && wanted !== contentHash(await store.policy.current()))
        throw new UserError('conflict', 'Somebody has changed the policy since you looked at it.', {
          valid: 'load it again and change that',
        });
      await store.policy.save(request.body);
      return await store.policy.current();
    },
  );
}
