import type { Finding } from '#domain/assessment.ts';
import type { Shortfall } from '#domain/workload.ts';

/** Ways out that are named in words; all of them are in the finding's `shortfall`. */
const NAMED_WAYS = 3;

const sentencesOf = ({ reasons, relaxations }: Shortfall): string[] => [
  ...reasons,
  ...relaxations.slice(0, NAMED_WAYS).map(({ sentence }) => sentence),
];

/**
 * The findings of overload that no allowed move relieves, each saying what binds and what would do. Doing it twice gives
 * the same.
 */
export function withShortfalls(findings: readonly Finding[], unrelieved: readonly Shortfall[]): Finding[] {
  return findings.flatMap((finding): Finding[] => {
    const shortfall = unrelieved.find(({ person_id }) => person_id === finding.person_id);
    if (finding.kind !== 'overload' || shortfall === undefined) return [];
    const said = new Set(finding.shortfall === undefined ? [] : sentencesOf(finding.shortfall));
    const own = finding.reasons.filter((reason) => !said.has(reason));
    return [{ ...finding, reasons: [...own, ...sentencesOf(shortfall)], shortfall }];
  });
}
