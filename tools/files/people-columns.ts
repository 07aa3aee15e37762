import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { UserError } from '#domain/errors.ts';

/** The headers of an employee file (contract, section 5), exact case. */
export const peopleHeaders = [
  'Employee Id',
  'Name',
  'Email',
  'Manager Email',
  'Job Title',
  'Department',
  'Location',
  'Start Date',
  'End Date',
  'Employment Type',
  'Weekly Hours',
  'Skills',
] as const;
export type PeopleHeader = (typeof peopleHeaders)[number];

export const isPeopleHeader = (text: string): text is PeopleHeader =>
  (peopleHeaders as readonly string[]).includes(text);

/**
 * Attributes that law protects, by the names under which HR systems export them (also in German and French). They are
 * dropped on reading: what isn't there can't weigh on anybody.
 */
const protectedWords =
  /\b(birth|born|dob|age|gender|sex|pronouns?|ethnic\w*|race|racial|nationalit\w*|citizenship|religio\w*|faith|disab\w*|marital|pregnan\w*|maternity|orientation|veteran|politic\w*|union|health|geburt\w*|geschlecht|staatsangeh\w*|konfession|familienstand|behinder\w*|naissance|sexe|nationalité)\b/i;

export const isProtectedHeader = (header: string): boolean =>
  protectedWords.test(header.replace(/[_\-.]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2'));

const mappingFile = z.record(z.string(), z.string());

/**
 * A mapping file, JSON or YAML: their header → ours.
 * @throws UserError `invalid-input` naming the wrong line and the valid headers.
 */
export function parseMapping(text: string): Map<string, PeopleHeader> {
  let value: unknown;
  try {
    // YAML 1.2 contains JSON.
    value = parseYaml(text, { maxAliasCount: 0 });
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.split('\n')[0] : 'unreadable';
    throw new UserError('invalid-input', `The mapping file is neither JSON nor YAML: ${what}`, {}, cause);
  }
  const parsed = mappingFile.safeParse(value);
  if (!parsed.success)
    throw new UserError(
      'invalid-input',
      'The mapping file must be one object of "their header": "our header". Ours are: ' +
        `${peopleHeaders.join(', ')}.`,
    );
  const mapping = new Map<string, PeopleHeader>();
  for (const [theirs, ours] of Object.entries(parsed.data)) {
    if (!isPeopleHeader(ours))
      throw new UserError(
        'invalid-input',
        `The mapping file maps "${theirs}" to "${ours}", which is not one of our headers: ${peopleHeaders.join(', ')}.`,
        { header: theirs },
      );
    mapping.set(theirs, ours);
  }
  return mapping;
}
