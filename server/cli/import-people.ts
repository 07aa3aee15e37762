import { readFile } from 'node:fs/promises';
import { peopleHeaders } from '#tools/files/people-columns.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, warnOfDemo, withInstallation } from './installation.ts';

export const importPeople = defineCommand({
  summary: 'employees from a CSV file',
  details: `Headers, exact case: ${peopleHeaders.join(', ')}. Name and one of Employee Id, Email are required; skills are separated by ";" and may carry a level from 1 to 5 ("Rust:4"); dates are YYYY-MM-DD. A mapping file (JSON or YAML, theirs: ours) renames others' headers. Columns with protected attributes (birth date, gender, ethnicity …) are never read. Any fault stops the import, and nothing is written. Teams follow from who reports to whom.`,
  args: {
    file: { type: 'positional', required: true, description: 'the CSV file' },
    mapping: { type: 'string', description: 'file that renames headers', valueHint: 'FILE' },
    'dry-run': { type: 'boolean', description: 'say what would change and write nothing' },
    full: { type: 'boolean', description: 'people who are not in the file become inactive' },
    partial: {
      type: 'boolean',
      description: 'people who are not in the file stay as they are (the default)',
    },
    ...jsonArgument,
  },
  examples: [
    'fairlead import people employees.csv --dry-run',
    'fairlead import people workday.csv --mapping workday.yaml --full',
  ],
  async run({ file, mapping, 'dry-run': dryRun, full, partial, json }, world) {
    if (full && partial) throw new UsageError('--full and --partial exclude each other.');
    const bytes = await readFile(file);
    const mappingText = mapping === undefined ? null : await readFile(mapping, 'utf8');
    const { importPeopleFile } = await import('../people-import.ts');
    return await withInstallation(world, 'import people', async (installation) => {
      await warnOfDemo(installation, world);
      const done = await importPeopleFile(installation, bytes, {
        mapping: mappingText,
        mode: full ? 'full' : 'partial',
        dry_run: dryRun === true,
      });
      const { warnings, dropped_columns, people } = done.file;
      for (const { line, field, message } of warnings)
        world.tell(`line ${line}${field === null ? '' : `, ${field}`}: ${message}`);
      for (const { header, reason } of dropped_columns)
        world.tell(
          `Column ${JSON.stringify(header)} was not read: ${reason === 'protected' ? 'a protected attribute' : 'not a column that Fairlead knows'}.`,
        );
      const { created, updated, unchanged, deactivated, teams } = done.result;
      if (json)
        world.print(
          JSON.stringify({ rows: people.length, ...done.result, dry_run: dryRun === true, dropped_columns }),
        );
      else
        world.print(
          `${dryRun ? 'Would import' : 'Imported'} ${people.length} people: ${created} new, ${updated} changed, ${unchanged} as they were, ${deactivated} made inactive; ${teams} teams.`,
        );
      return exit.done;
    });
  },
});
