import { buildProposal, type KindContext } from '#agents/intervention/kinds/kind.ts';
import { kindOf } from '#agents/intervention/kinds/registry.ts';
import type { Finding } from '#domain/assessment.ts';
import type { BacktestReport } from '#domain/detector.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Intervention, InterventionKind } from '#domain/intervention.ts';
import type { Candidate } from '#domain/proposal-limits.ts';
import type { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';
import { makeKindMaterial } from './kind-material.ts';
import type { TeamWorkload } from './workload.ts';

/** A proposal that is ready to be put before those who decide. */
export interface ProposalCandidate extends Candidate {
  proposal: Intervention;
}

export interface Silent {
  kind: InterventionKind;
  person_id: PersonId | null;
  reason: string;
}

const order: readonly Finding['severity'][] = ['urgent', 'attention', 'note'];

const candidateOf = (
  proposal: Intervention,
  severity: Finding['severity'],
  person: PersonId | null,
): ProposalCandidate => ({
  kind: proposal.kind,
  dedupe_key: proposal.dedupe_key,
  severity,
  decider_ids: proposal.chain[0]?.person_ids ?? [],
  person_id: person,
  proposal,
});

const whyIn = (report: BacktestReport | null, kind: Finding['kind']): string | null => {
  const test = report?.tests.find(({ detector }) => detector === kind);
  return test?.verdict === 'silent' ? test.why : null;
};

/** The findings that lead to something, the most urgent first, and of one kind what says most. */
const leading = (findings: readonly Finding[]): Finding[] =>
  findings
    .filter(({ kind }) => kindOf(kind) !== undefined)
    .sort((a, b) => {
      const place = (one: Finding) => kindOf(one.kind)?.from.indexOf(one.kind) ?? 0;
      return (
        order.indexOf(a.severity) - order.indexOf(b.severity) || place(a) - place(b) || (a.id < b.id ? -1 : 1)
      );
    });

/** Everything that could be proposed now, and what detectors that are no better than the base rate would have said. */
export async function candidatesOf(
  deps: CycleDeps,
  context: Awaited<ReturnType<typeof loadCycle>>,
  workload: TeamWorkload,
  rebalances: readonly Intervention[],
): Promise<{ candidates: ProposalCandidate[]; silent: Silent[] }> {
  const [findings, report] = await Promise.all([
    deps.assessments.findings(context.cycle.id),
    deps.backtests.newest(),
  ]);
  const severityOf = (person: PersonId | null) =>
    findings.find(({ kind, person_id }) => kind === 'overload' && person_id === person)?.severity ??
    'attention';
  const candidates = rebalances.map((proposal) => {
    const [donor = null] = proposal.subject_ids;
    return candidateOf(proposal, severityOf(donor), donor);
  });
  const silent: Silent[] = [];
  const materialOf = await makeKindMaterial(deps, context, workload);
  const taken = new Set<string>();
  for (const finding of leading(findings)) {
    const kind = kindOf(finding.kind);
    if (kind === undefined) continue;
    const why = whyIn(report, finding.kind);
    if (why !== null) {
      silent.push({ kind: kind.kind, person_id: finding.person_id, reason: why });
      continue;
    }
    const material: KindContext = await materialOf(finding);
    const plan = kind.plan(finding, material);
    if (plan === null) continue;
    const proposal = buildProposal(kind.kind, plan, material);
    if (taken.has(proposal.dedupe_key)) continue;
    taken.add(proposal.dedupe_key);
    candidates.push(candidateOf(proposal, finding.severity, plan.subject_ids[0] ?? null));
  }
  return { candidates, silent };
}
