import { z } from 'zod';
import { notFound } from '#domain/errors.ts';
import { storedEvidence } from '#domain/evidence.ts';
import { evidenceId } from '#domain/ids.ts';
import type { App } from '../app-parts.ts';
import { faults } from './list.ts';

export function evidenceRoutes(app: App): void {
  const params = z.object({ id: evidenceId });
  app.get(
    '/api/evidence/:id',
    {
      schema: {
        tags: ['drafts'],
        summary: 'what a citation rests on',
        params,
        response: { 200: storedEvidence, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      const found = await store.evidence.one(request.params.id);
      if (found === null) throw notFound('evidence', request.params.id);
      return found;
    },
  );

  const body = z.object({ reason: z.string().trim().min(1).max(2000) });
  app.post(
    '/api/evidence/:id/contest',
    {
      schema: {
        tags: ['drafts'],
        summary: 'the subject disputes an item',
        params,
        body,
        response: { 200: storedEvidence, ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.evidence.contest(request.params.id, request.body.reason);
    },
  );
}
