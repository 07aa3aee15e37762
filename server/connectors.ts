import type { Clock } from '#domain/clock.ts';
import type { ConnectorsPort } from '#domain/ports.ts';
import type { Source } from '#domain/source.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type Breaker, makeBreaker } from '#tools/http/breaker.ts';
import { systemHttp } from '#tools/http/client.ts';
import type { SecretFile } from './secrets.ts';

/** More than the largest first read that was measured (1,000 people, a year); a loop without an end costs no more. */
const REQUESTS_PER_SYNC = 50_000;

/** The source's own `request_budget` where its operator set one. */
function budgetOf({ settings }: Source): number {
  const wished = Number(settings.request_budget ?? REQUESTS_PER_SYNC);
  return Number.isInteger(wished) && wished > 0 ? wished : REQUESTS_PER_SYNC;
}

/** The connector of a source, with its credentials and the fields that the policy lets it keep. */
export function makeConnectors({
  system,
  secrets,
  clock,
}: {
  system: ScopedStore;
  secrets: SecretFile;
  clock: Clock;
}): ConnectorsPort {
  const breakers = new Map<string, Breaker>();
  const breakerOf = (id: string): Breaker => {
    const known = breakers.get(id) ?? makeBreaker();
    breakers.set(id, known);
    return known;
  };
  return {
    async of(source) {
      const [credentials, policy] = await Promise.all([secrets.get(source.name), system.policy.current()]);
      const fields = policy.source_fields[source.vendor] ?? [];
      const http = {
        ...systemHttp,
        breaker: breakerOf(source.id),
        budget: budgetOf(source),
      };
      // Others may have been changed since, a webhook's say.
      const keep = async (renewed: Readonly<Record<string, string>>) =>
        secrets.set(source.name, { ...(await secrets.get(source.name)), ...renewed });
      return makeConnector({ source, credentials, fields, clock, http, keep });
    },
  };
}
