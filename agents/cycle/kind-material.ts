import { workItemEvidence } from '#agents/briefs/evidence.ts';
import { readWorkItems } from '#agents/briefs/work-item-reading.ts';
import type { Helper, ItemShown, KindContext } from '#agents/intervention/kinds/kind.ts';
import type { PersonLoad } from '#analytics/workload.ts';
import { tagsOf } from '#analytics/workload-skills.ts';
import type { Finding } from '#domain/assessment.ts';
import { addDays } from '#domain/date.ts';
import type { NewEvidence } from '#domain/evidence.ts';
import type { RecordId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { StoredRecord } from '#domain/record.ts';
import type { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';
import type { TeamWorkload } from './workload.ts';

/** What was closed in the last six weeks is still fresh enough to be thanked for. */
const CLOSED_DAYS = 42;
const CLOSED_NAMED = 3;
/** A colleague above this load isn't asked to look at one thing more. */
const HELPER_LOAD = 0.9;
/** Somebody who is away this week can't look at anything soon. */
const HELPER_HOURS = 8;
const KNOWS = 0.3;

type CycleContext = Awaited<ReturnType<typeof loadCycle>>;

const sizeOf = ({ payload }: StoredRecord): number =>
  payload.kind === 'work_item' ? (payload.estimate_hours ?? payload.spent_hours ?? 0) : 0;

/** Whether somebody is there and not so loaded that nothing more fits. */
const hasRoom = (load: PersonLoad): boolean =>
  load.ratio !== null && load.ratio < HELPER_LOAD && (load.weeks[0]?.capacity_hours ?? 0) >= HELPER_HOURS;

const loadEvidence = (helper: Person, load: PersonLoad, tag: string, context: CycleContext): NewEvidence => {
  const [taken, there] = [Math.round(load.load_hours), Math.round(load.capacity_hours ?? 0)];
  return {
    subject: helper.id,
    at: context.cycle.period.to,
    kind: 'assessment',
    ref_id: `load:${helper.id}:${context.cycle.as_of}`,
    text: `Knows ${tag}; ${taken} of ${there} hours of the next ${load.span_weeks} weeks are taken.`,
    facts: [
      { name: 'knows', value: tag, unit: null, period: null },
      { name: 'hours taken', value: taken, unit: 'hours', period: null },
      { name: 'hours there are', value: there, unit: 'hours', period: null },
      { name: 'weeks', value: load.span_weeks, unit: 'weeks', period: null },
    ],
    mentions: [],
  };
};

/** Who on the team knows what an item is about and has room, best first. */
function helperFor(
  items: readonly ItemShown[],
  finding: Finding,
  members: readonly Person[],
  loads: readonly PersonLoad[],
) {
  const wanted = items.flatMap(({ record }) =>
    record.payload.kind === 'work_item' ? tagsOf(record.payload) : [],
  );
  const able = loads
    .filter((load) => load.person_id !== finding.person_id && hasRoom(load))
    .flatMap((load) => {
      const known = load.proficiencies
        .filter(({ tag, level }) => wanted.includes(tag) && level >= KNOWS)
        .sort((a, b) => b.level - a.level || (a.tag < b.tag ? -1 : 1))[0];
      const person = members.find(({ id }) => id === load.person_id);
      return known === undefined || person === undefined
        ? []
        : [{ person, load, tag: known.tag, level: known.level }];
    })
    .sort(
      (a, b) =>
        b.level - a.level ||
        (a.load.ratio ?? 1) - (b.load.ratio ?? 1) ||
        (a.person.id < b.person.id ? -1 : 1),
    );
  return able[0] ?? null;
}

/** A tag as the item spells it: "tide windows" is the component "Tide windows". */
function spelled(tag: string, items: readonly ItemShown[]): string {
  const names = items.flatMap(({ record }) =>
    record.payload.kind === 'work_item' ? [...record.payload.components, ...record.payload.labels] : [],
  );
  return names.find((name) => name.toLowerCase() === tag) ?? tag;
}

/** Gathers what a finding's proposal is made of; its evidence is kept, and doing it twice is harmless. */
export async function makeKindMaterial(
  deps: CycleDeps,
  context: CycleContext,
  { loads, records, identities }: TeamWorkload,
): Promise<(finding: Finding) => Promise<KindContext>> {
  const { cycle, team, members } = context;
  const [policy, line, sources] = await Promise.all([
    deps.policy.current(),
    team.manager_id === null ? [] : deps.people.lineAbove(team.manager_id),
    deps.sources.list(),
  ]);
  const managers = team.manager_id === null ? [] : [team.manager_id, ...line];
  const connected = new Set<string>(
    sources.filter((one) => one.enabled && one.base_url !== null).map(({ id }) => id),
  );

  async function shown(finding: Finding, wanted: readonly RecordId[]): Promise<ItemShown[]> {
    const person = members.find(({ id }) => id === finding.person_id);
    if (person === undefined || wanted.length === 0) return [];
    const readings = readWorkItems({ person, period: cycle.period, records, identities });
    const other_people = members.filter(({ id }) => id !== person.id).map(({ name }) => ({ name }));
    const named = readings.filter(({ record }) => wanted.includes(record.id));
    const evidence = await deps.evidence.record(
      named.map((reading) =>
        workItemEvidence(reading, { person_id: person.id, period: cycle.period, other_people }),
      ),
    );
    return wanted.flatMap((id) => {
      const record = records.find((one) => one.id === id);
      const citations = evidence.filter(({ ref_id }) => ref_id === id).map((item) => item.id);
      return record === undefined ? [] : [{ record, citations, live: connected.has(record.source_id) }];
    });
  }

  function closedBy(finding: Finding): RecordId[] {
    const person = members.find(({ id }) => id === finding.person_id);
    if (person === undefined || finding.kind !== 'recognition_overdue') return [];
    const from = addDays(cycle.period.to, -CLOSED_DAYS);
    return readWorkItems({ person, period: cycle.period, records, identities })
      .filter(({ state, resolved_on: on }) => state === 'closed' && on !== null && on > from)
      .map(({ record }) => record)
      .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.id < b.id ? -1 : 1))
      .slice(0, CLOSED_NAMED)
      .map(({ id }) => id);
  }

  async function helperOf(finding: Finding, items: readonly ItemShown[]): Promise<Helper | null> {
    const found = items.length === 0 ? null : helperFor(items, finding, members, loads);
    if (found === null) return null;
    const { person, load } = found;
    const tag = spelled(found.tag, items);
    const kept = await deps.evidence.record([loadEvidence(person, load, tag, context)]);
    return { person, load, tag, citations: kept.map(({ id }) => id) };
  }

  return async (finding) => {
    const items = await shown(finding, finding.about?.record_ids ?? []);
    const goal = finding.about?.goal_id == null ? null : await deps.goals.get(finding.about.goal_id);
    return {
      cycle_id: cycle.id,
      team,
      people: members,
      policy,
      managers,
      period: cycle.period,
      today: cycle.as_of,
      now: deps.clock.now(),
      items,
      helper: await helperOf(finding, items),
      goal,
      closed: await shown(finding, closedBy(finding)),
    };
  };
}
