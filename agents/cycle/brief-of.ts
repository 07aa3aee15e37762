import { buildSummaryBrief, evidenceOf } from '#agents/briefs/brief.ts';
import type { BriefMaterial } from '#agents/briefs/material.ts';
import { frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { isForDrafts } from '#domain/assessment.ts';
import { SystemError } from '#domain/errors.ts';
import { personId } from '#domain/ids.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';

/** Gathers what may be said of a person, keeps its evidence, and makes the brief of it. Doing it twice gives the same. */
export async function briefOf(deps: CycleDeps, cycle_id: string, person_id: string): Promise<SummaryBrief> {
  const { cycle, team, members } = await loadCycle(deps, cycle_id);
  const id = personId.parse(person_id);
  const person = members.find((member) => member.id === id);
  if (person === undefined)
    throw new SystemError('internal', `${id} is no longer in the team of cycle ${cycle_id}.`);
  const subject = { kind: 'person' as const, id };
  const [records, observations, assessments, findings, goals, identities, sources, policy] =
    await Promise.all([
      deps.records.ofPeople([id], cycle.period),
      deps.observations.ofSubjects([subject], cycle.period),
      deps.assessments.ofSubjects([subject]),
      deps.assessments.findings(cycle.id),
      deps.goals.ofPerson(id),
      deps.identities.ofPeople([id]),
      deps.sources.list(),
      deps.policy.current(),
    ]);
  const checkIns = (await Promise.all(goals.map((goal) => deps.goals.checkIns(goal.id)))).flat();
  const material: BriefMaterial = {
    person,
    team_name: team.name,
    period: cycle.period,
    as_of: cycle.as_of,
    archetype: policy.archetype,
    frameworks: frameworksUnder(policy),
    records,
    observations,
    assessments: assessments.filter(
      ({ period }) => period.from === cycle.period.from && period.to === cycle.period.to,
    ),
    findings: findings.filter((finding) => finding.person_id === id && isForDrafts(finding.kind)),
    goals,
    check_ins: checkIns,
    identities,
    partial: sources.some((source) => source.streams.some((stream) => stream.partial)),
    other_people: members.filter((member) => member.id !== id).map(({ name, email }) => ({ name, email })),
  };
  const stored = await deps.evidence.record(evidenceOf(material));
  // What its subject contested rests until it is settled.
  return buildSummaryBrief(
    material,
    stored.filter((item) => item.contested === null),
  );
}
