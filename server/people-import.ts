import { invalidInput } from '#domain/errors.ts';
import { canonicalJson } from '#domain/json.ts';
import { type PersonRow, planPeople } from '#domain/org-chart.ts';
import type { Person } from '#domain/person.ts';
import { faultText } from '#tools/files/fault-text.ts';
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

type House = Pick<Installation, 'system' | 'operator' | 'clock'>;

/**
 * An employee file, all of it or nothing. Accounts of sources that were read before find their people at once.
 * @throws UserError `invalid-input` with every fault of the file by line and field.
 */
export async function importPeopleFile(
  house: House,
  bytes: Uint8Array,
  { mapping, ...options }: PeopleImportOptions,
): Promise<PeopleImport> {
  const existing = await house.system.people.list();
  const file = readPeopleCsv(bytes, {
    ...(mapping === null ? {} : { mapping: parseMapping(mapping) }),
    known_emails: new Set(existing.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()]))),
  });
  if (file.errors_total > 0)
    throw invalidInput(faultText(file.errors, file.errors_total), {
      errors: file.errors,
      errors_total: file.errors_total,
    });
  return { file, result: await importPeopleRows(house, file.people, { ...options, existing }) };
}

/**
 * People from wherever they were read: next to those who are there already, with their teams, all or nothing.
 * Accounts of sources that were read before find their people at once.
 */
export async function importPeopleRows(
  { system, operator, clock }: House,
  rows: readonly PersonRow[],
  {
    mode,
    dry_run,
    existing,
  }: Pick<PeopleImportOptions, 'mode' | 'dry_run'> & { existing?: readonly Person[] },
): Promise<PeopleImport['result']> {
  const before = existing ?? (await system.people.list());
  const plan = planPeople(rows, before, mode, clock.today());
  const result = { ...foresee(plan.people, before), teams: plan.teams.length };
  if (dry_run) return result;
  // The plan already holds those whom a full import makes inactive.
  await operator.people.upsertMany(plan.people, 'partial', plan.teams);
  for (const source of await system.sources.list()) await matchIdentities(source, system);
  return result;
}

function foresee(planned: readonly Person[], existing: readonly Person[]) {
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

/** What an import came to, as a person reads it. */
export function importedLine(rows: number, result: PeopleImport['result'], dryRun: boolean): string {
  const { created, updated, unchanged, deactivated, teams } = result;
  return `${dryRun ? 'Would import' : 'Imported'} ${rows} people: ${created} new, ${updated} changed, ${unchanged} as they were, ${deactivated} made inactive; ${teams} teams.`;
}
