import { type Action, isSourceAction } from '#domain/action.ts';
import { SystemError } from '#domain/errors.ts';
import type { ActionReceipt, Precheck } from '#domain/source.ts';
import type { InterventionDeps } from './deps.ts';

/** Whatever carries an action out: the connector of its source, or our own tables. */
export interface Hand {
  /** Re-reads the target. Never writes. */
  look(signal: AbortSignal): Promise<Precheck>;
  act(signal: AbortSignal): Promise<ActionReceipt>;
  /** Whether a look after a lost answer can tell if the action happened. */
  can_tell: boolean;
}

/** The hand for one action under its effect key. @throws SystemError when its source is no longer set up. */
export async function handOf(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  action: Action,
  effectKey: string,
): Promise<Hand> {
  if (!isSourceAction(action)) {
    return {
      look: () => deps.house.precheck(action, effectKey),
      act: () => deps.house.execute(action, effectKey),
      can_tell: true,
    };
  }
  const source = await deps.sources.get(action.source_id);
  if (source === null || !source.enabled)
    throw new SystemError(
      'config-invalid',
      `The source ${source?.name ?? action.source_id} is not set up any more, so its approved actions wait.`,
    );
  const connector = await deps.connectors.of(source);
  return {
    look: (signal) => connector.precheck(action, effectKey, signal),
    act: (signal) => connector.execute(action, effectKey, signal),
    can_tell: connector.actions.some((support) => support.kind === action.kind),
  };
}
