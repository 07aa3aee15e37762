import { expect, test } from 'vitest';
import { LOADS_AS_OF, makeLoad, makeLoadItem } from './testing/loads.ts';
import { makePerson } from './testing/records.ts';
import { workloadHeat } from './workload-heat.ts';

const ahead = (load: ReturnType<typeof makeLoad>) =>
  workloadHeat([makePerson('ann')], [load], [], [])[0]?.ahead ?? [];

test('a week says how full it is, against what there is for work items in it', () => {
  const items = [
    makeLoadItem('A-1', 'ann', { hours: 25, week: 0 }),
    makeLoadItem('A-2', 'ann', { hours: 40, week: 1 }),
  ];
  const [first, second, third] = ahead(makeLoad('ann', items, { weekly: 30 }));
  expect(first).toMatchObject({ from: LOADS_AS_OF, level: 'full', items: 1 });
  expect(second?.level).toBe('far_over');
  expect(third).toMatchObject({ level: 'room', due_hours: 0, low_hours: 0, high_hours: 0 });
});

test('what is due has an interval, narrower than the sum of its items’ intervals', () => {
  const items = ['A-1', 'A-2', 'A-3', 'A-4'].map((key) => makeLoadItem(key, 'ann', { hours: 10, week: 0 }));
  const [first] = ahead(makeLoad('ann', items, { weekly: 40 }));
  expect(first).toMatchObject({ due_hours: 40, low_hours: 30, high_hours: 50 });
});

test('without a known contract no week has a level', () => {
  const [first] = ahead(makeLoad('ann', [], { weekly: null }));
  expect(first?.level).toBe('unknown');
});

test('a week without any capacity is a week away, unless something is due in it', () => {
  const [first, second] = ahead(
    makeLoad('ann', [makeLoadItem('A-1', 'ann', { hours: 4, week: 1 })], { weekly: 0 }),
  );
  expect([first?.level, second?.level]).toEqual(['away', 'due_while_away']);
});
