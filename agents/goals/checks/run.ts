import type { Check, CheckInput, Finding, KpiFacts } from './check.ts';
import { completenessChecks } from './completeness.ts';
import { dataChecks } from './data.ts';
import { targetChecks } from './target.ts';
import { timeChecks } from './time.ts';
import { wordingChecks } from './wording.ts';

export const measurabilityChecks: readonly Check[] = [
  ...completenessChecks,
  ...timeChecks,
  ...targetChecks,
  ...wordingChecks,
  ...dataChecks,
];

const NO_FACTS: KpiFacts = {};
const WEIGHT = { block: 0, warn: 1, hint: 2 };

/** All that is to be said of a goal, the gravest first. Deterministic; a check whose facts are missing says nothing. */
export function checkGoal(input: CheckInput): Finding[] {
  const findings = measurabilityChecks.flatMap((check): Finding[] => {
    const { id, severity } = check;
    if (check.of === 'goal') {
      const said = check.find(input);
      return said ? [{ id, severity, kpi: null, ...said }] : [];
    }
    return input.kpis.flatMap((kpi, index) => {
      const said = check.find(kpi, input, input.facts?.[index] ?? NO_FACTS);
      return said ? [{ id, severity, kpi: index, ...said }] : [];
    });
  });
  return findings.sort((one, other) => WEIGHT[one.severity] - WEIGHT[other.severity]);
}

/** The gate for saving: what has to be put right first. Empty means that the goal may be saved. */
export const savingBlockedBy = (findings: readonly Finding[]): Finding[] =>
  findings.filter((finding) => finding.severity === 'block');
