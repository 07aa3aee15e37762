import type { Finding } from '#domain/assessment.ts';
import { findingId, idFrom } from '#domain/ids.ts';
import { detectCheckIn } from './detectors/check-in.ts';
import type { DetectInput, Detector, FindingDraft } from './detectors/finding.ts';
import { detectGoalAtRisk } from './detectors/goal-at-risk.ts';
import { detectSustainedLoad } from './detectors/load.ts';
import { detectRecognition } from './detectors/recognition.ts';
import { detectSlid } from './detectors/slide.ts';
import { detectStaleReview } from './detectors/stale-review.ts';
import { detectStrains } from './detectors/strains.ts';
import { detectThinEvidence } from './detectors/thin-evidence.ts';
import { detectBlocked, detectOverdue, detectOverload } from './detectors/work.ts';

export type {
  DetectInput,
  FindingDraft,
  FindingRefs,
  GoalStanding,
  TalkStanding,
} from './detectors/finding.ts';

const detectors: readonly Detector[] = [
  detectOverload,
  detectSlid,
  detectRecognition,
  detectThinEvidence,
  detectOverdue,
  detectBlocked,
  detectStaleReview,
  detectGoalAtRisk,
  detectCheckIn,
  detectSustainedLoad,
  detectStrains,
];

const severityOrder: readonly Finding['severity'][] = ['urgent', 'attention', 'note'];

/**
 * What deserves a manager's look in a team, urgent first: deterministic, each finding with its figures and
 * one-sentence reasons, at most one of a kind a person (and, of goals, a result). Only people of the team are named.
 */
export function detectFindings(input: DetectInput): FindingDraft[] {
  const team = new Set<string>(input.people.map((person) => person.id));
  const all = detectors
    .flatMap((detector) => detector(input))
    .filter((found) => found.person_id === null || team.has(found.person_id));
  const sliding = new Set(all.flatMap((found) => (found.kind === 'indicator_slid' ? [found.person_id] : [])));
  return (
    all
      // Praise for the whole period and concern for its end in one breath would help nobody: first the concern.
      .filter((found) => found.kind !== 'recognition_overdue' || !sliding.has(found.person_id))
      .map((found): FindingDraft => {
        const { kind, person_id, about, ...rest } = found;
        const matter = { kind, person_id, team: input.team_id, period: input.period };
        const kpi = about?.kpi_id == null ? {} : { kpi: about.kpi_id };
        return {
          ...rest,
          kind,
          person_id,
          ...(about === undefined
            ? {}
            : { about: { record_ids: [], goal_id: null, kpi_id: null, days: {}, ...about } }),
          id: idFrom('fnd', findingId, { ...matter, ...kpi }),
          team_id: input.team_id,
          refs: { observation_ids: [], record_ids: [], assessment_ids: [], ...found.refs },
        };
      })
      .sort(
        (a, b) =>
          severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
          `${a.kind} ${a.person_id} ${a.id}`.localeCompare(`${b.kind} ${b.person_id} ${b.id}`),
      )
  );
}
