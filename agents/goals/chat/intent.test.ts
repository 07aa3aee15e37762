import { expect, test } from 'vitest';
import { intentOf } from './intent.ts';

test.each(['yes', 'Yes, save it', 'OK!', 'looks good', 'ja', 'sí', 'はい'])('%s is a yes', (said) =>
  expect(intentOf(said)).toBe('yes'),
);
test.each(['no', 'cancel', 'Never mind', 'nein'])('%s is a no', (said) => expect(intentOf(said)).toBe('no'));
test.each(['yes we can cut churn to 3%', 'no more than 5 defects', 'Cut churn below 3%', 'ok by June'])(
  '%s is said towards the goal',
  (said) => expect(intentOf(said)).toBe('say'),
);
