import { randomBytes } from 'node:crypto';
import { sha256 } from '#domain/json.ts';
import { SCIM_SECRETS } from '../scim.ts';
import { defineCommand, exit } from './command.ts';
import { withInstallation } from './installation.ts';

const TOKEN_BYTES = 32;

export const scimToken = defineCommand({
  summary: 'lets a directory keep the people, by SCIM 2.0',
  details:
    'Prints the address and, once, a new bearer token to be set in the directory (Entra ID, Okta, …); an earlier one ends. Only its digest is kept. Users come first and their managers after; a user whom the directory deletes becomes inactive.',
  args: {},
  examples: ['fairlead scim token'],
  run: (_args, world) =>
    withInstallation(world, 'scim token', async ({ secrets, config }) => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await secrets.set(SCIM_SECRETS, { token_digest: sha256(token) });
      const base =
        config.auth.mode === 'oidc' ? config.auth.public_url : `http://${config.host}:${config.port}`;
      world.print(`address  ${new URL('/scim/v2', base).href}`);
      world.print(`token    ${token}`);
      return exit.done;
    }),
});
