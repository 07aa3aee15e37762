import { assessIndicators } from '#analytics/assess.ts';
import { deriveObservations } from '#analytics/indicators/derive.ts';
import { roleFrameworks } from '#analytics/indicators/frameworks.ts';
import { addDays, type IsoDate, weeksOf } from '#domain/date.ts';
import { identifyEvidence, type NewEvidence, type StoredEvidence } from '#domain/evidence.ts';
import { idFrom, observationId, personId, recordId, sourceId, teamId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import { contentHash } from '#domain/json.ts';
import type { Person } from '#domain/person.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { buildSummaryBrief, evidenceOf } from '../brief.ts';
import type { BriefMaterial } from '../material.ts';

/** Thirteen weeks, and the Wednesday after them. */
export const testPeriod = { from: '2026-01-05', to: '2026-04-05' };
export const testToday = '2026-04-08';
const source = sourceId.parse('src_board');

export const testPerson = (changes: Partial<Person> = {}): Person => ({
  id: personId.parse('per_ada'),
  employee_id: null,
  name: 'Ada Byron',
  email: 'ada@example.org',
  manager_id: null,
  team_id: teamId.parse('team_one'),
  job_title: 'Software Engineer',
  job_function: 'engineering',
  department: null,
  location: null,
  start_date: '2020-01-01',
  end_date: null,
  employment_type: null,
  weekly_hours: 40,
  skills: [{ name: 'TypeScript', level: 4 }],
  active: true,
  ...changes,
});

/** A work item of the person; `closed` sets its end, `started` its beginning. */
export function testItem(
  key: string,
  {
    created,
    started,
    closed,
    ...changes
  }: Partial<WorkItem> & { created: IsoDate; started?: IsoDate; closed?: IsoDate },
  person = testPerson(),
): StoredRecord {
  const at = (day: IsoDate) => `${day}T10:00:00Z`;
  const move = (day: IsoDate, from: WorkItem['status_category'], to: WorkItem['status_category']) => ({
    at: at(day),
    from,
    to,
    from_category: from,
    to_category: to,
  });
  const begun = started ?? closed;
  const category = closed !== undefined ? 'done' : begun !== undefined ? 'in_progress' : 'to_do';
  const payload: WorkItem = {
    kind: 'work_item',
    key,
    title: `Title of ${key}`,
    project: 'ONE',
    type: 'Task',
    status: category,
    status_category: category,
    priority: null,
    priority_rank: null,
    assignee: person.id,
    reporter: null,
    created_at: at(created),
    updated_at: at(closed ?? begun ?? created),
    started_at: begun === undefined ? null : at(begun),
    resolved_at: closed === undefined ? null : at(closed),
    due_on: null,
    estimate_hours: null,
    remaining_hours: null,
    spent_hours: null,
    labels: [],
    components: [],
    blocked: false,
    comment_count: null,
    parent_key: null,
    transitions: [
      ...(begun === undefined ? [] : [move(begun, 'to_do', 'in_progress')]),
      ...(closed === undefined ? [] : [move(closed, 'in_progress', 'done')]),
    ],
    assignments: [],
    blocked_spans: [],
    history_known: true,
    ...changes,
  };
  return {
    id: idFrom('rec', recordId, { key }),
    source_id: source,
    external_id: key,
    account: payload.assignee,
    updated_at: payload.updated_at,
    deleted: false,
    payload,
    person_id: person.id,
    payload_hash: contentHash(payload),
    fetched_at: `${testToday}T00:00:00Z`,
  };
}

/** Weekly percentages of hours against capacity, one a week of the period. */
export const testHours = (values: readonly number[], person = testPerson()): Observation[] =>
  weeksOf(testPeriod).flatMap((from, week): Observation[] => {
    const value = values[week];
    if (value === undefined) return [];
    const subject = { kind: 'person' as const, id: person.id };
    return [
      {
        id: idFrom('obs', observationId, { from, subject, indicator: 'hours_against_capacity' }),
        indicator_id: 'hours_against_capacity',
        subject,
        period: { from, to: addDays(from, 6) },
        value,
        unit: 'percent',
        n: 1,
        coverage: 1,
        fresh_until: testPeriod.to,
        flags: [],
      },
    ];
  });

/** What a cycle would gather of these records. */
export async function testMaterial(
  records: readonly StoredRecord[],
  changes: Partial<BriefMaterial> = {},
): Promise<BriefMaterial> {
  const person = changes.person ?? testPerson();
  const derived = deriveObservations({ people: [person], teams: [], records, range: testPeriod });
  const given = changes.observations ?? [];
  const replaced = new Set(given.map((observation) => observation.indicator_id));
  const observations = [...derived.filter(({ indicator_id }) => !replaced.has(indicator_id)), ...given];
  const assessments = await assessIndicators({
    observations,
    frameworks: roleFrameworks,
    subjects: [{ subject: { kind: 'person', id: person.id }, job_function: person.job_function }],
    period: testPeriod,
  });
  return {
    person,
    team_name: 'Team One',
    period: testPeriod,
    as_of: testToday,
    archetype: 'dynamic',
    records,
    assessments,
    findings: [],
    goals: [],
    check_ins: [],
    partial: false,
    other_people: [],
    ...changes,
    observations,
  };
}

/** As the evidence port would return it. */
export const kept = (items: readonly NewEvidence[]): StoredEvidence[] =>
  items.map((item) => ({ ...identifyEvidence(item), created_at: `${testToday}T00:00:00Z`, contested: null }));

export async function testBrief(
  records: readonly StoredRecord[],
  changes: Partial<BriefMaterial> = {},
): Promise<SummaryBrief> {
  const material = await testMaterial(records, changes);
  return buildSummaryBrief(material, kept(evidenceOf(material)));
}

/** Two items a week, closed after some days, of two components; the last `open` ones are not closed. */
export function steadyWork(options: { open?: number; due?: boolean } = {}): StoredRecord[] {
  const closed = weeksOf(testPeriod).flatMap((monday, week) =>
    [0, 1].map((half) =>
      testItem(`ONE-${100 + week * 2 + half}`, {
        created: addDays(monday, -7),
        started: addDays(monday, half),
        closed: addDays(monday, half + 2 + (week % 2)),
        type: half === 0 ? 'Bug' : 'Story',
        components: [half === 0 ? 'Billing' : 'Search'],
        due_on: options.due === true ? addDays(monday, half === 0 ? 6 : 2) : null,
      }),
    ),
  );
  const open = Array.from({ length: options.open ?? 0 }, (_, index) =>
    testItem(`ONE-${900 + index}`, { created: '2026-03-02', remaining_hours: 8 }),
  );
  return [...closed, ...open];
}
