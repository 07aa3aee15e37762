import { z } from 'zod';
import { backtestReport, detectorTest } from '#domain/detector.ts';
import type { App } from '../app-parts.ts';
import { faults } from './list.ts';

const { weeks, people, people_of } = backtestReport.shape;
const answer = z.object({
  as_of: backtestReport.shape.as_of.nullable().describe('null: nothing was tested yet; a cycle does it'),
  weeks,
  people,
  people_of,
  items: z.array(detectorTest),
  next: z.null(),
});

/** How far the signs that Fairlead looks for can be trusted here. Figures of the organisation, of nobody in particular. */
export function detectorRoutes(app: App): void {
  app.get(
    '/api/detectors',
    {
      schema: {
        tags: ['detectors'],
        summary: 'the detectors, back-tested on the organisation’s own past weeks',
        response: { 200: answer, ...faults },
      },
    },
    async (request) => {
      const report = await (await request.caller()).store.backtests.newest();
      if (report === null) return { as_of: null, weeks: 0, people: 0, people_of: 0, items: [], next: null };
      const { tests, version: _, ...rest } = report;
      return { ...rest, items: tests, next: null };
    },
  );
}
