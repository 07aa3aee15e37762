import type { Draft } from '#domain/draft.ts';
import type { Intervention } from '#domain/intervention.ts';
import { createCycle, findTeam } from '../cycles.ts';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';

const sections: Record<string, string> = {
  achieved: 'What was achieved',
  against_role: 'Against role and goals',
  in_the_way: 'What got in the way',
  to_discuss: 'To talk about',
};

export const cycle = defineCommand({
  summary: 'the main job for a team: summaries, plans, proposals',
  details:
    'Looks at the last complete weeks before today (FAIRLEAD_TODAY fixes the day). Drafts are kept, and every sentence cites its evidence; proposals wait in the inbox.',
  args: {
    team: { type: 'string', required: true, description: 'id or name of the team', valueHint: 'ID' },
    ...jsonArgument,
  },
  examples: ['fairlead cycle --team "Payments"'],
  run: ({ team: wanted, json }, world) =>
    withInstallation(world, 'cycle', async ({ system, clock, cycles }) => {
      const team = await findTeam(system, wanted);
      const { id, period } = await createCycle(system, clock, team.id, 'operator');
      const watching = follow(() => system.cycles.events(id, 0), world.progress);
      const result = await cycles.run(id, world.signal).finally(watching.stop);
      const summaries = await Promise.all(result.summary_ids.map((draft) => system.drafts.get(draft)));
      const plans = await Promise.all(result.plan_ids.map((draft) => system.drafts.get(draft)));
      const proposals = await Promise.all(
        result.intervention_ids.map((proposal) => system.interventions.get(proposal)),
      );
      const findings = await system.assessments.findings(id);
      if (json) {
        world.print(
          JSON.stringify({
            cycle_id: id,
            team,
            period,
            ...result,
            summaries,
            plans,
            findings,
            interventions: proposals,
          }),
        );
        return exit.done;
      }
      const people = new Map((await system.people.list()).map((person) => [person.id, person]));
      const nameOf = (person: string) => people.get(person as never)?.name ?? person;
      world.print(`# ${team.name}, ${period.from} to ${period.to}`);
      for (const summary of summaries) if (summary !== null) printSummary(summary, nameOf, world.print);
      for (const plan of plans) if (plan !== null) printPlan(plan, nameOf, world.print);
      if (findings.length > 0) world.print('\n## Noticed');
      for (const finding of findings)
        world.print(
          `- ${finding.person_id === null ? '' : `${nameOf(finding.person_id)}: `}${finding.reasons.join(' ')}`,
        );
      for (const proposal of proposals) if (proposal !== null) printProposal(proposal, nameOf, world.print);
      world.print(
        `\n${result.people} people, ${result.observations} observations, ${result.claims_kept} sentences kept, ${result.claims_dropped} dropped, ${result.not_enough_data} without enough data, ${result.fallbacks} fallbacks, ${result.intervention_ids.length} proposals, ${result.seconds.toFixed(1)} s`,
      );
      return exit.done;
    }),
});

/** Shows the newest progress on a terminal, a few times a second. */
function follow(
  read: () => Promise<{ message: string; done: number; total: number }[]>,
  progress: (text: string | null) => void,
) {
  let stopped = false;
  const timer = setInterval(() => {
    read().then(
      (events) => {
        const last = events.at(-1);
        if (!stopped && last) progress(`${last.message} (${last.done}/${last.total})`);
      },
      () => {},
    );
  }, 500);
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      progress(null);
    },
  };
}

type Print = (line: string) => void;

const cite = (citations: string[]) => (citations.length === 0 ? '' : ` [${citations.join(', ')}]`);

function printSummary(draft: Draft, nameOf: (id: string) => string, print: Print): void {
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

function printPlan(draft: Draft, nameOf: (id: string) => string, print: Print): void {
  print(`\n## Development plan of ${nameOf(draft.person_id)}`);
  if (draft.status === 'not_enough_data') print('Not enough data for a plan.');
  for (const area of draft.areas) {
    print(`\n${area.title}`);
    print(`- Why: ${area.reason.text}${cite(area.reason.citations)}`);
    for (const action of area.actions) print(`- Do: ${action}`);
    print(`- Measure: ${area.measure.text}${cite(area.measure.citations)} Review on ${area.review_on}.`);
  }
}

function printProposal(proposal: Intervention, nameOf: (id: string) => string, print: Print): void {
  print(`\n## Proposal: ${proposal.title} (${proposal.state}, ${proposal.id})`);
  for (const claim of proposal.rationale) print(`- ${claim.text}${cite(claim.citations)}`);
  for (const action of proposal.actions) {
    if (action.kind === 'reassign_work_item')
      print(
        `- ${action.key}: ${nameOf(action.from_person_id)} → ${nameOf(action.to_person_id)}${action.hours === null ? '' : `, ${action.hours} h`}`,
      );
  }
  for (const load of proposal.load)
    print(
      `- ${nameOf(load.person_id)}: ${Math.round(load.before_hours)} h → ${Math.round(load.after_hours)} h of ${Math.round(load.capacity_hours)} h`,
    );
}
