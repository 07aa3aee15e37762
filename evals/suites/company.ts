import { MemorySaver } from '@langchain/langgraph';
import { makeCycleRunner } from '#agents/cycle/run.ts';
import { cycleDeps, TODAY } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import type { Draft } from '#domain/draft.ts';
import type { Team } from '#domain/person.ts';
import type { SummaryBrief, Writer } from '#domain/writer.ts';
import { loadCompany } from '../company/simulated.ts';
import type { Runner, Suite } from '../runner.ts';
import {
  cites,
  evidenceShown,
  isConcrete,
  isInclusive,
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

async function judge(runner: Runner, tables: Tables, draft: Draft, thin: boolean): Promise<void> {
  const person = tables.people.find(({ id }) => id === draft.person_id);
  const who = person?.name ?? draft.person_id;
  const { evidence } = tables;
  const whole = { evidence: evidenceShown(draft, evidence), output: shown(draft) };
  const input = `${who}, ${person?.job_title ?? 'no title'}, ${draft.period.from} to ${draft.period.to}`;
  const rules: [string, Reasons][] = [
    ['cites', cites(draft, evidence)],
    ['verifies', verifies(draft, evidence, knownTo(tables, draft))],
    ['judges nobody', judgesNobody(draft)],
    ['inclusive language', isInclusive(draft)],
    ['nothing dropped', draft.dropped.map(({ text, reasons }) => `${reasons.join(', ')}: ${text}`)],
    ['says nothing twice', saysNothingTwice(draft)],
  ];
  rules.push(
    thin
      ? ['abstains', draft.status === 'ready' ? ['said something of whom too little is known'] : []]
      : ['speaks', draft.status === 'ready' ? [] : ['said nothing, although there was enough to say']],
  );
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

/** The same writer, with note taken of whose briefs held too little to say anything. */
function makeListening(writer: Writer) {
  const thin = new Map<string, boolean>();
  const heard = (brief: SummaryBrief) => {
    thin.set(brief.person.id, brief.thin);
    return brief;
  };
  const listening: Writer = {
    name: writer.name,
    writeSummary: (brief, options) => writer.writeSummary(heard(brief), options),
    writePlan: (brief, options) => writer.writePlan(heard(brief), options),
  };
  return { listening, thin };
}

/** The writer over people of the simulated company, read through the connectors and drafted by the real cycle. */
export const makeCompanySuite = (
  wanted: (team: Team) => boolean,
  load: () => Promise<Tables> = loadCompany,
): Suite => ({
  name: 'company',
  describes:
    'Summaries and plans of sixty people: every sentence cites evidence that bears it out, nobody is rated or praised, nothing is said of whom too little is known, and they are readable and concrete.',
  floor: 0.95,
  floors: { 'nothing dropped': 0.95, speaks: 0.95, length: 0.95, 'concrete plan': 0.9 },
  zero_tolerance: ['cites', 'verifies', 'judges nobody', 'inclusive language', 'abstains'],
  async run(runner) {
    const tables = await load();
    const { listening, thin } = makeListening(runner.writer);
    const chosen = new Set(tables.teams.filter(wanted).map(({ id }) => id));
    for (const { id, team_id } of [...tables.cycles.values()]) {
      if (!chosen.has(team_id)) continue;
      const deps = cycleDeps(tables, listening);
      await makeCycleRunner({ ...deps, checkpointer: new MemorySaver() }).run(id, runner.signal);
    }
    const drafts = [...tables.drafts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const draft of drafts) await judge(runner, tables, draft, thin.get(draft.person_id) ?? true);
  },
});

export const company: Suite = makeCompanySuite(() => true);
