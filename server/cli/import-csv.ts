import { readFile } from 'node:fs/promises';
import { recordKind } from '#domain/record.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, warnOfDemo, withInstallation } from './installation.ts';

export const importCsv = defineCommand({
  summary: 'records of any system from a CSV file, by a mapping file',
  details: `The mapping (YAML or JSON, see docs/importing-csv.md) says the kind of record (${recordKind.options.join(', ')}) and for each field the column or a constant, with values to translate, how dates and numbers are written, and the time zone. One row is one record, known by its external_id: importing again changes what changed, newest wins. Any fault stops the import, and nothing is written. A source of that name is made when it is not there.`,
  args: {
    file: { type: 'positional', required: true, description: 'the CSV file, UTF-8' },
    mapping: { type: 'string', required: true, description: 'the mapping file', valueHint: 'FILE' },
    source: {
      type: 'string',
      required: true,
      description: 'the source to file the records under',
      valueHint: 'NAME',
    },
    'dry-run': { type: 'boolean', description: 'read and check all, and write nothing' },
    ...jsonArgument,
  },
  examples: [
    'fairlead import csv deals.csv --mapping deals.yaml --source pipedrive --dry-run',
    'fairlead import csv deals.csv --mapping deals.yaml --source pipedrive',
  ],
  async run({ file, mapping, source: name, 'dry-run': dryRun, json }, world) {
    const [bytes, mappingText] = await Promise.all([readFile(file), readFile(mapping, 'utf8')]);
    const { importRecordsCsv } = await import('../records-import.ts');
    return await withInstallation(world, 'import csv', async (installation) => {
      await warnOfDemo(installation, world);
      const { kind, read, result } = await importRecordsCsv(installation, {
        bytes,
        mapping: mappingText,
        name,
        dry_run: dryRun === true,
        onProgress: ({ seen, stored }) => world.progress(`${seen} read, ${stored} stored`),
      });
      world.progress(null);
      if (read.unread_columns.length > 0)
        world.tell(
          `Columns that the mapping does not name were not read: ${read.unread_columns.join(', ')}.`,
        );
      if (read.fields_not_kept.length > 0)
        world.tell(
          `Policy (source_fields.csv) does not let these fields be kept: ${read.fields_not_kept.join(', ')}.`,
        );
      if (json) world.print(JSON.stringify({ source: name, kind, ...result, dry_run: dryRun === true }));
      else if (dryRun)
        world.print(
          `Would import ${result.rows} records (${kind}) of ${read.accounts.length} accounts into ${name}.`,
        );
      else
        world.print(
          `${name}: ${result.stored} records stored, ${result.unchanged} as they were. Accounts: ${result.accounts_matched} joined to people, ${result.accounts_unmatched} to nobody yet.`,
        );
      return exit.done;
    });
  },
});
