import { expect, test } from 'vitest';
import { priorityRank } from './priority.ts';

test.each([
  [null, 'Blocker', 1],
  [null, 'Critical', 2],
  [null, 'Major', 3],
  [null, 'Minor', 4],
  [null, 'Trivial', 5],
  ['1', 'Highest', 1],
  ['2', 'High', 2],
  ['3', 'Medium', 3],
  ['4', 'Low', 4],
  ['5', 'Lowest', 5],
  // Critical, High, Medium, Low, Trivial, as one public Jira has them.
  ['1', 'Critical', 1],
  ['5', 'Trivial', 5],
  // Somebody renamed a built-in priority.
  ['1', 'Low', 4],
  ['10300', 'P0: Blocker', 1],
  [null, 'P3: Somewhat important', 4],
  [null, 'P9', 5],
  ['3', '中', 3],
  ['6', 'None', null],
  [null, 'Not Evaluated', null],
  [null, 'Fluffy', null],
  [null, null, null],
] as const)('priority %s %s has rank %s', (id, name, rank) => {
  expect(priorityRank(id, name)).toBe(rank);
});
