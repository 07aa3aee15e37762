import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FairleadError, notFound, UserError } from '#domain/errors.ts';
import { personId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import { MAX_RESULTS, resourceTypes, schemas, serviceProviderConfig } from '#tools/scim/discovery.ts';
import { parseFilter } from '#tools/scim/filter.ts';
import { patched, patchRequest } from '#tools/scim/patch.ts';
import { ERROR, LIST, type ScimUser, scimUser, userOf } from '#tools/scim/resource.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { bearsToken, SCIM_SECRETS, saveUser } from '../scim.ts';

const TYPE = 'application/scim+json; charset=utf-8';

const query = z.object({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().catch(1).default(1),
  count: z.coerce.number().int().catch(100).default(100),
});

/**
 * People from a directory (SCIM 2.0: RFC 7643 and 7644): `/scim/v2/Users` with the enterprise extension, PATCH and
 * filters. A deleted user becomes inactive: what they did stays evidence.
 */
export async function scimRoutes(
  app: App,
  { store, secrets, clock }: Pick<AppDeps, 'store' | 'secrets' | 'clock'>,
): Promise<void> {
  const system = store.as({ kind: 'system' });
  await app.register(
    async (scope: App) => {
      const readJson = scope.getDefaultJsonParser('error', 'error');
      // Directories send application/scim+json; errors go back in SCIM's own shape.
      scope.addContentTypeParser(
        'application/scim+json',
        { parseAs: 'string' },
        // A DELETE with this type has no body at all.
        (request, body, done) => (body === '' ? done(null) : readJson(request, String(body), done)),
      );
      scope.setErrorHandler((error, _request, reply) => sendError(reply, error));
      scope.setValidatorCompiler(() => (value) => ({ value }));
      scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
      scope.addHook('onRequest', async (request) => {
        const { token_digest } = await secrets.get(SCIM_SECRETS);
        if (!bearsToken(request.headers.authorization, token_digest))
          throw new UserError('not-signed-in', 'A bearer token is needed: fairlead scim token makes one.');
      });
      const hide = { schema: { hide: true } } as const;
      const base = (request: { protocol: string; host: string }) =>
        `${request.protocol}://${request.host}/scim/v2`;
      const shown = async (person: Person, place: string) => {
        const manager = person.manager_id === null ? null : await system.people.get(person.manager_id);
        return userOf(person, { base: place, manager });
      };
      const personAt = async (id: string): Promise<Person> => {
        const parsed = personId.safeParse(id);
        const found = parsed.success ? await system.people.get(parsed.data) : null;
        if (found === null) throw notFound('user', id);
        return found;
      };

      scope.get('/ServiceProviderConfig', hide, (request, reply) =>
        reply.type(TYPE).send(serviceProviderConfig(base(request))),
      );
      scope.get('/ResourceTypes', hide, (request, reply) => sendList(reply, resourceTypes(base(request))));
      scope.get('/Schemas', hide, (request, reply) => sendList(reply, schemas(base(request))));

      const byId = (items: readonly { id: string }[], id: string, kind: string) => {
        const found = items.find((item) => item.id.toLowerCase() === id.toLowerCase());
        if (found === undefined) throw notFound(kind, id);
        return found;
      };
      scope.get('/ResourceTypes/:id', hide, (request, reply) =>
        reply.type(TYPE).send(byId(resourceTypes(base(request)), idOf(request.params), 'resource type')),
      );
      scope.get('/Schemas/:id', hide, (request, reply) =>
        reply.type(TYPE).send(byId(schemas(base(request)), idOf(request.params), 'schema')),
      );

      scope.get('/Users', hide, async (request, reply) => {
        const parsed = query.safeParse(request.query);
        if (!parsed.success) throw invalidValue(parsed.error);
        const asked = parsed.data;
        const everybody = await system.people.list();
        const byId = new Map(everybody.map((person) => [person.id, person]));
        const wanted = asked.filter === undefined ? () => true : parseFilter(asked.filter);
        const found = everybody
          .map((person) =>
            userOf(person, {
              base: base(request),
              manager: person.manager_id === null ? null : (byId.get(person.manager_id) ?? null),
            }),
          )
          .filter((user) => wanted(user));
        const start = Math.max(1, asked.startIndex);
        const count = Math.min(Math.max(0, asked.count), MAX_RESULTS);
        return sendList(reply, found.slice(start - 1, start - 1 + count), { total: found.length, start });
      });
      scope.get('/Users/:id', hide, async (request, reply) => {
        const person = await personAt(idOf(request.params));
        return reply.type(TYPE).send(await shown(person, base(request)));
      });
      scope.post('/Users', hide, async (request, reply) => {
        const made = await saveUser({ system, clock }, async () => userIn(request.body), null);
        const place = base(request);
        return reply
          .code(201)
          .header('location', `${place}/Users/${made.id}`)
          .type(TYPE)
          .send(await shown(made, place));
      });
      scope.put('/Users/:id', hide, async (request, reply) => {
        const person = await personAt(idOf(request.params));
        const saved = await saveUser({ system, clock }, async () => userIn(request.body), person.id);
        return reply.type(TYPE).send(await shown(saved, base(request)));
      });
      scope.patch('/Users/:id', hide, async (request, reply) => {
        const person = await personAt(idOf(request.params));
        const changes = patchRequest.safeParse(request.body);
        if (!changes.success) throw invalidValue(changes.error);
        const wanted = async (now: Person | null) =>
          userIn(patched(await shown(now ?? person, base(request)), changes.data));
        const saved = await saveUser({ system, clock }, wanted, person.id);
        return reply.type(TYPE).send(await shown(saved, base(request)));
      });
      scope.delete('/Users/:id', hide, async (request, reply) => {
        const person = await personAt(idOf(request.params));
        const gone = async (now: Person | null) =>
          userIn({ ...(await shown(now ?? person, base(request))), active: false });
        await saveUser({ system, clock }, gone, person.id);
        return reply.code(204).send();
      });
    },
    { prefix: '/scim/v2' },
  );
}

const idOf = (params: unknown): string => z.object({ id: z.string().max(200) }).parse(params).id;

function invalidValue(error: z.ZodError): UserError {
  const [issue] = error.issues;
  return new UserError('invalid-input', `${issue?.path.join('.') || 'the body'}: ${issue?.message}.`, {
    scim_type: 'invalidValue',
  });
}

function userIn(body: unknown): ScimUser {
  const parsed = scimUser.safeParse(body);
  if (!parsed.success) throw invalidValue(parsed.error);
  return parsed.data;
}

const sendList = (
  reply: FastifyReply,
  items: readonly unknown[],
  { total, start }: { total: number; start: number } = { total: items.length, start: 1 },
) =>
  reply.type(TYPE).send({
    schemas: [LIST],
    totalResults: total,
    startIndex: start,
    itemsPerPage: items.length,
    Resources: items,
  });

const BAD_REQUEST = 400;

function sendError(reply: FastifyReply, error: unknown) {
  const ours = error instanceof FairleadError ? error : null;
  const scimType = ours?.details.scim_type;
  const given = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  // SCIM says 400 where our own routes say 422.
  const status = ours === null ? given : ours.code === 'invalid-input' ? BAD_REQUEST : ours.status;
  if (status >= 500) reply.log.error({ code: ours?.code ?? 'internal', message: String(error) });
  const detail = ours !== null || status < 500 ? (error as Error).message : 'Something went wrong here.';
  return reply
    .code(status)
    .type(TYPE)
    .send({
      schemas: [ERROR],
      status: String(status),
      detail,
      ...(typeof scimType === 'string' ? { scimType } : {}),
    });
}
