import type { CycleDeps } from '#agents/cycle/deps.ts';
import { riskAsOf } from '#analytics/goal-standing.ts';
import type { Assessment, Finding } from '#domain/assessment.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { Cycle, CycleEvent } from '#domain/cycle.ts';
import { dayOf } from '#domain/date.ts';
import type { BacktestReport } from '#domain/detector.ts';
import type { Draft } from '#domain/draft.ts';
import { identifyEvidence, type StoredEvidence } from '#domain/evidence.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { CycleId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { Person, Team } from '#domain/person.ts';
import { type Policy, policyPreset } from '#domain/policy.ts';
import type { ProposalTrace } from '#domain/ports.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';

/** What the tables hold. */
export interface Tables {
  people: Person[];
  teams: Team[];
  records: StoredRecord[];
  identities: Identity[];
  goals: Goal[];
  policy: Policy;
  cycles: Map<string, Cycle>;
  observations: Map<string, Observation>;
  assessments: Map<string, Assessment>;
  findings: Map<string, readonly Finding[]>;
  evidence: Map<string, StoredEvidence>;
  drafts: Map<string, Draft>;
  check_ins: CheckIn[];
  conversations: Conversation[];
  backtests: Map<string, BacktestReport>;
  interventions: Map<string, Intervention>;
  events: Map<string, Omit<CycleEvent, 'seq' | 'at'>>;
}

type Ports = Omit<CycleDeps, 'writer' | 'offline' | 'derive' | 'clock'>;

const NOW = '2026-04-08T09:00:00.000Z';

export const makeTables = (changes: Partial<Tables> = {}): Tables => ({
  people: [],
  teams: [],
  records: [],
  identities: [],
  goals: [],
  policy: policyPreset('dynamic'),
  cycles: new Map(),
  observations: new Map(),
  assessments: new Map(),
  findings: new Map(),
  evidence: new Map(),
  drafts: new Map(),
  check_ins: [],
  conversations: [],
  backtests: new Map(),
  interventions: new Map(),
  events: new Map(),
  ...changes,
});

const traceOf = (one: Intervention): ProposalTrace => ({
  id: one.id,
  kind: one.kind,
  dedupe_key: one.dedupe_key,
  state: one.state,
  created_on: dayOf(one.created_at),
  settled_on: dayOf(one.updated_at),
  decider_ids: one.chain.flatMap((step) => step.person_ids),
  subject_ids: one.subject_ids,
});

/** The items of a map under their ids, replaced where they are there already. */
function keep<Item extends { id: string }>(table: Map<string, Item>, items: readonly Item[]): void {
  for (const item of items) table.set(item.id, structuredClone(item));
}

/**
 * The ports of a cycle over tables in memory.
 * @param onCall told of every call, before it is done; where it throws, nothing is done: a process that was killed there.
 */
