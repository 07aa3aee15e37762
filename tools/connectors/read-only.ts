import { SystemError } from '#domain/errors.ts';
import type { Connector, Source } from '#domain/source.ts';

/** The part of a connector that a source without actions has. */
export function readOnly(
  source: Source,
  vendor: string,
): Pick<Connector, 'effect' | 'actions' | 'precheck' | 'execute'> {
  const refuse = () =>
    Promise.reject(
      new SystemError('internal', `Source ${source.name}: ${vendor} is only read; it takes no actions.`, {
        source: source.name,
      }),
    );
  return { effect: 'read', actions: [], precheck: refuse, execute: refuse };
}
