import type { Finding } from '#domain/assessment.ts';
import { findingId, idFrom } from '#domain/ids.ts';
import type { DetectInput, Detector, FindingDraft } from './detectors/finding.ts';
import { detectRecognition } from './detectors/recognition.ts';
import { detectSlid } from './detectors/slide.ts';
import { detectThinEvidence } from './detectors/thin-evidence.ts';
import { detectBlocked, detectOverdue, detectOverload } from './detectors/work.ts';

export type { DetectInput, FindingDraft, FindingRefs } from './detectors/finding.ts';

const detectors: readonly Detector[] = [
  detectOverload,
  detectSlid,
  detectRecognition,
  detectThinEvidence,
  detectOverdue,
  detectBlocked,
];

const severityOrder: readonly Finding['severity'][] = ['urgent', 'attention', 'note'];

/**
 * What deserves a manager's look in a team, urgent first: deterministic, each finding with its figures and
 * one-sentence reasons, at most one of a kind a person. Only people of the team are named.
 */
export function detectFindings(input: DetectInput): FindingDraft[] {
  const team = new Set<string>(input.people.map((person) => person.id));
  const all = detectors.flatMap((detector) => detector(input)).filter((found) => team.has(found.person_id));
  const sliding = new Set(all.flatMap((found) => (found.kind === 'indicator_slid' ? [found.person_id] : [])));
  return (
    all
      // Praise for the whole period and concern for its end in one breath would help nobody: first the concern.
      .filter((found) => found.kind !== 'recognition_overdue' || !sliding.has(found.person_id))
      .map((found): FindingDraft => {
        const { kind, person_id } = found;
        return {
          ...found,
          id: idFrom('fnd', findingId, { kind, person_id, team: input.team_id, period: input.period }),
          team_id: input.team_id,
          refs: { observation_ids: [], record_ids: [], assessment_ids: [], ...found.refs },
        };
      })
      .sort(
        (a, b) =>
          severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
          `${a.kind} ${a.person_id}`.localeCompare(`${b.kind} ${b.person_id}`),
      )
  );
}
