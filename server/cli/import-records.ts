import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { newId, sourceId } from '#domain/ids.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, warnOfDemo, withInstallation } from './installation.ts';

/** Faults that are printed; all are counted, and those of the last reading kept with the source. */
const FAULTS_SHOWN = 20;

export const importRecords = defineCommand({
  summary: "issues from a file, as a source's API returns them",
  details:
    'JSON Lines, one JSON array, or pages {"issues": […]}; Jira Cloud (REST v3) or Jira Server (REST v2). Reading a file twice changes nothing, and a newer one updates what it holds. Issues that can\'t be read are told by line and field; the others go in. People are found by e-mail or by an employee id that equals the account\'s id.',
  args: {
    file: { type: 'positional', required: true, description: 'the file' },
    source: {
      type: 'string',
      required: true,
      description: 'the vendor it comes from: jira',
      valueHint: 'VENDOR',
    },
    name: {
      type: 'string',
      description: 'the source to file it under; made when it is not there',
      valueHint: 'NAME',
    },
    ...jsonArgument,
  },
  examples: ['fairlead import records --source jira issues.jsonl'],
  async run({ file, source: vendor, name = vendor, json }, world) {
    if (vendor !== 'jira')
      throw new UsageError(`--source ${vendor}: no file of that vendor can be read. Valid: jira.`);
    await access(file);
    const [{ EXPORT_STREAM, readJiraExport }, { storeFile }] = await Promise.all([
      import('#tools/files/jira-export.ts'),
      import('#tools/sync.ts'),
    ]);
    return await withInstallation(world, 'import records', async (installation) => {
      const { system, operator, clock, derive } = installation;
      await warnOfDemo(installation, world);
      const known = await system.sources.byName(name);
      const source =
        known ??
        (await operator.sources.save({
          id: newId('src', sourceId),
          name,
          vendor,
          base_url: null,
          settings: {},
          enabled: true,
        }));
      const policy = await system.policy.current();
      const faults: string[] = [];
      const pages = readJiraExport(
        { open: () => createReadStream(file) },
        { fields: policy.source_fields[vendor] ?? [] },
      );
      const result = await storeFile({
        source,
        stream: EXPORT_STREAM,
        pages: watch(pages, faults),
        ingest: system.ingest,
        people: system.people,
        clock,
        onProgress: ({ seen, stored }) => world.progress(`${seen} read, ${stored} stored`),
      });
      world.progress('deriving indicators');
      await derive.all(clock.today());
      world.progress(null);
      const stream = result.streams[0];
      for (const fault of faults.slice(0, FAULTS_SHOWN)) world.tell(fault);
      if (faults.length > FAULTS_SHOWN) world.tell(`… and ${faults.length - FAULTS_SHOWN} more`);
      if (stream?.error) world.tell(stream.error.message);
      const figures = {
        stored: stream?.stored ?? 0,
        unchanged: stream?.unchanged ?? 0,
        rejected: stream?.rejected ?? 0,
        accounts_matched: result.matched,
        accounts_unmatched: result.unmatched,
      };
      if (json) world.print(JSON.stringify({ source: name, ...figures }));
      else
        world.print(
          `${name}: ${figures.stored} records stored, ${figures.unchanged} as they were, ${figures.rejected} not taken. Accounts: ${result.matched} joined to people, ${result.unmatched} to nobody yet.`,
        );
      const nothing = figures.stored + figures.unchanged === 0;
      return stream?.error || (nothing && figures.rejected > 0) ? exit.failure : exit.done;
    });
  },
});

async function* watch<Page extends { faults: { external_id: string | null; reason: string }[] }>(
  pages: AsyncIterable<Page>,
  faults: string[],
) {
  for await (const page of pages) {
    for (const { external_id, reason } of page.faults)
      faults.push(external_id === null ? reason : `${external_id}: ${reason}`);
    yield page;
  }
}
