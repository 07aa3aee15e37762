import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { evidenceItem } from '#domain/evidence.ts';
import { verifyDraft } from '#domain/verification/verify.ts';
import { seedErrors } from '../groundedness/seeding.ts';
import type { Runner, Suite } from '../runner.ts';

const dossiers = z.array(
  z.object({
    dossier: z.string(),
    subject: z.string().default('p1'),
    period: z.tuple([z.string(), z.string()]),
    evidence: z.array(z.looseObject({ id: z.string() })),
    sentences: z.array(
      z.object({
        say: z.string(),
        cite: z.array(z.string()),
        same: z.array(z.string()).default([]),
        wrong: z.record(z.string(), z.string()).default({}),
      }),
    ),
  }),
);
type Dossier = z.infer<typeof dossiers>[number];

/** Every file of the folder: each was written before the verifier had seen its sentences. */
function load(): { file: string; dossier: Dossier }[] {
  const folder = new URL('../cases/groundedness/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) =>
      dossiers
        .parse(parse(readFileSync(new URL(name, folder), 'utf8')))
        .map((dossier) => ({ file: name.replace('.yaml', ''), dossier })),
    );
}

/** Sentences that say what their evidence says must stand; their twins with one seeded error must fall. */
export const groundedness: Suite = {
  name: 'groundedness',
  describes: 'Code finds sentences that their evidence does not bear out, and lets faithful ones stand.',
  floor: 0.95,
  async run(runner) {
    for (const { file, dossier } of load()) {
      for (const [index, sentence] of dossier.sentences.entries()) {
        const id = `${file}/${dossier.dossier}/${index + 1}`;
        for (const [turn, text] of [sentence.say, ...sentence.same].entries())
          await judge(runner, dossier, `${id}/faithful-${turn + 1}`, 'faithful', text, sentence.cite, true);
        for (const [kind, text] of Object.entries(sentence.wrong))
          await judge(runner, dossier, `${id}/${kind}`, kind.replace(/\d+$/, ''), text, sentence.cite, false);
        for (const [turn, text] of [sentence.say, ...sentence.same].entries())
          for (const [place, error] of seedErrors(text, index + turn).entries())
            await judge(
              runner,
              dossier,
              `${id}/seeded-${turn + 1}-${place + 1}`,
              `seeded_${error.kind}`,
              error.text,
              sentence.cite,
              false,
            );
      }
    }
  },
};

async function judge(
  runner: Runner,
  dossier: Dossier,
  id: string,
  kind: string,
  text: string,
  citations: string[],
  stands: boolean,
): Promise<void> {
  const evidence = dossier.evidence.map((item) => evidenceItem.parse({ subject: dossier.subject, ...item }));
  const shown = evidence
    .filter((item) => citations.includes(item.id))
    .map((item) => item.text)
    .join('\n');
  await runner.check(
    id,
    {
      kind,
      description: stands ? 'says what its evidence says' : `a seeded error: ${kind}`,
      input: `${text}\n\nEvidence:\n${shown}`,
    },
    () => {
      const [from, to] = dossier.period;
      const [verdict] = verifyDraft(
        { subject: dossier.subject, period: { from, to }, claims: [{ text, citations }] },
        evidence,
      ).claims;
      const output = verdict?.supported ? 'stands' : `falls: ${verdict?.reasons.join(', ')}`;
      if (verdict?.supported === stands) return { reasons: [], output };
      return {
        reasons: [
          stands ? `a faithful sentence fell: ${verdict?.reasons.join(', ')}` : 'the error was not found',
        ],
        output,
      };
    },
  );
}
