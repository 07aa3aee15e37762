import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idFrom, recordId, sourceId } from '#domain/ids.ts';
import { type Observation, observation as observationSchema } from '#domain/indicator.ts';
import { type RecordPayload, recordPayload, type StoredRecord } from '#domain/record.ts';
import { at, makePerson, makeTeam, personNamed, TEAM } from '../testing/records.ts';
import { indicatorDefinitions } from './definitions.ts';
import { type DeriveInput, deriveObservations } from './derive.ts';
import { entriesMeasured, frameworkOf, roleFrameworks } from './frameworks.ts';

// Four weeks from Monday 2 to Sunday 29 March 2026.
const range = { from: '2026-03-02', to: '2026-03-29' };
const LAST = '2026-03-23';
const SOURCE = sourceId.parse('src_any');
const names = ['ann', 'bob', 'cas', 'dee', 'eve'];
const ann = personNamed('ann');

function record(name: string, payload: RecordPayload, id: string): StoredRecord {
  return {
    id: idFrom('rec', recordId, `${payload.kind} ${id}`),
    source_id: SOURCE,
    external_id: id,
    account: name,
    person_id: personNamed(name),
    updated_at: at('2026-03-29'),
    deleted: false,
    payload: recordPayload.parse(payload),
    payload_hash: id,
    fetched_at: at('2026-03-30'),
  };
}
const derive = (records: StoredRecord[], changes: Partial<DeriveInput> = {}) =>
  deriveObservations({
    people: names.map((name) => makePerson(name)),
    teams: [makeTeam()],
    records,
    range,
    ...changes,
  });
const find = (all: Observation[], indicator: string, subject: string, from = LAST) =>
  all.find((one) => one.indicator_id === indicator && one.subject.id === subject && one.period.from === from);

const pull = (key: string, created: string, mergedAt: string | null, lines: number | null, author = 'ann') =>
  record(
    author,
    {
      kind: 'pull_request',
      key,
      title: null,
      repository: 'quay/berth',
      author,
      state: mergedAt === null ? 'open' : 'merged',
      draft: false,
      created_at: created,
      updated_at: mergedAt ?? created,
      first_review_at: null,
      merged_at: mergedAt,
      closed_at: mergedAt,
      additions: lines,
      deletions: lines === null ? null : 0,
      changed_files: null,
    },
    key,
  );
const review = (id: string, key: string, asked: string, submitted: string, reviewer = 'ann') =>
  record(
    reviewer,
    {
      kind: 'code_review',
      key,
      repository: 'quay/berth',
      reviewer,
      verdict: 'commented',
      asked_at: asked,
      submitted_at: submitted,
    },
    id,
  );
const deal = (id: string, changes: Partial<Extract<RecordPayload, { kind: 'opportunity' }>>) =>
  record(
    'ann',
    {
      kind: 'opportunity',
      key: id,
      title: null,
      owner: 'ann',
      pipeline: null,
      stage: null,
      state: 'open',
      deal_type: 'new',
      amount: 100,
      currency: 'EUR',
      probability: null,
      created_at: at('2026-02-02'),
      updated_at: at('2026-03-20'),
      expected_close_on: null,
      closed_at: null,
      stages: [],
      ...changes,
    },
    id,
  );
const won = (id: string, closed: string, changes = {}) =>
  deal(id, { state: 'won', closed_at: at(closed), ...changes });
const lost = (id: string, closed: string) => deal(id, { state: 'lost', closed_at: at(closed) });
const activity = (name: string, day: string, messages: number, late: number, hours: number) =>
  record(
    name,
    {
      kind: 'collaboration_activity',
      account: name,
      from_day: day,
      to_day: day,
      messages,
      messages_after_hours: late,
      replies: null,
      reactions: null,
      calls: null,
      meetings: null,
      meeting_hours: hours,
    },
    `${name} ${day}`,
  );

describe('code', () => {
  test('merged changes count for their author, with size and time', () => {
    const all = derive([
      pull('a#1', at('2026-03-23'), at('2026-03-24'), 10),
      pull('a#2', at('2026-03-23'), at('2026-03-25'), 30),
      pull('a#3', at('2026-03-23'), at('2026-03-27'), null),
      pull('a#4', at('2026-03-16'), at('2026-03-18'), 50),
      pull('a#5', at('2026-03-23'), null, 900),
    ]);
    expect(find(all, 'pull_requests_merged', ann)).toMatchObject({ value: 3, n: 3 });
    expect(find(all, 'merge_time_median', ann)).toMatchObject({ value: 48, n: 3, unit: 'hours' });
    // Two of the week say their size: the week before is looked at, too, and coverage tells of the third.
    expect(find(all, 'change_size_median', ann)).toMatchObject({ value: 30, n: 3, coverage: 0.75 });
  });

  test("somebody's first review of a change counts, not what is said after it", () => {
    const all = derive([
      review('1', 'a#1', at('2026-03-23', '08:00'), at('2026-03-23', '12:00')),
      review('2', 'a#1', at('2026-03-23', '08:00'), at('2026-03-25', '12:00')),
      review('3', 'a#2', at('2026-03-24', '08:00'), at('2026-03-24', '10:00')),
      review('4', 'a#3', at('2026-03-24', '08:00'), at('2026-03-24', '09:00')),
    ]);
    expect(find(all, 'reviews_given', ann)).toMatchObject({ value: 3, n: 3 });
    expect(find(all, 'review_turnaround_median', ann)).toMatchObject({ value: 2, n: 3 });
  });
});

