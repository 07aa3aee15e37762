/** Shorter ones would blank out ordinary words. */
const SHORTEST_SECRET = 4;

/** Replaces secrets in a text that goes into a message or a log, also where a source echoes them. */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => known.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text);
}
