import { describe, expect, test } from 'vitest';
import type { WorkItem } from '#domain/record.ts';
import { jiraIssue } from '#tools/connectors/testing/datasets.ts';
import { type NormaliseContext, normaliseIssue } from './normalise.ts';
import { makeStatusLexiconBuilder } from './status.ts';

const all = ['title', 'labels', 'components', 'priority', 'due_on', 'estimates', 'history', 'comment_count'];
const context = (fields = all): NormaliseContext => ({
  fields: new Set(fields),
  statuses: makeStatusLexiconBuilder().build(),
  flagged_field: 'customfield_10021',
});

type Raw = { id: string; key: string; fields: Record<string, unknown>; changelog?: unknown };
/** An unfinished issue with other fields and history. */
function raw(fields: Record<string, unknown> = {}, histories: unknown[] | null = []): Raw {
  const issue = structuredClone(jiraIssue(1));
  return {
    id: issue.id,
    key: issue.key,
    fields: { ...issue.fields, ...fields },
    ...(histories === null ? {} : { changelog: { histories } }),
  };
}

function item(issue: unknown, with_: NormaliseContext = context()): WorkItem {
  const result = normaliseIssue(issue, with_);
  if (!result.ok || result.record.payload.kind !== 'work_item')
    throw new Error(`not normalised: ${result.ok ? 'wrong kind' : result.fault.reason}`);
  return result.record.payload;
}

let next = 0;
const entry = (day: string, field: string, from: string, to: string, ids: [string, string] = ['', '']) => {
  next += 1;
  return {
    id: String(next),
    author: null,
    created: `2026-01-${day}T10:00:00.000+0000`,
    items: [
      { field, fieldId: field, from: ids[0] || null, fromString: from, to: ids[1] || null, toString: to },
    ],
  };
};
const status = (id: string, name: string, key: string, categoryId?: number) => ({
  id,
  name,
  statusCategory: { key, ...(categoryId === undefined ? {} : { id: categoryId }) },
});

describe('an issue', () => {
  test('of Cloud becomes a work item', () => {
    expect(item(raw())).toMatchObject({
      key: 'PAY-2',
      title: 'Ledger entry 1',
      project: 'Payments',
      status_category: 'in_progress',
      priority_rank: 3,
      assignee: 'acc-1',
      reporter: 'acc-6',
      due_on: '2026-04-10',
      estimate_hours: 2,
      remaining_hours: 1,
      spent_hours: 0.5,
      comment_count: 0,
      history_known: true,
    });
  });

  test('of Server names people by key, older ones by name', () => {
    const result = item(
      raw({ assignee: { key: 'JIRAUSER1', name: 'ann' }, reporter: { name: 'bob', displayName: 'Bob' } }),
    );
    expect(result).toMatchObject({ assignee: 'JIRAUSER1', reporter: 'bob' });
  });

  test('of an export that has no original estimate takes `timeestimate` for it', () => {
    const fields = raw({ timeestimate: 7200 }).fields;
    delete fields.timeoriginalestimate;
    expect(item({ ...raw(), fields })).toMatchObject({ estimate_hours: 2, remaining_hours: 2 });
    expect(item(raw({ timeoriginalestimate: null, timeestimate: 7200 }))).toMatchObject({
      estimate_hours: null,
      remaining_hours: 2,
    });
  });

  test('keeps no field that policy does not list', () => {
    const histories = [entry('02', 'status', 'Open', 'In Progress', ['1', '3'])];
    const bare = item(raw({}, histories), context([]));
    expect(bare).toMatchObject({
      title: null,
      labels: [],
      components: [],
      priority: null,
      priority_rank: null,
      due_on: null,
      estimate_hours: null,
      remaining_hours: null,
      spent_hours: null,
      comment_count: null,
      transitions: [],
      assignments: [],
      blocked_spans: [],
      started_at: null,
      history_known: false,
    });
    expect(JSON.stringify(bare)).not.toContain('Ledger');
  });

  test('without a changelog has an unknown history', () => {
    expect(item(raw({}, null))).toMatchObject({ history_known: false, transitions: [], started_at: null });
  });

  test('that is no issue is a fault with its path', () => {
    const reasonOf = (value: unknown) => {
      const result = normaliseIssue(value, context());
      return result.ok ? null : result.fault;
    };
    expect(reasonOf(null)).toMatchObject({ external_id: null });
    expect(reasonOf({ ...raw(), key: undefined })).toMatchObject({ reason: expect.stringMatching(/^key: /) });
    expect(reasonOf(raw({ summary: { lc: 1 } }))).toMatchObject({
      external_id: 'PAY-2',
      reason: expect.stringMatching(/^fields\.summary: /),
    });
    expect(reasonOf(raw({ duedate: '2026-02-30' }))).toMatchObject({
      reason: expect.stringContaining('duedate'),
    });
    expect(reasonOf(raw({}, [entry('xx', 'status', 'a', 'b')]))).toMatchObject({
      reason: expect.stringContaining('changelog'),
    });
  });
});