describe('sales', () => {
  const history = [
    won('w1', '2026-02-10'),
    won('w2', '2026-03-03'),
    lost('l1', '2026-03-10'),
    lost('l2', '2026-03-17'),
    won('w3', '2026-03-24'),
  ];
  const openDeals = ['o1', 'o2', 'o3', 'o4'].map((id) => deal(id, { created_at: at('2026-03-02') }));

  test('win rate and cycle look back a quarter', () => {
    const all = derive(history);
    expect(find(all, 'win_rate', ann)).toMatchObject({ value: 60, n: 5 });
    // 8, 29 and 50 days after the second of February.
    expect(find(all, 'sales_cycle_median', ann)).toMatchObject({ value: 29, n: 3 });
    expect(find(all, 'opportunities_won', ann)).toMatchObject({ value: 1 });
  });

  test('coverage is open value over value won, velocity the wins to be expected in a week', () => {
    const all = derive([...history, ...openDeals]);
    expect(find(all, 'open_opportunities', ann)?.value).toBe(4);
    expect(find(all, 'pipeline_coverage', ann)?.value).toBeCloseTo(400 / 300, 5);
    expect(find(all, 'sales_velocity', ann)?.value).toBeCloseTo((4 * 0.6) / (29 / 7), 5);
  });

  test('amounts in several currencies are never added up', () => {
    const all = derive([...history, ...openDeals, deal('o5', { currency: 'USD' })]);
    expect(find(all, 'pipeline_coverage', ann)?.value).toBeNull();
    expect(find(all, 'open_opportunities', ann)?.value).toBe(5);
  });
});

describe('how a team works together', () => {
  const week = names.map((name, index) => activity(name, '2026-03-24', 20, index, 10));

  test('is told of the team, not of people, unless policy says so', () => {
    const all = derive(week, { minimum_group: 5 });
    expect(find(all, 'after_hours_share', TEAM)).toMatchObject({ value: 10, n: 100 });
    expect(find(all, 'focus_hours', TEAM)).toMatchObject({ value: 30, n: 5 });
    expect(find(all, 'after_hours_share', ann)).toBeUndefined();
    const allowed = derive(week, { minimum_group: 5, collaboration_of_people: true });
    expect(find(allowed, 'meeting_hours', ann)).toMatchObject({ value: 10 });
  });

  test('is told of no team in which fewer people than the minimum stand behind it', () => {
    const all = derive(week.slice(0, 4), { minimum_group: 5 });
    for (const indicator of ['after_hours_share', 'focus_hours', 'meeting_hours'])
      expect(find(all, indicator, TEAM)).toMatchObject({ value: null, n: 0 });
  });

  test('counts of several days are spread over the weeks that they touch', () => {
    const [one] = week;
    if (one?.payload.kind !== 'collaboration_activity') throw new Error('no activity');
    const payload = { ...one.payload, from_day: '2026-03-16', to_day: '2026-03-29', meeting_hours: 14 };
    const all = derive([{ ...one, payload }], { collaboration_of_people: true });
    expect(find(all, 'meeting_hours', ann, '2026-03-16')?.value).toBe(7);
    expect(find(all, 'meeting_hours', ann)?.value).toBe(7);
  });
});

describe('as laws', () => {
  const records = [
    ...names.flatMap((name, index) => [
      pull(`p${index}`, at('2026-03-02'), at('2026-03-24'), index, name),
      review(`r${index}`, `p${index}`, at('2026-03-03'), at(`2026-03-${10 + index}`), name),
      activity(name, '2026-03-10', 13, 7, 0.1 * index),
    ]),
    won('w', '2026-03-10'),
    deal('o', {}),
  ];
  const expected = derive(records);

  test('the order of records and of people never matters', () => {
    expect(expected.some(({ value }) => value !== null)).toBe(true);
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        const people = names.map((name) => makePerson(name)).toReversed();
        expect(derive(shuffled, { people })).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('every observation is in shape, and each indicator has a definition of its own', () => {
    for (const one of expected) expect(observationSchema.parse(one)).toEqual(one);
    expect(new Set(indicatorDefinitions.map(({ id }) => id)).size).toBe(indicatorDefinitions.length);
  });

  test("a framework's weights add up to 1, also where a source isn't connected", () => {
    for (const framework of roleFrameworks) {
      const sum = (entries: readonly { weight: number }[]) =>
        entries.reduce((all, { weight }) => all + weight, 0);
      expect(sum(framework.entries)).toBeCloseTo(1, 6);
      const without = entriesMeasured(framework, () => false);
      expect(sum(without)).toBeCloseTo(1, 6);
      for (const { indicator_id } of without)
        expect(['work_item', 'time_entry']).toContain(
          indicatorDefinitions.find(({ id }) => id === indicator_id)?.record_kind,
        );
    }
    expect(
      entriesMeasured(frameworkOf('sales'), (id) => id === 'win_rate').map((one) => one.indicator_id),
    ).toContain('win_rate');
  });
});
