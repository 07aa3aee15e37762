import { expect, test } from 'vitest';
import { challengeAnswer } from './challenge.ts';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test('each system hears what it wants to when it asks whether an address is ours', () => {
  expect(challengeAnswer('slack', bytes({ type: 'url_verification', challenge: 'c', token: 't' }))).toEqual({
    answer: { challenge: 'c' },
    signed: true,
  });
  expect(challengeAnswer('toggl', bytes({ payload: 'ping', validation_code: 'v', event_id: 0 }))).toEqual({
    answer: { validation_code: 'v' },
    signed: true,
  });
  expect(challengeAnswer('monday', bytes({ challenge: 'c' }))).toEqual({
    answer: { challenge: 'c' },
    signed: false,
  });
});

test('everything else is a delivery', () => {
  const more = { challenge: 'c', event: { type: 'change_column_value' } };
  for (const body of [{}, [], null, 'text', { type: 'event_callback', challenge: 'c' }, more])
    for (const name of ['slack', 'toggl', 'monday', 'github'] as const)
      expect(challengeAnswer(name, bytes(body))).toBeNull();
  expect(challengeAnswer('slack', new Uint8Array([0xff, 0x7b]))).toBeNull();
  expect(challengeAnswer('monday', bytes({ challenge: 'c'.repeat(501) }))).toBeNull();
});