describe('where work stands', () => {
  test("goes by the category's id before its key, which real answers contradict", () => {
    expect(item(raw({ status: status('10068', '已完成', 'new', 3) })).status_category).toBe('done');
    expect(item(raw({ status: status('1', 'Anything', 'done') })).status_category).toBe('done');
  });

  const finished = {
    resolution: { name: 'Done' },
    resolutiondate: '2026-01-20T10:00:00.000+0000',
    status: status('10100', 'Fertig', 'new'),
  };

  test('a resolution with its date is done, whatever the status says', () => {
    expect(item(raw(finished))).toMatchObject({
      status_category: 'done',
      resolved_at: '2026-01-20T10:00:00.000Z',
    });
    expect(item(raw({ ...finished, resolution: null })).status_category).toBe('to_do');
  });

  test('unless it was reopened afterwards', () => {
    const reopened = [entry('25', 'status', 'Closed', 'In Progress', ['6', '3'])];
    expect(item(raw(finished, reopened))).toMatchObject({ status_category: 'to_do', resolved_at: null });
    const before = [entry('05', 'status', 'Open', 'In Progress', ['1', '3'])];
    expect(item(raw(finished, before)).status_category).toBe('done');
    expect(item(raw({ ...finished, status: status('4', 'Reopened', 'new') })).status_category).toBe('to_do');
  });

  test('done without a resolution date takes the last move into done, else when its category changed', () => {
    const closed = { status: status('6', 'Closed', 'done'), resolutiondate: null };
    const moves = [
      entry('03', 'status', 'Open', 'Closed', ['1', '6']),
      entry('09', 'status', 'Open', 'Closed', ['1', '6']),
    ];
    expect(item(raw(closed, moves)).resolved_at).toBe('2026-01-09T10:00:00.000Z');
    const changed = { ...closed, statuscategorychangedate: '2026-02-01T00:00:00.000+0000' };
    expect(item(raw(changed)).resolved_at).toBe('2026-02-01T00:00:00.000Z');
    expect(item(raw(closed)).resolved_at).toBeNull();
  });
});

describe('history', () => {
  test('is put in order, with the categories of known statuses', () => {
    const histories = [
      entry('09', 'status', 'In Progress', 'Resolved', ['3', '5']),
      entry('02', 'status', 'Open', 'In Progress', ['1', '3']),
      entry('04', 'assignee', 'Colleague', 'Colleague', ['acc-1', 'acc-2']),
    ];
    const result = item(raw({}, histories));
    expect(result.transitions.map(({ to, to_category }) => [to, to_category])).toEqual([
      ['In Progress', 'in_progress'],
      ['Resolved', 'done'],
    ]);
    expect(result.started_at).toBe('2026-01-02T10:00:00.000Z');
    expect(result.assignments).toEqual([{ at: '2026-01-04T10:00:00.000Z', from: 'acc-1', to: 'acc-2' }]);
  });

  test('given twice is kept once', () => {
    const once = entry('02', 'status', 'Open', 'In Progress', ['1', '3']);
    expect(item(raw({}, [once, once])).transitions).toHaveLength(1);
  });

  test('a change without `toString` has none, and not the method of that name', () => {
    const created = '2026-01-02T10:00:00.000+0000';
    const bare = { id: '1', created, items: [{ field: 'status', from: null, to: '3' }] };
    expect(item(raw({}, [bare])).transitions).toEqual([
      {
        at: '2026-01-02T10:00:00.000Z',
        from: null,
        to: null,
        from_category: null,
        to_category: 'in_progress',
      },
    ]);
  });

  test('dates of the bulk changelog are milliseconds', () => {
    const numeric = { ...entry('02', 'status', 'Open', 'In Progress'), created: Date.UTC(2026, 0, 2, 10) };
    expect(item(raw({}, [numeric])).started_at).toBe('2026-01-02T10:00:00.000Z');
  });
});

describe('blocked', () => {
  const flag = (day: string, raised: boolean) =>
    entry(day, 'Flagged', raised ? '' : 'Impediment', raised ? 'Impediment' : '');
  const moved = (day: string, from: string, to: string) => entry(day, 'status', from, to);

  test('is a flag that is up, or a status that says so', () => {
    expect(item(raw({ customfield_10021: [{ value: 'Impediment' }] })).blocked).toBe(true);
    expect(item(raw({ flagged: true })).blocked).toBe(true);
    expect(item(raw({ status: status('7', 'On Hold', 'indeterminate') })).blocked).toBe(true);
    expect(item(raw({ status: status('7', 'Waiting for customer', 'indeterminate') })).blocked).toBe(false);
  });

  test('spans come from flags and statuses, overlapping ones as one', () => {
    const histories = [
      flag('03', true),
      moved('05', 'In Progress', 'Blocked'),
      flag('07', false),
      moved('09', 'Blocked', 'In Progress'),
    ];
    expect(item(raw({}, histories)).blocked_spans).toEqual([
      { from: '2026-01-03T10:00:00.000Z', to: '2026-01-09T10:00:00.000Z' },
    ]);
  });

  test('a flag taken down that nobody raised was up from the start; one still up is open', () => {
    const issue = raw({ created: '2026-01-01T08:00:00.000+0000' }, [flag('03', false), flag('08', true)]);
    issue.fields.customfield_10021 = [{ value: 'Impediment' }];
    expect(item(issue).blocked_spans).toEqual([
      { from: '2026-01-01T08:00:00.000Z', to: '2026-01-03T10:00:00.000Z' },
      { from: '2026-01-08T10:00:00.000Z', to: null },
    ]);
  });

  test('ends with the work', () => {
    const closed = { status: status('6', 'Closed', 'done'), resolutiondate: '2026-01-12T10:00:00.000+0000' };
    const result = item(raw({ ...closed, created: '2026-01-01T08:00:00.000+0000' }, [flag('03', true)]));
    expect(result.blocked).toBe(false);
    expect(result.blocked_spans).toEqual([
      { from: '2026-01-03T10:00:00.000Z', to: '2026-01-12T10:00:00.000Z' },
    ]);
  });
});
