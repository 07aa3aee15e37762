import { isWithin } from '#domain/date.ts';
import type { NewEvidence, StoredEvidence } from '#domain/evidence.ts';
import type { PlanBrief, SummaryBrief } from '#domain/writer.ts';
import { briefFindings, briefGoals, briefItem, briefMeasure } from './entries.ts';
import { findingEvidence, goalEvidence, workItemEvidence } from './evidence.ts';
import type { BriefMaterial } from './material.ts';
import { measureEvidence, readMeasures } from './measures.ts';
import { countItems, overviewEvidence, overviewRef } from './overview.ts';
import { chooseItems, isThin } from './selection.ts';
import { readWorkItems } from './work-item-reading.ts';

/** What one person's material comes to: read once, used for the evidence and for the brief. */
function read(material: BriefMaterial) {
  const readings = readWorkItems(material);
  const counts = countItems(readings);
  const measures = readMeasures(material);
  const goals = material.goals.filter(
    ({ owner, status }) => owner.kind === 'person' && owner.id === material.person.id && status === 'active',
  );
  const findings = material.findings.filter(({ person_id }) => person_id === material.person.id);
  const seen = counts.closed + counts.open > 0;
  return { chosen: chooseItems(readings), counts, measures, goals, findings, seen };
}

/**
 * The evidence that a person's drafts may cite, bounded: the counts, the most telling items, one item per measured
 * indicator of the role, goals and findings. Pure; the same material gives the same items. To be kept by the evidence
 * port, whose answer goes to `buildSummaryBrief`.
 */
export function evidenceOf(material: BriefMaterial): NewEvidence[] {
  const { person, period } = material;
  const { chosen, counts, measures, goals, findings, seen } = read(material);
  const context = { person_id: person.id, period, other_people: material.other_people };
  return [
    ...(seen ? [overviewEvidence(counts, person, period, material.partial)] : []),
    ...chosen.map((reading) => workItemEvidence(reading, context)),
    ...measures.map(measureEvidence),
    ...goals.map((goal) => goalEvidence(goal, material.check_ins, person.id, period)),
    ...findings.map((finding) => findingEvidence(finding, person.id, period)),
  ];
}

/**
 * All that a writer may know of a person in a period.
 * @param stored what the evidence port returned for `evidenceOf(material)`, and further items that findings cite;
 * contested items, and those outside the period or about somebody else, are left out with all that rests on them.
 */
export function buildSummaryBrief(material: BriefMaterial, stored: readonly StoredEvidence[]): SummaryBrief {
  const { person, period } = material;
  const { chosen, counts, measures, goals, findings, seen } = read(material);
  const usable = stored.filter(
    (item) => item.subject === person.id && item.contested === null && isWithin(item.at, period),
  );
  const byRef = new Map(usable.map((item) => [item.ref_id, item.id]));
  const overviewId = byRef.get(overviewRef(person.id, period));
  const kept = measures.flatMap((measure) => briefMeasure(measure, byRef.get(measure.assessment.id)));
  return {
    person: {
      id: person.id,
      name: person.name,
      email: person.email,
      job_title: person.job_title,
      job_function: person.job_function,
      start_date: person.start_date,
      skills: person.skills,
    },
    team_name: material.team_name,
    period,
    as_of: material.as_of,
    archetype: material.archetype,
    weekly_hours: person.weekly_hours,
    evidence: usable,
    overview: seen && overviewId !== undefined ? { evidence_id: overviewId, ...counts } : null,
    items: chosen.flatMap((reading) => briefItem(reading, byRef.get(reading.record.id))),
    measures: kept,
    findings: briefFindings(findings, usable),
    goals: briefGoals(goals, material.check_ins, period, byRef),
    thin: isThin(material, counts, kept),
    partial: material.partial,
    other_people: material.other_people.filter(({ name }) => name !== person.name),
  };
}

/** A plan rests on the same evidence as the summary. */
export const buildPlanBrief = (material: BriefMaterial, stored: readonly StoredEvidence[]): PlanBrief =>
  buildSummaryBrief(material, stored);
