import { invalidInput } from '#domain/errors.ts';
import { canonicalJson } from '#domain/json.ts';
import { planPeople } from '#domain/org-chart.ts';
import { parseMapping } from '#tools/files/people-columns.ts';
import { type PeopleFile, readPeopleCsv } from '#tools/files/people-csv.ts';
import { matchIdentities } from '#tools/sync.ts';
import type { Installation } from './compose.ts';

export interface PeopleImport {
  file: PeopleFile;
  result: { created: number; updated: number; unchanged: number; deactivated: number; teams: number };
}

export interface PeopleImportOptions {
  mapping: string | null;
  mode: 'full' | 'partial';
  /** Says what would be done and writes nothing. */
  dry_run: boolean;
}

/**
 * An employee file, all of it or nothing. Accounts of sources that were read before find their people at once.
 * @throws UserError `invalid-input` with every fault of the file by line and field.
 */
export async function importPeopleFile(
  { system, operator, clock }: Pick<Installation, 'system' | 'operator' | 'clock'>,
  bytes: Uint8Array,
  { mapping, mode, dry_run }: PeopleImportOptions,
): Promise<PeopleImport> {
  const existing = await system.people.list();
  const file = readPeopleCsv(bytes, {
    ...(mapping === null ? {} : { mapping: parseMapping(mapping) }),
    known_emails: new Set(existing.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()]))),
  });
  if (file.errors_total > 0)
    throw invalidInput(faultText(file), { errors: file.errors, errors_total: file.errors_total });
  const plan = planPeople(file.people, existing, mode, clock.today());
  const result = { ...foresee(plan.people, existing), teams: plan.teams.length };
  if (dry_run) return { file, result };
  // The plan already holds those whom a full import makes inactive.
  await operator.people.upsertMany(plan.people, 'partial', plan.teams);
  for (const source of await system.sources.list()) await matchIdentities(source, system);
  return { file, result };
}

type People = ReturnType<typeof planPeople>['people'];

function foresee(planned: People, existing: People) {
  const before = new Map(existing.map((person) => [person.id, person]));
  const known = planned.filter((person) => before.has(person.id));
  const differing = known.filter((person) => canonicalJson(before.get(person.id)) !== canonicalJson(person));
  const leaving = differing.filter((person) => !person.active && before.get(person.id)?.active === true);
  return {
    created: planned.length - known.length,
    updated: differing.length - leaving.length,
    unchanged: known.length - differing.length,
    deactivated: leaving.length,
  };
}

function faultText({ errors, errors_total }: PeopleFile): string {
  const lines = errors.map(
    ({ line, field, message }) => `line ${line}${field === null ? '' : `, ${field}`}: ${message}`,
  );
  const more = errors_total > errors.length ? [`… and ${errors_total - errors.length} more`] : [];
  return [`Nothing was imported: the file has ${errors_total} fault(s).`, ...lines, ...more].join('\n');
}
