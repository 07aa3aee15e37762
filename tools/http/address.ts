import { isLoopback } from '#domain/config.ts';
import { SourceError, SystemError } from '#domain/errors.ts';

/**
 * The address at which a source may be reached. Plain http only on this machine, no user info, and never the
 * link-local range, where clouds keep the credentials of the machine itself.
 * @throws SystemError `config-invalid`
 */
export function parseBaseUrl(text: string): URL {
  const refuse = (fault: string) =>
    new SystemError(
      'config-invalid',
      `The source's base URL ${fault}. Valid: https://HOST, or http on 127.0.0.1.`,
      {
        setting: 'base_url',
      },
    );
  if (!URL.canParse(text)) throw refuse('is not a URL');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(`begins with ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw refuse('carries a user name or a password');
  if (url.protocol === 'http:' && !isLoopback(host)) throw refuse(`sends credentials to ${host} unencrypted`);
  if (/^169\.254\.|^fe80:|^::ffff:a9fe:/i.test(host)) throw refuse(`names the link-local address ${host}`);
  return url;
}

/**
 * A path, or a link that the source gave, as a URL of the source's own origin and nowhere else: a link to another
 * host would carry our credentials there.
 * @throws SourceError `source-answer-invalid`
 */
export function addressWithin(base: URL, pathOrLink: string, query: Record<string, string> = {}): URL {
  const prefix = base.pathname.replace(/\/+$/, '');
  const isPath = pathOrLink.startsWith('/') && !pathOrLink.startsWith('//');
  const target = isPath ? `${base.origin}${prefix}${pathOrLink}` : pathOrLink;
  if (!URL.canParse(target) || new URL(target).origin !== base.origin) {
    throw new SourceError(
      'source-answer-invalid',
      `${base.host} gave a link that leads away from it; only addresses at ${base.origin} are followed.`,
      { host: base.host },
    );
  }
  const url = new URL(target);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/**
 * Where a source keeps a file of its answer: its own origin, or another https host with a public name. Nothing of
 * ours, no credentials, is sent there; plain http only on this machine and only where the source is on it, too.
 * @throws SourceError `source-answer-invalid`
 */
export function addressElsewhere(base: URL, link: string): URL {
  const url = URL.canParse(link) ? new URL(link) : null;
  const host = url?.hostname ?? '';
  const local = url?.protocol === 'http:' && isLoopback(host) && isLoopback(base.hostname);
  const isName =
    /[a-z]/i.test(host) && host.includes('.') && !host.includes(':') && !/\.(?:local|internal)$/i.test(host);
  if (url !== null && (url.origin === base.origin || local || (url.protocol === 'https:' && isName)))
    return url;
  throw new SourceError(
    'source-answer-invalid',
    `${base.host} gave a link to ${host === '' ? 'no address' : host}, which is not followed. Valid: https at a public name.`,
    { host: base.host },
  );
}
