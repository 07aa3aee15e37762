import { MemorySaver } from '@langchain/langgraph';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import { cycleDeps } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import type { Team } from '#domain/person.ts';
import type { SummaryBrief, Writer } from '#domain/writer.ts';
import type { Runner } from '../runner.ts';

/** The briefs that the real cycle makes of these teams, whoever writes from them. */
export async function briefsOf(tables: Tables, wanted: (team: Team) => boolean, runner: Runner) {
  const briefs = new Map<string, SummaryBrief>();
  const listening: Writer = {
    ...runner.writer,
    writeSummary: (brief, options) => {
      if (!brief.thin) briefs.set(brief.person.id, structuredClone(brief));
      return runner.writer.writeSummary(brief, options);
    },
    writePlan: (brief, options) => runner.writer.writePlan(brief, options),
  };
  const chosen = new Set(tables.teams.filter(wanted).map(({ id }) => id));
  for (const { id, team_id } of [...tables.cycles.values()]) {
    if (!chosen.has(team_id)) continue;
    const deps = cycleDeps(tables, listening);
    await makeCycleRunner({ ...deps, checkpointer: new MemorySaver() }).run(id, runner.signal);
  }
  return [...briefs.values()].sort((a, b) => (a.person.id < b.person.id ? -1 : 1));
}
