import { SystemError } from '#domain/errors.ts';
import type { Connector } from '#domain/source.ts';
import type { InterventionDeps } from './deps.ts';

/** The connector through which an action goes. @throws SystemError when the source is no longer set up. */
export async function connectorOf(
  { sources, connectors }: Pick<InterventionDeps, 'sources' | 'connectors'>,
  id: string,
): Promise<Connector> {
  const source = await sources.get(id);
  if (source === null || !source.enabled)
    throw new SystemError(
      'config-invalid',
      `The source ${source?.name ?? id} is not set up any more, so its approved actions wait.`,
    );
  return await connectors.of(source);
}
