import { describe, expect, test } from 'vitest';
import { emptyKpi, finish } from './drafts.ts';
import { missingFields, questionsFor } from './questions.ts';

const churn = { ...emptyKpi('churn', 'decrease'), comparator: '<=' as const, target: 3 };
const due = { due: 'by Q3', due_iso: '2026-09-30', last: 0 };

describe('a manager is asked for', () => {
  test('everything where nothing can be measured', () => {
    expect(missingFields([], false)).toEqual(['metric', 'target', 'baseline', 'due']);
  });
  test('nothing of a thing to be done by a day', () => {
    expect(missingFields([], true)).toEqual([]);
  });
  test('the start of a movement, not of a level', () => {
    expect(missingFields([finish(churn, due)], false)).toEqual(['baseline']);
    expect(missingFields([finish({ ...churn, direction: 'achieve' }, due)], false)).toEqual([]);
  });
  test('no date for what is to be held', () => {
    const held = finish({ ...churn, direction: 'maintain' }, null, { standing: true });
    expect(missingFields([held], false)).toEqual([]);
  });
  test('each field once, with the metrics that lack it', () => {
    const drafts = [finish({ ...churn }, null), finish({ ...churn, metric: 'cost' }, null)];
    expect(questionsFor(missingFields(drafts, false), drafts)).toEqual([
      { field: 'baseline', ask: 'What is “churn” and “cost” today?' },
      { field: 'due', ask: 'By when should “churn” and “cost” be reached?' },
    ]);
  });
});
