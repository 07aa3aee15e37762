import { expect, test } from 'vitest';
import { generate } from './generate.ts';

test('what is made from code equals what is committed', async () => {
  expect(await generate({ check: true }), 'run `npm run generate`').toEqual([]);
});
