import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { TokenGrant } from './auth.ts';
import type { HttpClient } from './client.ts';

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/**
 * OAuth 2 client credentials (RFC 6749, section 4.4): a token for an application, kept until it is refused.
 * @param http of the token endpoint's own host, without credentials.
 */
export function makeClientCredentialsGrant(
  http: HttpClient,
  question: { path: string; client_id: string; client_secret: string; scope?: string },
): TokenGrant {
  const { path, client_id, client_secret, scope } = question;
  let token: string | null = null;
  return {
    secrets: [client_secret],
    async token(renew, signal) {
      if (token !== null && !renew) return token;
      const form = {
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        ...(scope === undefined ? {} : { scope }),
      };
      const answer = await http.request({
        method: 'POST',
        path,
        form,
        accept: [400, 401],
        safe: true,
        signal,
      });
      const parsed = tokenAnswer.safeParse(answer.json);
      if (answer.status !== 200 || !parsed.success) {
        // Wrong credentials are a 400 with some, a 401 with others (RFC 6749, section 5.2).
        const refused = answer.status !== 200;
        throw new SourceError(
          refused ? 'source-unauthorized' : 'source-answer-invalid',
          `${http.host}: POST ${path}: ${refused ? 'the client id and secret are not accepted' : 'the answer holds no token'}.`,
          { host: http.host, status: answer.status },
        );
      }
      token = parsed.data.access_token;
      return token;
    },
  };
}
