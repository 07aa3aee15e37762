import { readFile } from 'node:fs/promises';
import { peopleHeaders } from '#tools/files/people-columns.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, warnOfDemo, withInstallation } from './installation.ts';

export const importPeople = defineCommand({
  summary: 'employees from a CSV file, or from BambooHR',
  details: `Headers, exact case: ${peopleHeaders.join(', ')}. Name and one of Employee Id, Email are required; skills are separated by ";" and may carry a level from 1 to 5 ("Rust:4"); dates are YYYY-MM-DD. A mapping file (JSON or YAML, theirs: ours) renames others' headers. Columns with protected attributes (birth date, gender, ethnicity …) are never read. Any fault stops the import, and nothing is written. Teams follow from who reports to whom.\nWith --from bamboohr people are read from BambooHR instead; the API key is read from standard input as {"token":"…"} and is not kept. Only what the file could hold is asked for.`,
  args: {
    file: { type: 'positional', required: false, description: 'the CSV file' },
    from: { type: 'string', description: 'a system instead of a file: bamboohr', valueHint: 'SYSTEM' },
    company: {
      type: 'string',
      description: 'name of the company in its address, NAME.bamboohr.com',
      valueHint: 'NAME',
    },
    'base-url': {
      type: 'string',
      description: 'where the system answers, if not there',
      valueHint: 'URL',
    },
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
    'fairlead import people --from bamboohr --company acme --dry-run < key.json',
  ],
  async run(
    { file, mapping, from, company, 'base-url': baseUrl, 'dry-run': dryRun, full, partial, json },
    world,
  ) {
    if (full && partial) throw new UsageError('--full and --partial exclude each other.');
    const mode = full ? ('full' as const) : ('partial' as const);
    if (from !== undefined) {
      if (from !== 'bamboohr')
        throw new UsageError(
          `--from ${JSON.stringify(from)} is no system that people are read from. Valid: bamboohr.`,
        );
      if (file !== undefined || mapping !== undefined)
        throw new UsageError('--from reads no file: leave out FILE and --mapping.');
      const { importBamboo } = await import('./import-bamboohr.ts');
      return await importBamboo(
        { company, baseUrl, mode, dryRun: dryRun === true, json: json === true },
        world,
      );
    }
    if (company !== undefined || baseUrl !== undefined)
      throw new UsageError('--company and --base-url belong to --from.');
    if (file === undefined) throw new UsageError('Name the CSV file, or a system by --from.');
    const bytes = await readFile(file);
    const mappingText = mapping === undefined ? null : await readFile(mapping, 'utf8');
    const { importedLine, importPeopleFile } = await import('../people-import.ts');
    return await withInstallation(world, 'import people', async (installation) => {
      await warnOfDemo(installation, world);
      const done = await importPeopleFile(installation, bytes, {
        mapping: mappingText,
        mode,
        dry_run: dryRun === true,
      });
      const { warnings, dropped_columns, people } = done.file;
      for (const { line, field, message } of warnings)
        world.tell(`line ${line}${field === null ? '' : `, ${field}`}: ${message}`);
      for (const { header, reason } of dropped_columns)
        world.tell(
          `Column ${JSON.stringify(header)} was not read: ${reason === 'protected' ? 'a protected attribute' : 'not a column that Fairlead knows'}.`,
        );
      if (json)
        world.print(
          JSON.stringify({ rows: people.length, ...done.result, dry_run: dryRun === true, dropped_columns }),
        );
      else world.print(importedLine(people.length, done.result, dryRun === true));
      return exit.done;
    });
  },
});
