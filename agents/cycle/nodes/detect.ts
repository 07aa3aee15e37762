import { findingEvidence } from '#agents/briefs/evidence.ts';
import { type DetectInput, detectFindings, type GoalStanding } from '#analytics/detect.ts';
import { standingOf } from '#analytics/goal-standing.ts';
import { frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { signsOf } from '#analytics/signs.ts';
import { talksOf } from '#analytics/talks.ts';
import { usualBlockDays, waitsOf } from '#analytics/waits.ts';
import { type Finding, isForDrafts } from '#domain/assessment.ts';
import { addDays, completeWeeksBefore } from '#domain/date.ts';
import type { BacktestReport, DetectorVerdict } from '#domain/detector.ts';
import type { Subject } from '#domain/indicator.ts';
import { currentBacktest, goalHistories } from '../backtests.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { DERIVED_WEEKS } from '../derive-observations.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';
import { teamWorkload } from '../workload.ts';

type Context = Awaited<ReturnType<typeof loadCycle>>;

/** Half a year of talks: what "none lately" is told by. */
const TALK_DAYS = 182;

/** What is not well among the goals of the team and its people, week by week. */
async function goalStandings(deps: CycleDeps, { cycle, team, members }: Context): Promise<GoalStanding[]> {
  const owners: Subject[] = [
    ...members.map((member) => ({ kind: 'person' as const, id: member.id })),
    { kind: 'team', id: team.id },
  ];
  const risks = await deps.goals.goalsAtRisk(owners, cycle.as_of);
  if (risks.length === 0) return [];
  const observations = await deps.observations.ofSubjects(
    owners,
    completeWeeksBefore(cycle.as_of, DERIVED_WEEKS),
  );
  const standings: GoalStanding[] = [];
  for (const risk of risks)
    standings.push(standingOf(risk, await deps.goals.checkIns(risk.goal_id), observations, cycle.as_of));
  return standings;
}

async function detectInput(deps: CycleDeps, context: Context): Promise<DetectInput> {
  const { cycle, team, members } = context;
  const ids = members.map((member) => member.id);
  const subjects = ids.map((id) => ({ kind: 'person' as const, id }));
  const [observations, assessments, workload, policy, conversations, histories, goals] = await Promise.all([
    deps.observations.ofSubjects(subjects, cycle.period),
    deps.assessments.ofSubjects(subjects),
    teamWorkload(deps, members, cycle.as_of),
    deps.policy.current(),
    deps.conversations.withPeople(ids, addDays(cycle.as_of, -TALK_DAYS)),
    goalHistories(deps, ids),
    goalStandings(deps, context),
  ]);
  const read = { records: workload.records, identities: workload.identities, as_of: cycle.as_of };
  return {
    team_id: team.id,
    people: members,
    observations,
    assessments: assessments.filter(
      ({ period }) => period.from === cycle.period.from && period.to === cycle.period.to,
    ),
    loads: workload.loads,
    frameworks: frameworksUnder(policy),
    policy,
    period: cycle.period,
    as_of: cycle.as_of,
    signs: signsOf({ people: members, ...read }),
    waits: waitsOf(read),
    usual_block_days: usualBlockDays(workload.records, cycle.as_of),
    goals,
    talks: talksOf({ people: members, goals: histories, conversations, as_of: cycle.as_of }),
  };
}

const verdictIn = (report: BacktestReport, kind: Finding['kind']): DetectorVerdict | undefined =>
  report.tests.find(({ detector, intervention }) => detector === kind && intervention !== null)?.verdict;

/** What deserves a look, with its figures kept as evidence. Before the drafting, so that the drafts can speak of it. */
export const makeDetectNode =
  (deps: CycleDeps) =>
  async ({ cycle_id }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const context = await loadCycle(deps, cycle_id);
    const { cycle, team } = context;
    const input = await detectInput(deps, context);
    const report = await currentBacktest(deps, cycle.as_of);
    // What only foretells something about a person is not even noted where it is no better than chance.
    const found = detectFindings(input).filter(
      ({ kind }) => isForDrafts(kind) || verdictIn(report, kind) !== 'silent',
    );
    const findings: Finding[] = [];
    for (const { refs: _, ...draft } of found) {
      const marked = verdictIn(report, draft.kind) === 'unproven' ? { unproven: true } : {};
      const finding = { ...draft, ...marked, evidence_ids: [] };
      const evidence = findingEvidence(finding, draft.person_id ?? team.id, cycle.period);
      const stored = await deps.evidence.record([evidence]);
      findings.push({ ...finding, evidence_ids: stored.map((item) => item.id) });
    }
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
