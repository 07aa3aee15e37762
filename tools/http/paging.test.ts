import { expect, test } from 'vitest';
import { makePageGuard } from './paging.ts';

test('a mark that comes twice ends the walk', () => {
  const guard = makePageGuard('issues of a test');
  guard.advance('a');
  guard.advance('b');
  expect(() => guard.advance('a')).toThrow(/same page mark twice/);
});

test('a walk has a bound', () => {
  const guard = makePageGuard('issues of a test', 3);
  guard.advance('a');
  guard.advance('b');
  expect(() => guard.advance('c')).toThrow(/more than 3 pages/);
});
