import { describe, expect, test } from 'vitest';
import { sourceId } from './ids.ts';
import type { Source, StreamState } from './source.ts';
import { sourceState, sourceStateOf } from './source-state.ts';

const NOW = '2026-03-31T12:00:00.000Z';
const stream = (over: Partial<StreamState> = {}): StreamState => ({
  stream: 'issues',
  cursor: null,
  last_success_at: '2026-03-31T11:30:00.000Z',
  last_error: null,
  last_error_code: null,
  partial: false,
  records_seen: 100,
  records_rejected: 0,
  reading: null,
  ...over,
});
const source = (streams: StreamState[], over: Partial<Source> = {}): Source => ({
  id: sourceId.parse('src_1'),
  name: 'jira',
  vendor: 'jira',
  base_url: 'https://quay.example',
  settings: {},
  enabled: true,
  streams,
  ...over,
});
const stateOf = (one: Source, over = {}) => {
  const question = { now: NOW, accounts: 4, joined: 4, token_help: 'Make a token.', ...over };
  const state = sourceStateOf(one, question);
  expect(sourceState.parse(state)).toEqual(state);
  return state;
};

describe('a source', () => {
  test('read lately and whole is fresh, and nothing is to be done', () => {
    expect(stateOf(source([stream()]))).toMatchObject({
      health: 'fresh',
      lag_hours: 0.5,
      taken_share: 1,
      advice: [],
    });
  });

  test('whose first read takes more than one is being read, and nothing is to be done', () => {
    const first = stream({
      last_success_at: null,
      last_error: 'the 100 requests that one sync may cost are spent',
      last_error_code: 'source-rate-limited',
      reading: { began: '2026-03-31T09:00:00.000Z', seen: 4200 },
    });
    const state = stateOf(source([stream(), first]));
    expect(state).toMatchObject({ health: 'reading', lag_hours: null });
    expect(state.advice).toEqual([
      {
        what: 'Of issues not all is read yet: 4200 records came since 2026-03-31 09:00 UTC.',
        remedy: 'Nothing: the next read goes on where this one ended.',
      },
    ]);
    const second = { ...first, stream: 'deployments', reading: null };
    expect(stateOf(source([first, second]))).toMatchObject({
      health: 'reading',
      advice: [
        { what: expect.stringMatching(/^Of issues not all/) },
        { what: 'What there is of deployments waits until the others are read.' },
      ],
    });
    expect(stateOf(source([stream(), second])).health).toBe('failing');
    const broken = stateOf(source([{ ...first, last_error_code: 'source-unavailable' }]));
    expect(broken.health).toBe('failing');
  });

  test('is as late as its oldest stream', () => {
    const old = stream({ last_success_at: '2026-03-31T02:00:00.000Z' });
    const state = stateOf(source([stream(), old]));
    expect(state).toMatchObject({ health: 'late', lag_hours: 10 });
    expect(state.advice[0]?.what).toContain('10 hours');
  });

  test('that refuses the credentials says how to get good ones, before everything else', () => {
    const failed = stream({ last_error: 'gone', last_error_code: 'source-unavailable' });
    const refused = stream({ last_error: 'refused', last_error_code: 'source-unauthorized' });
    const state = stateOf(source([failed, refused]), { joined: 1 });
    expect(state.health).toBe('failing');
    expect(state.advice[0]?.remedy).toContain('Make a token.');
    expect(state.advice.map(({ what }) => what)).toHaveLength(3);
  });

  test('with records that could not be taken says how many', () => {
    const state = stateOf(source([stream({ partial: true, records_rejected: 3 })]));
    expect(state).toMatchObject({ health: 'partial', taken_share: 0.97 });
    expect(state.advice[0]?.what).toContain('3 of 100');
  });

  test('that was never read, takes only files or is switched off is told apart', () => {
    expect(stateOf(source([])).health).toBe('never');
    expect(stateOf(source([stream({ last_success_at: null })])).health).toBe('never');
    expect(stateOf(source([], { base_url: null })).health).toBe('file');
    expect(stateOf(source([stream({ last_error: 'x' })], { enabled: false }))).toMatchObject({
      health: 'off',
      advice: [],
    });
  });
});
