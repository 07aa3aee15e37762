import type { Fact, StoredEvidence } from '#domain/evidence.ts';
import type { EvidenceId } from '#domain/ids.ts';
import type { JsonValue } from '#domain/json.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { makePseudonyms, type Named, type Pseudonyms } from './pseudonyms.ts';

/** A brief as a model may see it, and the way back. */
export interface BriefData {
  /** JSON without names, addresses, our ids or an angle bracket. */
  text: string;
  pseudonyms: Pseudonyms;
  /** The evidence behind `e3`; an id that was never given out comes back as one that cites nothing. */
  evidenceOf(citation: string): string;
}

const factData = ({ name, value, unit, period }: Fact): JsonValue => ({
  name,
  value,
  ...(unit === null ? {} : { unit }),
  ...(period === null ? {} : { period }),
});

/** What an item is to the brief: the word by which the prompt speaks of it. */
function aboutOf(brief: SummaryBrief, id: EvidenceId): Record<string, JsonValue> {
  if (brief.overview?.evidence_id === id) return { about: 'counts of all work items' };
  if (brief.items.some((item) => item.evidence_id === id)) return { about: 'work item' };
  const measure = brief.measures.find((candidate) => candidate.evidence_id === id);
  if (measure !== undefined) {
    const { direction } = measure.definition;
    const better = { increase: 'higher', decrease: 'lower', corridor: 'inside the range' }[direction];
    return { about: 'indicator of the role', better_when: better, standing: measure.standing };
  }
  if (brief.goals.some((goal) => goal.evidence_id === id)) return { about: 'goal' };
  return { about: 'finding' };
}

function documentOf(brief: SummaryBrief, short: ReadonlyMap<string, string>): JsonValue {
  const { person, period } = brief;
  const evidence = brief.evidence.map((item: StoredEvidence) => ({
    id: short.get(item.id) ?? '',
    ...aboutOf(brief, item.id),
    at: item.at,
    text: item.text,
    facts: item.facts.map(factData),
  }));
  return {
    person: {
      name: person.name,
      job_title: person.job_title,
      job_function: person.job_function,
      started_on: person.start_date,
      skills: person.skills.map((skill) => skill.name),
      weekly_hours: brief.weekly_hours,
    },
    team: brief.team_name,
    period: { from: period.from, to: period.to },
    as_of: brief.as_of,
    partial: brief.partial,
    findings: brief.findings.map(({ finding, evidence_ids }) => ({
      kind: finding.kind,
      severity: finding.severity,
      evidence: evidence_ids.flatMap((id) => short.get(id) ?? []),
    })),
    evidence,
  };
}

/** Every text in a JSON value passed through a function; keys are ours and stay. */
function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)]));
}

function peopleOf(brief: SummaryBrief): Named[] {
  const mentioned = brief.evidence.flatMap((item) => item.mentions.map((name) => ({ name, email: null })));
  const others = [...brief.other_people, ...mentioned];
  const seen = new Set([brief.person.name]);
  const distinct = others.filter(({ name }) => !seen.has(name) && seen.add(name));
  return [{ name: brief.person.name, email: brief.person.email }, ...distinct];
}

/** @returns the brief without people: names are placeholders, evidence is e1…eN. */
export function briefData(brief: SummaryBrief): BriefData {
  const short = new Map(brief.evidence.map((item, index) => [item.id as string, `e${index + 1}`]));
  const long = new Map([...short].map(([id, name]) => [name, id]));
  const document = documentOf(brief, short);
  const pseudonyms = makePseudonyms(peopleOf(brief), [JSON.stringify(document)]);
  const hidden = mapTexts(document, pseudonyms.hide);
  return {
    // Without an angle bracket no text can end the lines between which it stands.
    text: JSON.stringify(hidden, null, 1).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
    pseudonyms,
    evidenceOf: (citation) => {
      const name = citation
        .trim()
        .toLowerCase()
        .replace(/^\[|\]$/g, '');
      return long.get(name) ?? `unknown:${citation.slice(0, 40)}`;
    },
  };
}
