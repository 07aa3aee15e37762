import { z } from 'zod';
import { notFound, UserError } from '#domain/errors.ts';
import { accessRole } from '#domain/person.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { makeOidc } from '../oidc.ts';
import { faults } from './list.ts';

const choice = z.object({
  email: z.string(),
  name: z.string(),
  job_title: z.string().nullable(),
  roles: z.array(accessRole),
});

export async function signInRoutes(app: App, { config, store, secrets }: AppDeps): Promise<void> {
  const system = store.as({ kind: 'system' });
  app.post(
    '/api/sign-out',
    { schema: { tags: ['sign-in'], response: { 200: z.object({ signed_out: z.literal(true) }) } } },
    async (_, reply) => {
      reply.header('set-cookie', app.session.close());
      return { signed_out: true as const };
    },
  );

  if (config.auth.mode === 'oidc') {
    const oidc = makeOidc(config.auth, await secrets.sessionKey());
    app.get('/api/sign-in', { schema: { tags: ['sign-in'], hide: true } }, async (_, reply) => {
      const { address, cookie } = await oidc.begin();
      return reply.header('set-cookie', cookie).redirect(address);
    });
    app.get('/api/sign-in/return', { schema: { tags: ['sign-in'], hide: true } }, async (request, reply) => {
      const email = await oidc.finish(request.url, String(request.headers.cookie ?? ''));
      const person = await system.people.byEmail(email);
      if (person === null)
        throw new UserError(
          'not-signed-in',
          `Nobody here has the e-mail address ${email}. Ask HR to add you.`,
        );
      return reply.header('set-cookie', await app.session.open(person)).redirect('/');
    });
    return;
  }

  app.get(
    '/api/dev/people',
    { schema: { tags: ['sign-in'], response: { 200: z.object({ items: z.array(choice) }) } } },
    async () => {
      const [people, teams, grants] = await Promise.all([
        system.people.list(),
        system.people.teams(),
        system.grants.list(),
      ]);
      const leaders = new Set([
        ...teams.map((team) => team.manager_id),
        ...people.map((person) => person.manager_id),
      ]);
      const items = people.flatMap((person) => {
        if (!person.active || person.email === null) return [];
        const granted = grants.filter((grant) => grant.person_id === person.id).map((grant) => grant.role);
        const roles = [
          ...granted,
          ...(leaders.has(person.id) ? (['manager'] as const) : []),
          'employee' as const,
        ];
        return [{ email: person.email, name: person.name, job_title: person.job_title, roles }];
      });
      // Who has the most to see first: that is whom a newcomer looks for.
      return { items: items.sort((a, b) => b.roles.length - a.roles.length || a.name.localeCompare(b.name)) };
    },
  );

  app.post(
    '/api/dev/sign-in',
    {
      schema: {
        tags: ['sign-in'],
        body: z.object({ email: z.string().min(1).max(320) }),
        response: { 200: choice.pick({ name: true, email: true }), ...faults },
      },
    },
    async (request, reply) => {
      const person = await system.people.byEmail(request.body.email.trim());
      if (person === null) throw notFound('person with the e-mail address', request.body.email);
      return reply
        .header('set-cookie', await app.session.open(person))
        .send({ name: person.name, email: request.body.email });
    },
  );
}
