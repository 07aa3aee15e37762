import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { TokenGrant } from './auth.ts';
import type { HttpClient } from './client.ts';
import { readPrivateKey, signJwt, thumbprintOf } from './jwt.ts';

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  /** Where the token is good for, as Salesforce tells it. */
  instance_url: z.string().nullish(),
  /** A new one, where the server gives each only once. */
  refresh_token: z.string().min(1).nullish(),
});

/** One exchange at a token endpoint (RFC 6749, section 4.4.2 or 6). @throws SourceError, never with a secret in it. */
async function exchange(
  http: HttpClient,
  path: string,
  form: Record<string, string>,
  signal: AbortSignal,
): Promise<z.infer<typeof tokenAnswer>> {
  const answer = await http.request({ method: 'POST', path, form, accept: [400, 401], safe: true, signal });
  const parsed = tokenAnswer.safeParse(answer.json);
  if (answer.status === 200 && parsed.success) return parsed.data;
  // Wrong credentials are a 400 with some, a 401 with others (section 5.2), and with a few a 200 that says so.
  const refused = answer.status !== 200 || isRefusal(answer.json);
  throw new SourceError(
    refused ? 'source-unauthorized' : 'source-answer-invalid',
    `${http.host}: POST ${path}: ${refused ? 'the credentials of the application are not accepted' : 'the answer holds no token'}.`,
    { host: http.host, status: answer.status },
  );
}

/** How long an assertion is good for: Salesforce allows three minutes, Entra ID advises ten at most. */
const ASSERTION_SECONDS = 150;

const isRefusal = (json: unknown): boolean => json !== null && typeof json === 'object' && 'error' in json;

/** How an application shows that it is itself. */
export interface ClientProof {
  secrets: readonly string[];
  form(): Promise<Record<string, string>>;
}

export const bySecret = (client_secret: string): ClientProof => ({
  secrets: [client_secret],
  form: async () => ({ client_secret }),
});

/**
 * An assertion signed with the key of a certificate that the vendor knows (RFC 7523, section 2.2; learn.microsoft.com,
 * "Microsoft identity platform application authentication certificate credentials").
 * @param question.audience the token endpoint's address. `now`: milliseconds since 1970.
 * @throws SystemError `config-invalid` where key and certificate don't go together.
 */
export function byCertificate(question: {
  client_id: string;
  audience: string;
  private_key: string;
  certificate: string;
  now(): number;
}): ClientProof {
  const { client_id, audience, private_key, certificate, now } = question;
  const key = readPrivateKey(private_key);
  const thumbprint = thumbprintOf(certificate, key);
  return {
    secrets: [private_key],
    async form() {
      const from = Math.floor(now() / 1000);
      const claims = { iss: client_id, sub: client_id, aud: audience, jti: randomUUID() };
      const times = { iat: from, nbf: from, exp: from + ASSERTION_SECONDS };
      return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await signJwt(key, { ...claims, ...times }, thumbprint),
      };
    },
  };
}

/**
 * OAuth 2 client credentials (RFC 6749, section 4.4): a token for an application, kept until it is refused.
 * @param http of the token endpoint's own host, without credentials.
 */
export function makeClientCredentialsGrant(
  http: HttpClient,
  question: { path: string; client_id: string; proof: ClientProof; scope?: string },
): TokenGrant {
  const { path, client_id, proof, scope } = question;
  let token: string | null = null;
  return {
    secrets: proof.secrets,
    async token(renew, signal) {
      if (token !== null && !renew) return token;
      const form = {
        grant_type: 'client_credentials',
        client_id,
        ...(await proof.form()),
        ...(scope === undefined ? {} : { scope }),
      };
      token = (await exchange(http, path, form, signal)).access_token;
      return token;
    },
  };
}

/**
 * OAuth 2 refresh token (RFC 6749, section 6): a token in somebody's name. Where the server gives a new refresh token with
 * each, the old one is dead: the new one is kept before the access token is used.
 */
export function makeRefreshTokenGrant(
  http: HttpClient,
  question: {
    /** Of the token endpoint, below the client's base address. */
    path: string;
    client_id: string;
    client_secret: string;
    refresh_token: string;
    kept(refresh_token: string): Promise<void>;
  },
): TokenGrant {
  const { path, client_id, client_secret, kept } = question;
  const secrets = [client_secret, question.refresh_token];
  let refresh = question.refresh_token;
  let token: string | null = null;
  return {
    secrets,
    async token(renew, signal) {
      if (token !== null && !renew) return token;
      const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token: refresh };
      const answer = await exchange(http, path, form, signal);
      if (answer.refresh_token && answer.refresh_token !== refresh) {
        refresh = answer.refresh_token;
        await kept(refresh);
      }
      token = answer.access_token;
      return token;
    },
  };
}

/**
 * OAuth 2 with a signed assertion instead of a secret (RFC 7523, section 2.1): a token for an application in the name of a
 * user who allowed it once, without a password or anybody present.
 * @param http of the token endpoint's own host, without credentials.
 */
export function makeJwtBearerGrant(
  http: HttpClient,
  question: {
    path: string;
    issuer: string;
    subject: string;
    audience: string;
    private_key: string;
    /** Milliseconds since 1970. */
    now(): number;
  },
): TokenGrant {
  const key = readPrivateKey(question.private_key);
  let token: string | null = null;
  return {
    secrets: [question.private_key],
    async token(renew, signal) {
      if (token !== null && !renew) return token;
      const assertion = await signJwt(key, {
        iss: question.issuer,
        sub: question.subject,
        aud: question.audience,
        exp: Math.floor(question.now() / 1000) + ASSERTION_SECONDS,
      });
      const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
      const answer = await exchange(http, question.path, form, signal);
      requireHost(http.host, answer.instance_url ?? null);
      token = answer.access_token;
      return token;
    },
  };
}

/** A token for another instance would be sent to the wrong one. */
function requireHost(host: string, instance: string | null): void {
  const told = instance !== null && URL.canParse(instance) ? new URL(instance).host : host;
  if (told === host) return;
  throw new SourceError(
    'config-invalid',
    `${host}: the token is for ${told}. Set the source up with --base-url https://${told}.`,
    { host, instance: told },
  );
}
