import { invalidInput } from '#domain/errors.ts';
import { canBeRead } from '#tools/connectors/registry.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';

export const sync = defineCommand({
  summary: 'reads the sources, incrementally',
  details:
    'A fault in one source never stops another: what was read is stored, the rest is marked partial and read next time; the exit status is then 1.',
  args: {
    source: { type: 'string', description: 'only this one', valueHint: 'NAME' },
    full: { type: 'boolean', description: 'everything anew, not only what changed' },
    ...jsonArgument,
  },
  examples: ['fairlead sync', 'fairlead sync --source jira --full'],
  run: ({ source: name, full, json }, world) =>
    withInstallation(world, 'sync', async ({ system, connectors, clock, derive, goalProgress }) => {
      const { syncSources } = await import('#tools/sync.ts');
      const readable = (await system.sources.list()).filter((source) => source.enabled && canBeRead(source));
      const sources = name === undefined ? readable : readable.filter((source) => source.name === name);
      if (sources.length === 0) {
        const there = readable.map((source) => source.name).join(', ') || 'none';
        throw invalidInput(
          `${name === undefined ? 'No source can be read' : `There is no readable source ${name}`}. Readable: ${there}. See: fairlead sources add --help`,
        );
      }
      const results = await syncSources({
        sources,
        connectorOf: (source) => connectors.of(source),
        signal: world.signal,
        full: full === true,
        ingest: system.ingest,
        people: system.people,
        clock,
        onProgress: ({ source, stream, seen, stored }) =>
          world.progress(`${source} ${stream}: ${seen} read, ${stored} stored`),
      });
      world.progress('deriving indicators');
      await derive.all(clock.today());
      await goalProgress.all(world.signal);
      world.progress(null);
      if (json) world.print(JSON.stringify(results));
      else {
        for (const { source, streams, matched, unmatched, partial } of results) {
          world.print(
            `${source}: ${partial ? 'partial' : 'complete'}; accounts ${matched} joined, ${unmatched} to nobody yet`,
          );
          for (const stream of streams)
            world.print(
              `  ${stream.stream}: ${stream.seen} read, ${stream.stored} stored, ${stream.unchanged} as they were, ${stream.rejected} not taken${stream.error === null ? '' : `; ${stream.error.message}`}`,
            );
        }
      }
      return results.some((result) => result.streams.some((stream) => stream.error !== null))
        ? exit.failure
        : exit.done;
    }),
});
