import { found, phrases } from '#agents/goals/grounding/grounding.bench.ts';
import type { Suite } from '../runner.ts';

/** Phrases that nothing was chosen by: written beside the tuning set, and written when everything stood. */
const judged = phrases.filter(({ split }) => split !== 'tune');

/** Whether the words of a metric lead to the indicator that measures it, and to none where there is none. */
export const retrieval: Suite = {
  name: 'retrieval',
  describes:
    'What a goal speaks of is found among the indicators, in eight languages; what nothing measures is claimed to be measured by nothing.',
  floor: 0.85,
  floors: { 'comes first': 0.8, 'among three': 0.85, 'claims nothing': 0.97 },
  async run(runner) {
    for (const { phrase, found: indicators, measured } of await found(judged)) {
      const { phrase: text, language, indicator_id: wanted } = phrase;
      const what = { description: `${language}: ${text}`, input: text };
      const output = indicators.slice(0, 3).join(', ');
      const id = `${language}/${text}`;
      if (wanted === null) {
        await runner.check(id, { ...what, kind: 'claims nothing' }, () => ({
          reasons: measured ? [`taken for ${indicators[0] ?? 'something'}, which it isn't`] : [],
          output,
        }));
        continue;
      }
      await runner.check(id, { ...what, kind: 'comes first' }, () => ({
        reasons: indicators[0] === wanted ? [] : [`${wanted} is not first`],
        output,
      }));
      await runner.check(`${id}/three`, { ...what, kind: 'among three' }, () => ({
        reasons: indicators.slice(0, 3).includes(wanted) ? [] : [`${wanted} is not among the first three`],
        output,
      }));
    }
  },
};
