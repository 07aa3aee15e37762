import { MemorySaver } from '@langchain/langgraph';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import { CYCLE, cycleDeps, makeBusyTeam } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import type { Draft } from '#domain/draft.ts';
import type { Suite } from '../runner.ts';

/** Words of judgement that no evidence can bear out; a machine gives no rating. */
const judgement =
  /\b(excellent|outstanding|great job|superb|poor performer|underperform|exceeds? expectations|rating|rated|[1-5]\s?\/\s?5|top performer|rockstar)\b/i;

const plain = (draft: Draft): string =>
  [
    ...draft.claims.map((claim) => claim.text),
    ...draft.areas.map(
      (area) =>
        `${area.title}: ${area.reason.text} ${area.actions.join(' ')} ${area.measure.text} (${area.review_on})`,
    ),
  ].join('\n');

const nameIn = (tables: Tables, { person_id }: Draft): string =>
  tables.people.find(({ id }) => id === person_id)?.name ?? person_id;

async function draftsOf(writer: Parameters<typeof cycleDeps>[1], signal: AbortSignal): Promise<Tables> {
  const tables = makeBusyTeam();
  await makeCycleRunner({ ...cycleDeps(tables, writer), checkpointer: new MemorySaver() }).run(CYCLE, signal);
  return tables;
}

/** What the writer makes of a team with thirteen weeks of work. */
export const drafting: Suite = {
  name: 'drafting',
  describes: 'Summaries and plans of a busy team: every sentence cites, none judges, plans are concrete.',
  floor: 1,
  async run(runner) {
    const tables = await draftsOf(runner.writer, runner.signal);
    for (const draft of tables.drafts.values()) {
      const who = nameIn(tables, draft);
      const of = (rule: string) => ({
        kind: rule,
        description: `${draft.kind} of ${who}`,
        input: `${who}, ${draft.period.from} to ${draft.period.to}`,
      });
      const output = plain(draft) || 'not enough data';
      await runner.check(`${draft.kind}/${who}/cites`, of('cites'), () => ({
        reasons: [...draft.claims, ...draft.areas.flatMap((area) => [area.reason, area.measure])]
          .filter((claim) => claim.citations.length === 0)
          .map((claim) => `no citation: ${claim.text}`),
        output,
      }));
      await runner.check(`${draft.kind}/${who}/no-judgement`, of('no judgement'), () => ({
        reasons: plain(draft)
          .split('\n')
          .filter((line) => judgement.test(line.replaceAll(/"[^"]*"/g, '')))
          .map((line) => `judges: ${line}`),
        output,
      }));
      if (draft.status !== 'ready') continue;
      await runner.check(`${draft.kind}/${who}/length`, of('length'), () => ({
        reasons: lengthFault(draft),
        output,
      }));
    }
  },
};

function lengthFault(draft: Draft): string[] {
  if (draft.kind === 'summary')
    return draft.claims.length >= 4 && draft.claims.length <= 14
      ? []
      : [`${draft.claims.length} sentences; 4 to 14 are readable`];
  return draft.areas.length >= 1 && draft.areas.length <= 4
    ? []
    : [`${draft.areas.length} growth areas; two to four are meant`];
}

/** Somebody of whom nearly nothing is known. */
export const abstention: Suite = {
  name: 'abstention',
  describes: 'Too little evidence gives "not enough data", never a sentence and never a number.',
  floor: 1,
  async run(runner) {
    for (const kept of [0, 1, 2]) {
      const tables = makeBusyTeam();
      thinOut(tables, kept);
      await makeCycleRunner({ ...cycleDeps(tables, runner.writer), checkpointer: new MemorySaver() }).run(
        CYCLE,
        runner.signal,
      );
      for (const draft of tables.drafts.values()) {
        const who = nameIn(tables, draft);
        await runner.check(
          `${kept}-items/${draft.kind}/${who}`,
          {
            kind: draft.kind,
            description: `${who} with ${kept} recorded items`,
            input: `${kept} work items in 13 weeks`,
          },
          () => ({
            reasons:
              draft.status === 'not_enough_data' && draft.claims.length + draft.areas.length === 0
                ? []
                : [`drafted from ${kept} items`],
            output: plain(draft) || 'not enough data',
          }),
        );
      }
    }
  },
};

/** Leaves each person so many of their records. */
function thinOut(tables: Tables, kept: number): void {
  const counts = new Map<string, number>();
  tables.records = tables.records.filter(({ person_id }) => {
    const seen = counts.get(person_id ?? '') ?? 0;
    counts.set(person_id ?? '', seen + 1);
    return seen < kept;
  });
}
