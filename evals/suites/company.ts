import { MemorySaver } from '@langchain/langgraph';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import { cycleDeps, TODAY } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import type { Draft } from '#domain/draft.ts';
import { loadCompany } from '../company/simulated.ts';
import type { Runner, Suite } from '../runner.ts';
import {
  cites,
  evidenceShown,
  isConcrete,
  isOfReadableLength,
  judgesNobody,
  type Reasons,
  saysNothingTwice,
  shown,
  verifies,
} from '../scorers/draft.ts';

/** Whom a draft may name without evidence: its subject and their team, as the product has it. */
function knownTo(tables: Tables, draft: Draft): string[] {
  const person = tables.people.find(({ id }) => id === draft.person_id);
  const team = tables.teams.find(({ id }) => id === person?.team_id);
  return [...(person === undefined ? [] : [person.name]), ...(team === undefined ? [] : [team.name])];
}

async function judge(runner: Runner, tables: Tables, draft: Draft): Promise<void> {
  const person = tables.people.find(({ id }) => id === draft.person_id);
  const who = person?.name ?? draft.person_id;
  const { evidence } = tables;
  const whole = { evidence: evidenceShown(draft, evidence), output: shown(draft) };
  const input = `${who}, ${person?.job_title ?? 'no title'}, ${draft.period.from} to ${draft.period.to}`;
  const rules: [string, Reasons][] = [
    ['cites', cites(draft, evidence)],
    ['verifies', verifies(draft, evidence, knownTo(tables, draft))],
    ['judges nobody', judgesNobody(draft)],
    ['nothing dropped', draft.dropped.map(({ text, reasons }) => `${reasons.join(', ')}: ${text}`)],
    ['says nothing twice', saysNothingTwice(draft)],
  ];
  if (draft.status === 'ready')
    rules.push(
      draft.kind === 'summary'
        ? ['length', isOfReadableLength(draft)]
        : ['concrete plan', isConcrete(draft, TODAY)],
    );
  for (const [kind, reasons] of rules) {
    // The draft is shown once, and wherever something is wrong with it: seven times would make a page of megabytes.
    const { evidence: rests, output } =
      kind === 'verifies' || reasons.length > 0 ? whole : { evidence: '', output: 'as under "verifies"' };
    const what = { kind, description: `${draft.kind} of ${who}`, input, evidence: rests };
    await runner.check(`${draft.kind}/${who}/${kind}`, what, () => ({ reasons, output }));
  }
}

/** The writer over everybody of the simulated company, read through the connectors and drafted by the real cycle. */
export const company: Suite = {
  name: 'company',
  describes:
    'Summaries and plans of sixty people: every sentence cites evidence that bears it out, nobody is rated or praised, and they are readable and concrete.',
  floor: 0.95,
  zero_tolerance: ['cites', 'verifies', 'judges nobody'],
  async run(runner) {
    const tables = await loadCompany();
    for (const { id } of [...tables.cycles.values()])
      await makeCycleRunner({
        ...cycleDeps(tables, runner.writer),
        checkpointer: new MemorySaver(),
      }).run(id, runner.signal);
    const drafts = [...tables.drafts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const draft of drafts) await judge(runner, tables, draft);
  },
};
