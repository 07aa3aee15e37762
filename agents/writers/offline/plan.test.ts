import { describe, expect, test } from 'vitest';
import { steadyWork, testBrief, testHours, testItem } from '#agents/briefs/testing/material.ts';
import { addDays } from '#domain/date.ts';
import { planArea } from '#domain/draft.ts';
import { levelOf, REVIEW_DAYS, writePlanAreas } from './plan.ts';

const overloaded = testHours([100, 98, 101, 99, 100, 100, 102, 100, 99, 125, 128, 131, 127]);

describe('an offline plan', () => {
  test("has two to four areas of the domain's shape, each reviewed after the cycle", async () => {
    for (const records of [steadyWork({ open: 2, due: true }), steadyWork({ open: 40 })]) {
      const brief = await testBrief(records, { observations: overloaded });
      const areas = writePlanAreas(brief);
      expect(areas.length).toBeGreaterThanOrEqual(2);
      expect(areas.length).toBeLessThanOrEqual(4);
      for (const area of areas) {
        expect(planArea.parse(area)).toEqual(area);
        expect(area.review_on >= addDays(brief.as_of, REVIEW_DAYS)).toBe(true);
      }
    }
  });

  test('begins with what asks for work, and names the items that show it', async () => {
    const late = [1, 2, 3, 4, 5].map((index) =>
      testItem(`ONE-95${index}`, { created: '2026-02-02', due_on: `2026-03-0${index}` }),
    );
    const areas = writePlanAreas(
      await testBrief([...steadyWork({ due: true }), ...late], { observations: overloaded }),
    );
    const titles = areas.map(({ title }) => title);
    expect(titles).toContain('Dates that hold');
    expect(titles).toContain('Hours back within the contract');
    const dates = areas.find(({ title }) => title === 'Dates that hold');
    expect(dates?.actions[0]).toContain('ONE-951 and ONE-952');
    expect(dates?.reason.text).toContain('ONE-951 and ONE-952 were overdue');
  });

  test('extends strengths where all is well', async () => {
    const areas = writePlanAreas(await testBrief(steadyWork()));
    expect(areas.map(({ title }) => title)).toEqual([
      'Pass on what is known of Billing',
      'A piece of work with a wider scope',
    ]);
  });

  test('asks for no level beyond the own weeks or the role', async () => {
    const brief = await testBrief(steadyWork({ open: 3, due: true }), { observations: overloaded });
    for (const measure of brief.measures) {
      const level = levelOf(measure)?.level;
      const known = [
        measure.recent,
        measure.baseline,
        measure.reachable,
        measure.corridor.low,
        measure.corridor.high,
      ];
      if (level !== undefined) expect(known).toContain(level);
    }
  });

  test('is empty where evidence is thin', async () => {
    expect(writePlanAreas(await testBrief([]))).toEqual([]);
  });
});
