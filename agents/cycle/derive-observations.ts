import { deriveObservations } from '#analytics/indicators/derive.ts';
import { recordsRangeOf } from '#analytics/indicators/week-grid.ts';
import { completeWeeksBefore, type IsoDate } from '#domain/date.ts';
import type { TeamId } from '#domain/ids.ts';
import type { Person, Team } from '#domain/person.ts';
import type {
  IdentitiesPort,
  ObservationsPort,
  PeoplePort,
  PolicyPort,
  RecordsPort,
  SourcesPort,
} from '#domain/ports.ts';

/** Half a year: what forecasts learn from and scorecards show. */
export const DERIVED_WEEKS = 26;

export interface DeriveDeps {
  people: PeoplePort;
  identities: IdentitiesPort;
  records: RecordsPort;
  sources: SourcesPort;
  observations: ObservationsPort;
  policy: PolicyPort;
}

export interface DeriveObservations {
  /** Everybody, team by team, so that memory is that of the largest team. Resolves to the number of observations. */
  all(today: IsoDate): Promise<number>;
  team(id: TeamId, today: IsoDate): Promise<number>;
}

/** Turns records into weekly observations and stores them; the same records give the same observations. */
export function makeDeriveObservations({
  people,
  identities,
  records,
  sources,
  observations,
  policy,
}: DeriveDeps): DeriveObservations {
  async function deriveFor(members: Person[], teams: Team[], today: IsoDate): Promise<number> {
    if (members.length === 0) return 0;
    const range = completeWeeksBefore(today, DERIVED_WEEKS);
    const ids = members.map((member) => member.id);
    const [found, accounts, all, rules] = await Promise.all([
      records.ofPeople(ids, recordsRangeOf(range)),
      identities.ofPeople(ids),
      sources.list(),
      policy.current(),
    ]);
    const partial = all
      .filter((source) => source.streams.some((stream) => stream.partial))
      .map((source) => source.id);
    const derived = deriveObservations({
      people: members,
      teams,
      records: found,
      range,
      partial_sources: partial,
      identities: accounts,
      minimum_group: rules.minimum_group_size,
      collaboration_of_people: rules.collaboration_of_people,
    });
    const subjects = [
      ...members.map(({ id }) => ({ kind: 'person' as const, id })),
      ...teams.map(({ id }) => ({ kind: 'team' as const, id })),
    ];
    await observations.replace(subjects, range, derived);
    return derived.length;
  }
  const employed = (members: Person[]) => members.filter((member) => member.active);
  return {
    async all(today) {
      const [everybody, teams] = await Promise.all([people.list(), people.teams()]);
      const byTeam = Map.groupBy(employed(everybody), (member) => member.team_id);
      let count = 0;
      for (const [team, members] of byTeam)
        count += await deriveFor(
          members,
          teams.filter(({ id }) => id === team),
          today,
        );
      return count;
    },
    async team(id, today) {
      const [members, team] = await Promise.all([people.ofTeam(id), people.team(id)]);
      return await deriveFor(employed(members), team === null ? [] : [team], today);
    },
  };
}
