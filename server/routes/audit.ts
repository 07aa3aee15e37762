import { z } from 'zod';
import { auditEntry } from '#domain/audit.ts';
import { notAllowed } from '#domain/errors.ts';
import type { App } from '../app-parts.ts';
import { faults, listOf } from './list.ts';

export function auditRoutes(app: App): void {
  const query = z.object({
    after: z.coerce.number().int().min(0).default(0).describe('entries after this number'),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  });
  app.get(
    '/api/audit',
    {
      schema: {
        tags: ['audit'],
        summary: 'the log, oldest first',
        querystring: query,
        response: { 200: listOf(auditEntry), ...faults },
      },
    },
    async (request) => {
      const { store, roles } = await request.caller();
      if (!roles.includes('hr') && !roles.includes('auditor'))
        throw notAllowed('The audit log is for hr and auditors.', { needs: ['hr', 'auditor'] });
      const { after, limit } = request.query;
      return await store.audit.list({ after, ...(limit === undefined ? {} : { limit }) });
    },
  );
}
