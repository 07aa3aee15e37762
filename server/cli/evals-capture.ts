import { invalidInput } from '#domain/errors.ts';
import { evaluationCaseId } from '#domain/ids.ts';
import { defineCommand, exit } from './command.ts';
import { withInstallation } from './installation.ts';

/** At most so many: more than anybody reviews. */
const MOST = 1000;

export const evalsCapture = defineCommand({
  summary: 'cases made of what people said of drafts, as a file of cases',
  details:
    'In the pages, whoever reads a draft or a proposal marks a sentence as wrong or right; that makes a case without names, addresses and ticket keys. Somebody else of hr or admin accepts it (in the pages, or with --accept here). Accepted cases are printed one a line, to be put into evals/cases/claims.',
  args: {
    waiting: { type: 'boolean', description: 'those that wait for a review, instead of accepted ones' },
    accept: { type: 'string', description: 'lets this one in, as EMAIL', valueHint: 'ID' },
    discard: { type: 'string', description: 'discards this one, as EMAIL', valueHint: 'ID' },
    as: {
      type: 'string',
      description: 'who reviews it: hr or admin, and not who made it',
      valueHint: 'EMAIL',
    },
  },
  examples: [
    'fairlead evals capture > evals/cases/claims/captured.jsonl',
    'fairlead evals capture --waiting',
    'fairlead evals capture --accept evc_0123456789abcdefghij --as hr@example.org',
  ],
  run: ({ waiting, accept, discard, as: email }, world) =>
    withInstallation(world, 'evals capture', async ({ system, store }) => {
      const wanted = accept ?? discard;
      if (wanted !== undefined) {
        const id = evaluationCaseId.safeParse(wanted);
        if (!id.success) throw invalidInput(`${wanted} is no id of a case: those begin with evc_.`);
        const person = email === undefined ? null : await system.people.byEmail(email);
        if (person === null) throw invalidInput('--as EMAIL must name who reviews the case.');
        const reader = await store.readerOf(person.id);
        const roles = reader?.kind === 'person' ? reader.roles : [];
        if (reader === null || !roles.some((role) => role === 'hr' || role === 'admin'))
          throw invalidInput(`${email} holds neither of the roles hr and admin.`);
        const made = await store
          .as(reader)
          .evaluations.review(id.data, person.id, accept === undefined ? 'discarded' : 'accepted');
        world.tell(`${made.id} is ${made.state}.`);
        return exit.done;
      }
      const state = waiting ? 'captured' : 'accepted';
      const { items } = await system.evaluations.captured({ state, limit: MOST });
      for (const item of items) world.print(JSON.stringify(item.case));
      if (items.length === 0) world.tell(`No case is ${waiting ? 'waiting for a review' : 'accepted'}.`);
      return exit.done;
    }),
});
