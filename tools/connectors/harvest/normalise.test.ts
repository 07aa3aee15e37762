import { expect, test } from 'vitest';
import { harvestEntry } from '#tools/connectors/testing/datasets.ts';
import { normaliseTimeEntry, normaliseUser } from './normalise.ts';

const all = new Set(['project', 'task', 'work_item_key']);
const payloadOf = (raw: unknown, fields: ReadonlySet<string> = all) => {
  const result = normaliseTimeEntry(raw, fields);
  if (!result.ok || result.record.payload.kind !== 'time_entry')
    throw new Error(result.ok ? 'wrong kind' : result.fault.reason);
  return result.record.payload;
};

test('an entry keeps its hours and the key that its notes name, never the notes', () => {
  const payload = payloadOf(harvestEntry(3));
  expect(payload).toMatchObject({
    account: '103',
    hours: 1.5,
    work_item_key: 'PAY-4',
    running: false,
    billable: true,
  });
  expect(JSON.stringify(payload)).not.toContain('lunch');
});

test('a reference goes before the notes; its link will do', () => {
  const reference = { id: 'OPS-9', group_id: '1', permalink: null, service: 'jira' };
  expect(payloadOf({ ...harvestEntry(3), external_reference: reference }).work_item_key).toBe('OPS-9');
  const linked = { ...reference, id: '10423', permalink: 'https://x.example/browse/OPS-10' };
  expect(payloadOf({ ...harvestEntry(3), external_reference: linked }).work_item_key).toBe('OPS-10');
  expect(payloadOf({ ...harvestEntry(3), notes: 'talked about 3-4 things' }).work_item_key).toBeNull();
});

test('a running timer has no hours yet', () => {
  expect(payloadOf({ ...harvestEntry(3), is_running: true, hours: 3.2 })).toMatchObject({
    running: true,
    hours: 0,
  });
});

test('what policy does not list is not kept', () => {
  expect(payloadOf(harvestEntry(3), new Set())).toMatchObject({
    project: null,
    task: null,
    work_item_key: null,
  });
});

test('what cannot be is a fault', () => {
  for (const wrong of [
    { hours: 9999 },
    { hours: null },
    { spent_date: '2026-02-31' },
    { user: null },
    { created_at: 'once' },
  ])
    expect(normaliseTimeEntry({ ...harvestEntry(3), ...wrong }, all)).toMatchObject({ ok: false });
  expect(normaliseUser({ id: 'x' })).toMatchObject({ ok: false });
});
