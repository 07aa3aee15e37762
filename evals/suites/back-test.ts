import { makeBacktest } from '#agents/cycle/backtests.ts';
import { cycleDeps, TODAY } from '#agents/testing/busy-team.ts';
import type { DetectorTest } from '#domain/detector.ts';
import { loadCompany } from '../company/simulated.ts';
import type { Suite } from '../runner.ts';

const percent = (share: number | null | undefined): string =>
  share == null ? '–' : `${Math.round(100 * share)} %`;

const told = ({ cases, spoke, right, base_rate, precision, brier, brier_base }: DetectorTest): string =>
  `${cases} cases, spoke in ${spoke}, right in ${right} (${percent(precision?.value)}), base rate ${percent(base_rate)}; Brier ${brier?.toFixed(3) ?? '–'} against ${brier_base?.toFixed(3) ?? '–'}`;

/** With fewer of either nothing can be told from luck. */
const SIGNALS = 12;

/** What is wrong with the verdict that a detector got by its own figures. */
function faultsOf(test: DetectorTest): string[] {
  const { verdict, brier, brier_base, precision, base_rate, spoke } = test;
  const better = (brier ?? 1) < (brier_base ?? 0) && (precision?.value ?? 0) > (base_rate ?? 1);
  if (verdict === 'proven' && !better) return ['said to be proven, and no better than the base rate'];
  if (verdict === 'proven' && spoke < SIGNALS) return [`said to be proven by ${spoke} signals`];
  return [];
}

/** Each detector against what then came in the simulated company: none is trusted beyond what its past bears out. */
export const backTest: Suite = {
  name: 'back-test',
  describes:
    'Detectors walked back over half a year: whichever is trusted gives better chances than the base rate, and the planted stories are among what is found.',
  floor: 1,
  async run(runner) {
    const tables = await loadCompany();
    const deps = cycleDeps(tables, runner.writer);
    await deps.derive.all(TODAY);
    const report = await makeBacktest(deps, TODAY);
    const input = `${report.people} of ${report.people_of} people, ${report.weeks} past weeks`;
    for (const test of report.tests) {
      const what = { kind: 'verdict', description: `${test.detector}: ${test.outcome}`, input };
      await runner.check(test.detector, what, () => ({
        reasons: faultsOf(test),
        output: `${test.verdict}. ${told(test)}`,
      }));
    }
    const judgedAtAll = report.tests.filter(({ cases }) => cases > 0).length;
    await runner.check(
      'reach',
      { kind: 'reach', description: 'enough of them can be judged by this history', input },
      () => ({
        reasons: judgedAtAll >= 6 ? [] : [`only ${judgedAtAll} detectors had a past case at all`],
        output: `${judgedAtAll} of ${report.tests.length} detectors judged`,
      }),
    );
  },
};
