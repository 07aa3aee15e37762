import { jwtVerify, SignJWT } from 'jose';
import { isLoopback } from '#domain/config.ts';
import { notAllowed, UserError } from '#domain/errors.ts';
import { personId } from '#domain/ids.ts';
import type { AccessRole, Person, Reader } from '#domain/person.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { App, AppDeps } from '../app-parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, and everything stored as they may see it. @throws UserError `not-signed-in`. */
    caller(): Promise<Caller>;
  }
  interface FastifyInstance {
    session: Session;
  }
}

export interface Caller {
  person: Person;
  roles: AccessRole[];
  reader: Extract<Reader, { kind: 'person' }>;
  store: ScopedStore;
}

export interface Session {
  /** The cookie that signs a person in. */
  open(person: Person): Promise<string>;
  close(): string;
}

const COOKIE = 'fairlead_session';
const SESSION_HOURS = 12;
const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export async function registerAuth(app: App, { config, store, secrets }: AppDeps): Promise<void> {
  const key = await secrets.sessionKey();
  const system = store.as({ kind: 'system' });
  const secure = config.auth.mode === 'oidc' && config.auth.public_url.startsWith('https:') ? '; Secure' : '';
  const cookie = (value: string, seconds: number) =>
    `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;

  app.decorate('session', {
    async open(person) {
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(person.id)
        .setIssuedAt()
        .setExpirationTime(`${SESSION_HOURS}h`)
        .sign(key);
      return cookie(token, SESSION_HOURS * 3600);
    },
    close: () => cookie('', 0),
  } satisfies Session);

  const publicHost = config.auth.mode === 'oidc' ? new URL(config.auth.public_url).host : null;
  /** A proxy may name another host than people see. */
  const isOwnOrigin = (origin: string, host: string | undefined): boolean => {
    const named = URL.canParse(origin) ? new URL(origin).host : '';
    return named !== '' && (named === host || named === publicHost);
  };

  /** A page of another origin must neither ask in somebody's name nor reach a loopback server by a name of its own. */
  app.addHook('onRequest', async (request) => {
    const { host, origin } = request.headers;
    const name = (host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    if (config.auth.mode === 'dev' && !isLoopback(name))
      throw notAllowed(`Fairlead listens for this machine alone, not for the name ${JSON.stringify(name)}.`);
    if (!unsafe.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    const own = site === undefined || site === 'same-origin' || site === 'none';
    if (!own || (origin !== undefined && !isOwnOrigin(origin, host)))
      throw notAllowed('This request comes from a page of another origin.');
  });

  async function personOf(headers: Record<string, string | string[] | undefined>): Promise<Person> {
    const named = headers['x-fairlead-person'];
    if (config.auth.mode === 'dev' && typeof named === 'string') {
      const person = await system.people.byEmail(named.trim());
      if (person === null) throw new UserError('not-signed-in', `Nobody has the e-mail address ${named}.`);
      return person;
    }
    const token = /(?:^|;\s*)fairlead_session=([^;]+)/.exec(String(headers.cookie ?? ''))?.[1];
    if (token !== undefined) {
      const subject = await jwtVerify(token, key).then(
        ({ payload }) => personId.safeParse(payload.sub),
        () => null,
      );
      const person = subject?.success ? await system.people.get(subject.data) : null;
      if (person !== null) return person;
    }
    const how =
      config.auth.mode === 'dev'
        ? 'Name yourself by the header x-fairlead-person: EMAIL, or choose at /.'
        : 'Sign in at /api/sign-in.';
    throw new UserError('not-signed-in', `You are not signed in. ${how}`);
  }

  app.decorateRequest(
    'caller',
    async function caller(this: { headers: Record<string, string | string[] | undefined> }) {
      const person = await personOf(this.headers);
      const reader = await store.readerOf(person.id);
      if (reader === null) throw new UserError('not-signed-in', `${person.name} is no longer active.`);
      return { person, roles: reader.roles, reader, store: store.as(reader) };
    },
  );
}
