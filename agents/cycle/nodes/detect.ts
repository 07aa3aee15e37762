import { findingEvidence } from '#agents/briefs/evidence.ts';
import { detectFindings } from '#analytics/detect.ts';
import { roleFrameworks } from '#analytics/indicators/frameworks.ts';
import type { Finding } from '#domain/assessment.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';
import { teamWorkload } from '../workload.ts';

/** What deserves a look, with its figures kept as evidence. Before the drafting, so that the drafts can speak of it. */
export const makeDetectNode =
  (
    deps: Pick<
      CycleDeps,
      'cycles' | 'people' | 'observations' | 'assessments' | 'records' | 'identities' | 'policy' | 'evidence'
    >,
  ) =>
  async ({ cycle_id }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const { cycle, team, members } = await loadCycle(deps, cycle_id);
    const subjects = members.map((member) => ({ kind: 'person' as const, id: member.id }));
    const [observations, assessments, { loads }, policy] = await Promise.all([
      deps.observations.ofSubjects(subjects, cycle.period),
      deps.assessments.ofSubjects(subjects),
      teamWorkload(deps, members, cycle.as_of),
      deps.policy.current(),
    ]);
    const found = detectFindings({
      team_id: team.id,
      people: members,
      observations,
      assessments: assessments.filter(
        ({ period }) => period.from === cycle.period.from && period.to === cycle.period.to,
      ),
      loads,
      frameworks: roleFrameworks,
      policy,
      period: cycle.period,
      as_of: cycle.as_of,
    });
    const findings = await Promise.all(
      found.map(async ({ refs: _, ...draft }): Promise<Finding> => {
        const finding = { ...draft, evidence_ids: [] };
        if (draft.person_id === null) return finding;
        const stored = await deps.evidence.record([findingEvidence(finding, draft.person_id, cycle.period)]);
        return { ...finding, evidence_ids: stored.map((item) => item.id) };
      }),
    );
    await deps.assessments.saveFindings(cycle.id, findings);
    await deps.cycles.report(cycle.id, 'detect', {
      step: 'detect',
      person_id: null,
      done: findings.length,
      total: findings.length,
      message: `${findings.length} findings`,
    });
    return { finding_ids: findings.map((finding) => finding.id) };
  };
