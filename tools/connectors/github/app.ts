import { z } from 'zod';
import { shaped } from '#tools/connectors/answer.ts';
import type { TokenGrant } from '#tools/http/auth.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { readPrivateKey, signJwt } from '#tools/http/jwt.ts';

/** Clocks differ: GitHub refuses a token that was made in its future. */
const BACK_SECONDS = 60;
/** GitHub allows ten minutes in all. */
const GOOD_FOR_SECONDS = 8 * 60;
/** An installation's token lives an hour; a new one is fetched a little before. */
const EARLY_MS = 2 * 60_000;

/**
 * What an app shows of itself (docs.github.com/apps, "Generating a JSON Web Token (JWT) for a GitHub App").
 * @throws SystemError `config-invalid` for a key that is none.
 */
export function makeAppGrant(question: { app_id: string; private_key: string; now(): number }): TokenGrant {
  const key = readPrivateKey(question.private_key);
  return {
    secrets: [question.private_key],
    token: async () => {
      const now = Math.floor(question.now() / 1000);
      return await signJwt(key, {
        iss: question.app_id,
        iat: now - BACK_SECONDS,
        exp: now + GOOD_FOR_SECONDS,
      });
    },
  };
}

const installationAnswer = z.object({ id: z.int().positive() });
const tokenAnswer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });

/**
 * An app's token for the repositories that it was installed on (docs.github.com/apps, "Generating an installation access
 * token for a GitHub App"). Which installation that is, is asked for by a repository where nobody said so.
 * @param app speaks as the app itself.
 */
export function makeInstallationGrant(
  app: HttpClient,
  question: { installation: string | null; repository: string; now(): number; secrets: readonly string[] },
): TokenGrant {
  let installation = question.installation;
  let current: { token: string; until: number } | null = null;
  return {
    secrets: question.secrets,
    async token(renew, signal) {
      if (current !== null && !renew && question.now() < current.until) return current.token;
      if (installation === null) {
        const path = `/repos/${question.repository}/installation`;
        const answer = await app.request({ method: 'GET', path, signal });
        installation = String(shaped(app, installationAnswer, path, answer.json).id);
      }
      const path = `/app/installations/${encodeURIComponent(installation)}/access_tokens`;
      const answer = await app.request({ method: 'POST', path, body: {}, safe: true, signal });
      const { token, expires_at } = shaped(app, tokenAnswer, path, answer.json);
      current = { token, until: Date.parse(expires_at) - EARLY_MS };
      return token;
    },
  };
}
