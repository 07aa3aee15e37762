import { makePseudonyms } from '#agents/writers/model/pseudonyms.ts';
import type { PlanArea } from '#domain/draft.ts';
import type { Team } from '#domain/person.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { briefsOf } from '../company/briefs.ts';
import { loadCompany } from '../company/simulated.ts';
import { type Calibration, standingOf } from '../judges/calibration.ts';
import type { Judge, Judged, Verdict } from '../judges/judge.ts';
import type { Judgement, Runner, Suite } from '../runner.ts';

/** A judge's word as a case's result: a failure only where its calibration bears it out. */
export function judgementOf(
  { good, why }: Verdict,
  text: string,
  standing: { decides: boolean; why: string | null },
): Judgement {
  const word = good === null ? why : `${good ? 'good' : 'bad'}: ${why}`;
  // Without a verdict nothing is shown: what cannot be said to be good is not passed.
  if (good !== true && standing.decides) return { reasons: [word], output: text };
  const note = standing.decides ? '' : ` (only a comment: ${standing.why})`;
  return { reasons: [], output: text, notes: [`the judge says ${word}${note}`] };
}

const areaText = ({ title, reason, actions, measure, review_on }: PlanArea): string =>
  [
    `Area: ${title}`,
    `Reason: ${reason.text}`,
    ...actions.map((action) => `Action: ${action}`),
    `Measure: ${measure.text}`,
    `Looked at on: ${review_on}`,
  ].join('\n');

/** Enough to compare with. */
const MOST_EVIDENCE = 25;

async function textsOf(runner: Runner, brief: SummaryBrief): Promise<{ judge: string; judged: Judged }[]> {
  const options = { feedback: [], signal: runner.signal };
  const summary = await runner.writer.writeSummary(brief, options);
  const plan = await runner.writer.writePlan(brief, options);
  const texts = {
    given: [`As of ${brief.as_of}.`, ...brief.evidence.slice(0, MOST_EVIDENCE).map(({ text }) => text)].join(
      '\n',
    ),
    summary: summary.claims.map((claim) => claim.text).join(' '),
    areas: plan.areas.map(areaText),
  };
  // A judge is a model too: it reads nobody's name.
  const { hide } = makePseudonyms(
    [brief.person, ...brief.other_people],
    [texts.given, texts.summary, ...texts.areas],
  );
  const [given, text] = [hide(texts.given), hide(texts.summary)];
  const areas = texts.areas.map((area) => ({ given, text: hide(area) }));
  const written = text === '' ? [] : [{ given, text }];
  return [
    ...[...written, ...areas].map((judged) => ({ judge: 'tone', judged })),
    ...written.map((judged) => ({ judge: 'helpfulness', judged })),
    ...areas.map((judged) => ({ judge: 'plan', judged })),
  ];
}

/** What a model thinks of what the writer wrote: it decides only where people's labels have shown it able to. */
export const makeJudgedSuite = (
  judges: readonly Judge[],
  calibrations: readonly Calibration[],
  wanted: (team: Team) => boolean = ({ name }) => name.includes('Support'),
): Suite => ({
  name: 'judged',
  describes:
    'Tone, helpfulness and how specific plans are, by judges that are models; one that is not calibrated only comments.',
  floor: 0.9,
  async run(runner) {
    const briefs = await briefsOf(await loadCompany(), wanted, runner);
    for (const brief of briefs.filter(({ thin }) => !thin)) {
      for (const [index, { judge: name, judged }] of (await textsOf(runner, brief)).entries()) {
        const judge = judges.find((one) => one.name === name);
        if (judge === undefined) continue;
        const standing = standingOf(judge, calibrations);
        await runner.check(
          `${brief.person.id}/${name}/${index + 1}`,
          {
            kind: standing.decides ? name : `${name}, only commented`,
            description: `${name}, by ${judge.model}`,
            input: judged.text,
            evidence: judged.given,
          },
          async () => judgementOf(await judge.judge(judged, runner.signal), judged.text, standing),
        );
      }
    }
  },
});