export function makeMemoryPorts(
  tables: Tables,
  onCall: (what: string, inputs: readonly unknown[]) => void = () => {},
): Ports {
  const told = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get(target, method) {
        const found = Reflect.get(target, method);
        if (typeof found !== 'function') return found;
        return async (...inputs: unknown[]) => {
          onCall(`${name}.${String(method)}`, inputs);
          return structuredClone(await found.apply(target, inputs));
        };
      },
    });
  const cycleOf = (id: CycleId): Cycle => {
    const found = tables.cycles.get(id);
    if (found === undefined) throw new Error(`no cycle ${id}`);
    return found;
  };
  return {
    people: told('people', {
      get: async (id) => tables.people.find((person) => person.id === id) ?? null,
      list: async () => tables.people,
      ofTeam: async (team) => tables.people.filter((person) => person.team_id === team),
      team: async (id) => tables.teams.find((team) => team.id === id) ?? null,
      teams: async () => tables.teams,
      lineAbove: async (id) =>
        tables.people.flatMap((person) => (person.id === id ? (person.manager_id ?? []) : [])),
    }),
    identities: told('identities', {
      ofPeople: async (ids) =>
        tables.identities.filter(({ person_id }) => person_id !== null && ids.includes(person_id)),
    }),
    records: told('records', {
      ofPeople: async (ids, range) =>
        tables.records.filter(
          ({ person_id, payload, updated_at }) =>
            person_id !== null &&
            ids.includes(person_id) &&
            ((payload.kind === 'work_item' && payload.status_category !== 'done') ||
              dayOf(updated_at) >= range.from),
        ),
      get: async (id) => tables.records.find((record) => record.id === id) ?? null,
    }),
    sources: told('sources', { list: async () => [], get: async () => null }),
    observations: told('observations', {
      save: async (observations) => keep(tables.observations, observations),
      replace: async (subjects, range, observations) => {
        const ids = new Set<string>(subjects.map(({ id }) => id));
        const kept = new Set(observations.map(({ id }) => id));
        const gone = [...tables.observations].filter(
          ([, { id, subject, period }]) =>
            ids.has(subject.id) && period.from >= range.from && period.to <= range.to && !kept.has(id),
        );
        for (const [key] of gone) tables.observations.delete(key);
        keep(tables.observations, observations);
        return { removed: gone.length };
      },
      ofSubjects: async (subjects, range) => {
        const ids = new Set<string>(subjects.map(({ id }) => id));
        return [...tables.observations.values()].filter(
          ({ subject, period }) => ids.has(subject.id) && period.from >= range.from && period.to <= range.to,
        );
      },
    }),
    assessments: told('assessments', {
      save: async (assessments) => keep(tables.assessments, assessments),
      ofSubjects: async (subjects) => {
        const ids = new Set<string>(subjects.map(({ id }) => id));
        return [...tables.assessments.values()].filter(({ subject }) => ids.has(subject.id));
      },
      saveFindings: async (cycle, findings) => {
        tables.findings.set(cycle, structuredClone(findings));
      },
      findings: async (cycle) => [...(tables.findings.get(cycle) ?? [])],
    }),
    evidence: told('evidence', {
      record: async (items) => {
        const named = items.map((item) => ({ ...identifyEvidence(item), created_at: NOW, contested: null }));
        for (const item of named) if (!tables.evidence.has(item.id)) keep(tables.evidence, [item]);
        return named.flatMap(({ id }) => tables.evidence.get(id) ?? []);
      },
      get: async (ids) => ids.flatMap((id) => tables.evidence.get(id) ?? []),
      ofSubject: async (subject, range) =>
        [...tables.evidence.values()].filter(
          (item) =>
            item.subject === subject &&
            item.at >= range.from &&
            item.at <= range.to &&
            item.contested === null,
        ),
    }),
    drafts: told('drafts', {
      save: async (draft) => {
        for (const other of tables.drafts.values())
          if (other.person_id === draft.person_id && other.kind === draft.kind && other.id !== draft.id)
            other.status = 'superseded';
        keep(tables.drafts, [draft]);
      },
      get: async (id) => tables.drafts.get(id) ?? null,
      latest: async (person, kind) =>
        [...tables.drafts.values()].find((draft) => draft.person_id === person && draft.kind === kind) ??
        null,
    }),
    goals: told('goals', {
      ofPerson: async (person) => tables.goals.filter(({ owner }) => owner.id === person),
      checkIns: async (goal) => {
        const kpis = new Set(
          tables.goals.flatMap((one) => (one.id === goal ? one.kpis.map(({ id }) => id) : [])),
        );
        return tables.check_ins.filter(({ kpi_id }) => kpis.has(kpi_id));
      },
      get: async (id) => tables.goals.find((goal) => goal.id === id) ?? null,
      goalsAtRisk: async (owners, today) => {
        const ids = new Set<string>(owners.map(({ id }) => id));
        return tables.goals
          .filter((goal) => goal.status === 'active' && ids.has(goal.owner.id))
          .flatMap((goal) => goal.kpis.flatMap((kpi) => riskAsOf(goal, kpi, tables.check_ins, today) ?? []))
          .sort((a, b) => (a.kpi_id < b.kpi_id ? -1 : 1));
      },
    }),
    conversations: told('conversations', {
      withPeople: async (people, since) =>
        tables.conversations.filter(
          (one) =>
            people.includes(one.with_person_id) && (one.due_on >= since || dayOf(one.updated_at) >= since),
        ),
    }),
    history: told('history', {
      receivedHours: async (people, since) => {
        const done = [...tables.interventions.values()].filter(
          ({ state, updated_at }) => ['executed', 'measured'].includes(state) && dayOf(updated_at) >= since,
        );
        return people.flatMap((person) => {
          const hours = done
            .flatMap(({ actions }) => actions)
            .reduce(
              (sum, action) =>
                action.kind === 'reassign_work_item' && action.to_person_id === person
                  ? sum + (action.receiver_hours ?? action.hours ?? 0)
                  : sum,
              0,
            );
          return hours === 0 ? [] : [{ person_id: person, hours }];
        });
      },
      newestOf: async (keys) => {
        const newest = new Map(
          [...tables.interventions.values()]
            .filter(({ dedupe_key, state }) => keys.includes(dedupe_key) && state !== 'superseded')
            .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
            .map((one) => [one.dedupe_key, one]),
        );
        return [...newest.values()].map(traceOf);
      },
      givenTo: async (deciders, since) =>
        [...tables.interventions.values()]
          .map(traceOf)
          .filter(
            (one) =>
              one.created_on >= since &&
              one.decider_ids.some((decider) => deciders.includes(decider)) &&
              one.state !== 'superseded',
          ),
      openAbout: async (people) =>
        [...tables.interventions.values()]
          .filter(({ state }) =>
            ['awaiting_approval', 'approved', 'executing', 'needs_person'].includes(state),
          )
          .map(traceOf)
          .filter((one) => one.subject_ids.some((person) => people.includes(person))),
    }),
    backtests: told('backtests', {
      newest: async () => tables.backtests.get('newest') ?? null,
      save: async (report) => {
        tables.backtests.set('newest', structuredClone(report));
      },
    }),
    cycles: told('cycles', {
      get: async (id) => tables.cycles.get(id) ?? null,
      start: async (id) => {
        cycleOf(id).state = 'running';
      },
      finish: async (id, result) => {
        Object.assign(cycleOf(id), { state: 'done', result: structuredClone(result) });
      },
      fail: async (id, error) => {
        Object.assign(cycleOf(id), { state: 'failed', error });
      },
      report: async (id, key, event) => {
        tables.events.set(`${id} ${key}`, event);
      },
    }),
    interventions: told('interventions', {
      propose: async (proposal) => {
        const open = [...tables.interventions.values()].find(
          (other) => other.dedupe_key === proposal.dedupe_key && other.state === 'awaiting_approval',
        );
        if (open?.hash === proposal.hash) return open;
        if (open !== undefined) open.state = 'superseded';
        keep(tables.interventions, [proposal]);
        return proposal;
      },
      get: async (id) => tables.interventions.get(id) ?? null,
      decisions: async () => [],
      move: async () => false,
    }),
    policy: told('policy', { current: async () => tables.policy }),
  };
}
