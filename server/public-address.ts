import type { Config } from '#domain/config.ts';

/** Where others reach this installation. */
export const publicAddress = (config: Pick<Config, 'auth' | 'host' | 'port'>): string =>
  config.auth.mode === 'oidc' ? config.auth.public_url : `http://${config.host}:${config.port}`;
