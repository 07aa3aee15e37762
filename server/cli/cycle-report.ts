import type { Action } from '#domain/action.ts';
import type { Finding } from '#domain/assessment.ts';
import type { CycleResult } from '#domain/cycle.ts';
import type { Period } from '#domain/date.ts';
import type { Draft } from '#domain/draft.ts';
import type { CycleId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { Team } from '#domain/person.ts';
import type { ScopedStore } from '#store/ports.ts';

const sections: Record<string, string> = {
  achieved: 'What was achieved',
  against_role: 'Against role and goals',
  in_the_way: 'What got in the way',
  to_discuss: 'To talk about',
};

/** What a cycle made, in full. */
export interface CycleContents {
  summaries: Draft[];
  plans: Draft[];
  findings: Finding[];
  interventions: Intervention[];
}
export type CycleReport = { cycle_id: CycleId; team: Team; period: Period } & CycleResult & CycleContents;

export async function contentsOf(
  { drafts, interventions, assessments }: ScopedStore,
  id: CycleId,
  result: CycleResult,
): Promise<CycleContents> {
  const [summaries, plans, proposals] = await Promise.all([
    Promise.all(result.summary_ids.map((draft) => drafts.get(draft))),
    Promise.all(result.plan_ids.map((draft) => drafts.get(draft))),
    Promise.all(result.intervention_ids.map((proposal) => interventions.get(proposal))),
  ]);
  return {
    summaries: summaries.filter((draft) => draft !== null),
    plans: plans.filter((draft) => draft !== null),
    findings: await assessments.findings(id),
    interventions: proposals.filter((proposal) => proposal !== null),
  };
}

type NameOf = (person: string) => string;

export async function namesOf({ people }: ScopedStore): Promise<NameOf> {
  const names = new Map<string, string>((await people.list()).map(({ id, name }) => [id, name]));
  return (person) => names.get(person) ?? person;
}

/** The report as a person reads it, in Markdown, people in order of their names. */
export function printReport(report: CycleReport, nameOf: NameOf, print: Print): void {
  const byName = (a: Draft, b: Draft) => nameOf(a.person_id).localeCompare(nameOf(b.person_id));
  print(`# ${report.team.name}, ${report.period.from} to ${report.period.to}`);
  for (const summary of report.summaries.toSorted(byName)) printSummary(summary, nameOf, print);
  for (const plan of report.plans.toSorted(byName)) printPlan(plan, nameOf, print);
  if (report.findings.length > 0) print('\n## Noticed');
  for (const { person_id, reasons } of report.findings)
    print(`- ${person_id === null ? '' : `${nameOf(person_id)}: `}${reasons.join(' ')}`);
  for (const proposal of report.interventions) printProposal(proposal, nameOf, print);
  printHeldBack(report, nameOf, print);
  print(
    `\n${report.people} people, ${report.observations} observations, ${report.claims_kept} sentences kept, ${report.claims_dropped} dropped, ${report.not_enough_data} without enough data, ${report.fallbacks} fallbacks, ${report.intervention_ids.length} proposals, ${report.seconds.toFixed(1)} s`,
  );
}

type Print = (line: string) => void;

const cite = (citations: string[]) => (citations.length === 0 ? '' : ` [${citations.join(', ')}]`);

function printSummary(draft: Draft, nameOf: NameOf, print: Print): void {
  print(`\n## ${nameOf(draft.person_id)}`);
  if (draft.status === 'not_enough_data') print('Not enough data for a summary.');
  if (draft.authorship.fallback_reason !== null)
    print(`(Written offline: ${draft.authorship.fallback_reason})`);
  for (const [section, title] of Object.entries(sections)) {
    const claims = draft.claims.filter((claim) => claim.section === section);
    if (claims.length > 0) print(`\n${title}`);
    for (const claim of claims) print(`- ${claim.text}${cite(claim.citations)}`);
  }
}

function printPlan(draft: Draft, nameOf: NameOf, print: Print): void {
  print(`\n## Development plan of ${nameOf(draft.person_id)}`);
  if (draft.status === 'not_enough_data') print('Not enough data for a plan.');
  for (const area of draft.areas) {
    print(`\n${area.title}`);
    print(`- Why: ${area.reason.text}${cite(area.reason.citations)}`);
    for (const action of area.actions) print(`- Do: ${action}`);
    print(`- Measure: ${area.measure.text}${cite(area.measure.citations)} Review on ${area.review_on}.`);
  }
}

function printProposal(proposal: Intervention, nameOf: NameOf, print: Print): void {
  print(`\n## Proposal: ${proposal.title} (${proposal.state}, ${proposal.id})`);
  for (const claim of proposal.rationale) print(`- ${claim.text}${cite(claim.citations)}`);
  for (const action of proposal.actions) printAction(action, nameOf, print);
  for (const load of proposal.load)
    print(
      `- ${nameOf(load.person_id)}: ${Math.round(load.before_hours)} h → ${Math.round(load.after_hours)} h of ${Math.round(load.capacity_hours)} h`,
    );
  const effect = proposal.predicted_effect;
  if (effect !== null)
    print(
      `- Expected in ${effect.horizon_days} days: ${effect.metric}, from ${effect.before} to ${effect.after}${unitText(effect.unit)} (80 % interval ${effect.lower80} to ${effect.upper80}).`,
    );
  print(`- Decides: ${proposal.chain.map((step) => deciders(step, nameOf)).join(', then ')}.`);
}

const unitText = (unit: string): string => {
  if (unit === 'count') return '';
  return unit === 'percent' ? ' %' : ` ${unit}`;
};

const deciders = ({ role, person_ids }: Intervention['chain'][number], nameOf: NameOf): string =>
  person_ids.length === 0 ? role : `${person_ids.map(nameOf).join(' or ')} (${role})`;

function printAction(action: Action, nameOf: NameOf, print: Print): void {
  switch (action.kind) {
    case 'reassign_work_item': {
      const hours = action.hours === null ? '' : `, ${action.hours} h`;
      print(`- ${action.key}: ${nameOf(action.from_person_id)} → ${nameOf(action.to_person_id)}${hours}`);
      break;
    }
    case 'comment_on_work_item':
      print(`- Comment on ${action.key}: “${action.text}”`);
      break;
    case 'schedule_conversation':
      print(
        `- ${nameOf(action.host_person_id)} talks with ${nameOf(action.with_person_id)} by ${action.by}, about:`,
      );
      for (const topic of action.topics) print(`  - ${topic}`);
      break;
    case 'revise_goal':
      print(
        `- “${action.title}”: target ${action.expected.target ?? 'none'} → ${action.target ?? 'none'}, date ${action.expected.due_iso ?? 'none'} → ${action.due_iso ?? 'none'}`,
      );
      break;
  }
}

/** What was found and not proposed now: nobody is to wonder where it went. */
function printHeldBack({ held_back: held = [] }: CycleReport, nameOf: NameOf, print: Print): void {
  if (held.length > 0) print('\n## Held back');
  for (const { kind, person_id, reason } of held)
    print(`- ${kind.replaceAll('_', ' ')}${person_id === null ? '' : `, ${nameOf(person_id)}`}: ${reason}`);
}
