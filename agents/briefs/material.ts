import type { Assessment, Finding } from '#domain/assessment.ts';
import type { IsoDate, Period } from '#domain/date.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { Observation, RoleFramework } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { Archetype } from '#domain/policy.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';

/** What is known when one person's brief is made. Lists may hold other people's things too: they are passed over. */
export interface BriefMaterial {
  person: Person;
  team_name: string | null;
  /** Complete ISO weeks. */
  period: Period;
  as_of: IsoDate;
  archetype: Archetype;
  records: readonly StoredRecord[];
  /** Weekly, of the period. */
  observations: readonly Observation[];
  assessments: readonly Assessment[];
  findings: readonly Finding[];
  goals: readonly Goal[];
  check_ins: readonly CheckIn[];
  /** Accounts of people, so that an item counts for whoever held it; without it, for whom the record is joined to. */
  identities?: readonly Pick<Identity, 'source_id' | 'account' | 'person_id'>[];
  /** The organisation's own frameworks; ours where it has none. */
  frameworks?: readonly RoleFramework[];
  /** A source's last read was incomplete. */
  partial: boolean;
  /** Everybody whose name could stand in a title. */
  other_people: readonly { name: string; email: string | null }[];
}
