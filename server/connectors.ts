import type { Clock } from '#domain/clock.ts';
import type { ConnectorsPort } from '#domain/ports.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import type { SecretFile } from './secrets.ts';

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
  return {
    async of(source) {
      const [credentials, policy] = await Promise.all([secrets.get(source.name), system.policy.current()]);
      return makeConnector({ source, credentials, fields: policy.source_fields[source.vendor] ?? [], clock });
    },
  };
}
